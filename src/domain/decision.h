#ifndef DOMAIN_DECISION_H
#define DOMAIN_DECISION_H

/*
 * What a run does about a schema. It follows from the schema's state (schema_state.h). Pure, so
 * that a unit test covers every case.
 */

#include <stdbool.h>

#include "domain/managed_schema.h"
#include "domain/observed_state.h"

enum decision
{
	DECISION_NOTHING_TO_DO,
	DECISION_SUPERSEDED, /* a newer bundle version is recorded */
	DECISION_PARTITIONS, /* only a partition is due */
	DECISION_CREATE,     /* no schema, or an empty one */
	DECISION_CHANGE      /* everything else */
};

/* What a run is about. */
enum run_goal
{
	GOAL_APPLY,
	GOAL_RESET,      /* everything in the schema goes first, in the same transaction */
	GOAL_PARTITIONS, /* only the partitions that are due */
	GOAL_PLAN,       /* as GOAL_APPLY, told and not done */
	GOAL_DIAGRAM     /* only what the DDL makes, told and undone */
};

/* Whether a run of that goal leaves everything as it is. */
bool run_goal_only_looks(enum run_goal goal);

struct run_intent
{
	enum run_goal goal;
	bool force;
	bool ends_postponed; /* what was postponed is judged anew, as recorded as it may be */
	const char *run_id;  /* UUID; the ledger has it once the run is committed */
};

/* True if the ledger has this run: it was committed, although the answer to COMMIT was lost. */
bool observed_has_run(const struct observed_state *observed, const char *run_id);

enum decision decide(const struct run_intent *intent, const struct managed_schema *schema,
                     const struct observed_state *observed);

const char *decision_name(enum decision decision);

#endif
