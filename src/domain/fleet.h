#ifndef DOMAIN_FLEET_H
#define DOMAIN_FLEET_H

/*
 * Many targets, each a run of its own: which of them a shard has, how each ended, and the result
 * of the whole.
 *
 * A fleet's member is an entry of --targets: a name, and the settings that the file has under it.
 * (A managed schema, one schema of one database, is something else.)
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

/* How a member ended. If it works on several bundles, the greatest value counts. */
enum fleet_outcome
{
	FLEET_DONE, /* a command that changes nothing succeeded */
	FLEET_UNCHANGED,
	FLEET_SUPERSEDED,
	FLEET_APPLIED,
	FLEET_FAILED,
	FLEET_OUTCOME_COUNT
};

/* How a member's run ended. Fixed size and no pointers, because it crosses a pipe. */
struct fleet_member_end
{
	enum fleet_outcome outcome;
	enum failure_kind kind;
	bool was_exposed; /* others on the network could read one of its sessions */
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
	size_t shard_count; /* 1 if the targets are not divided */
	size_t ended_count;
	size_t outcome_counts[FLEET_OUTCOME_COUNT];
	enum failure_kind kind; /* what the whole fails with; FAILURE_NONE until a member fails */
	struct fleet_failure failures[FLEET_FAILURES_KEPT]; /* the first ones */
};

/* Keeps only the names of a shard: every shard_count-th, starting at shard. */
void fleet_keep_shard(struct name_list *names, size_t shard, size_t shard_count);

void fleet_tally_add(struct fleet_tally *tally, const char *name,
                     const struct fleet_member_end *end);

/* "250 targets: 3 applied, 246 unchanged, 1 failed" */
void fleet_append_summary(struct text *text, const struct fleet_tally *tally);

/*
 * Fills what the whole fails with and returns false, or returns true.
 *
 * The kind is the least of the members' kinds that a rerun may fix, because a rerun continues
 * with whatever is left. If there is none, it is the least of all.
 */
bool fleet_tally_check(const struct fleet_tally *tally, struct failure *failure);

#endif
