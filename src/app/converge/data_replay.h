#ifndef APP_CONVERGE_DATA_REPLAY_H
#define APP_CONVERGE_DATA_REPLAY_H

/*
 * What a script does beside defining: the statements that run on the live side. What defines is in
 * the shadow only, and reaches the live side by the plan.
 */

#include "app/apply/schema_run.h"
#include "domain/catalog/fact.h"

/* Facts of before the change, and of after it. */
struct replay_sides
{
	const struct fact_set *before;
	const struct fact_set *after;
};

/* Whether the scripts have DO blocks at all. */
bool data_replay_has_blocks(const struct schema_run *run);

/*
 * Runs the DO blocks, which hold guarded migrations, before the live side is read: each under a
 * savepoint, and put off where it is refused.
 *
 * has_run  some block did; what was read before is to be read again
 */
bool data_replay_early(struct schema_run *run, bool *has_run, struct failure *failure);

/*
 * Runs, in order, the data statements of the scripts, with the settings before them: INSERT ... ON
 * CONFLICT, DO, SELECT and CALL always; other writing only into tables and sequences that were not
 * there before, which is told once.
 *
 * sides  what a statement may write to is on the one and not on the other
 */
bool data_replay(struct schema_run *run, const struct replay_sides *sides, struct failure *failure);

/* What data_replay() would run. */
struct data_count
{
	size_t blocks; /* DO */
	size_t others;
};

struct data_count data_replay_count(const struct schema_run *run, const struct replay_sides *sides);

#endif
