#ifndef APP_APPLY_JOURNALED_STEPS_H
#define APP_APPLY_JOURNALED_STEPS_H

/*
 * Statements of which some cannot run in a transaction block.
 *
 * They run in their order: what can be in a transaction is, all that stands between two
 * others in one; the others alone. A journal in the ledger says how far it came, so that a
 * killed run is taken up where it stopped: an index that its kill left invalid is dropped
 * and built again.
 */

#include "app/apply/schema_run.h"

/* What the steps are made of. Borrowed. */
struct journaled_plan
{
	const char *checksum; /* over the text: the journal of another plan is not gone on with */
	const struct script *scripts; /* scanned; read from a file or written by the program itself */
	size_t script_count;
};

/* The scripts of the run's schema. */
struct journaled_plan journaled_plan_of_schema(const struct managed_schema *schema);

/*
 * Runs what is left of the plan, proves and records. The run's method is CHANGE_BY_STEPS.
 * On failure the steps before it stay done.
 */
bool journaled_steps_run(struct schema_run *run, const struct journaled_plan *plan,
                         struct failure *failure);

#endif
