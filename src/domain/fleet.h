#ifndef DOMAIN_FLEET_H
#define DOMAIN_FLEET_H

/*
 * Many targets, each a run of its own: which of them a shard has, what became of
 * them, and what that makes of the whole.
 *
 * A fleet's member is what people call a target: a name, and the settings that the
 * file of targets has under it. (In the code a target is one schema of one database.)
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/text.h"
#include "domain/name_list.h"

enum
{
	FLEET_FAILURES_KEPT = 20
};

/* What became of a member; of several bundles the greatest counts. */
enum fleet_outcome
{
	FLEET_DONE, /* by a command that changes nothing */
	FLEET_UNCHANGED,
	FLEET_SUPERSEDED,
	FLEET_APPLIED,
	FLEET_FAILED,
	FLEET_OUTCOME_COUNT
};

/* How a member's run ended. Of one size and without pointers: it crosses a pipe. */
struct fleet_member_end
{
	enum fleet_outcome outcome;
	enum failure_kind kind;
	bool was_exposed; /* a session of its could be read by others on the way */
	char message[FAILURE_MESSAGE_BYTES];
	char hint[FAILURE_HINT_BYTES];
};

struct fleet_failure
{
	const char *name; /* borrowed from the list of names */
	struct fleet_member_end end;
};

struct fleet_tally
{
	size_t member_count;
	size_t shard;
	size_t shard_count; /* 1 where they are not dealt out */
	size_t ended_count;
	size_t outcome_counts[FLEET_OUTCOME_COUNT];
	enum failure_kind kind; /* what the whole fails with; FAILURE_NONE so far */
	struct fleet_failure failures[FLEET_FAILURES_KEPT]; /* the first ones */
};

/* Leaves those that belong to a shard: every shard_count-th, from shard on. */
void fleet_keep_shard(struct name_list *names, size_t shard, size_t shard_count);

void fleet_tally_add(struct fleet_tally *tally, const char *name,
                     const struct fleet_member_end *end);

/* "250 targets: 3 applied, 246 unchanged, 1 failed" */
void fleet_append_summary(struct text *text, const struct fleet_tally *tally);

/*
 * Fills what the whole fails with and returns false, or returns true.
 *
 * Its kind is the least among the members' with which a rerun may help, for a rerun
 * does all that it can; if there is none, the least of all.
 */
bool fleet_tally_check(const struct fleet_tally *tally, struct failure *failure);

#endif
