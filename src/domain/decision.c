#include "domain/decision.h"

#include <string.h>

#include "domain/schema_state.h"

static const enum decision decisions[] = {
	[SCHEMA_ABSENT] = DECISION_CREATE,
	[SCHEMA_NOT_RECORDED] = DECISION_CHANGE,
	[SCHEMA_NEWER] = DECISION_SUPERSEDED,
	[SCHEMA_OLDER] = DECISION_CHANGE,
	[SCHEMA_OF_OTHER_DDL] = DECISION_CHANGE,
	[SCHEMA_OF_OTHER_OPTIONS] = DECISION_CHANGE,
	[SCHEMA_MOVED] = DECISION_CHANGE,
	[SCHEMA_PARTITION_DUE] = DECISION_PARTITIONS,
	[SCHEMA_AS_RECORDED] = DECISION_NOTHING_TO_DO,
};

bool
run_goal_only_looks(enum run_goal goal)
{
	return goal == GOAL_PLAN || goal == GOAL_DIAGRAM;
}

bool
observed_has_run(const struct observed_state *observed, const char *run_id)
{
	return observed->is_recorded && strcmp(observed->recorded_run, run_id) == 0;
}

/*
 * A schema in which nothing is managed yet, with others beside it in which there is something, is
 * not made without a look at those.
 *
 * What a file promised elsewhere, or promised of a schema that is empty now, is held against its
 * promise: that it has nothing here does not mean that it begins.
 */
static bool
is_begun(const struct managed_schema *schema, const struct observed_state *observed)
{
	return observed->others_have_objects ||
	       (schema->is_file && observed->is_recorded &&
	        (observed->has_beyond || (!observed->record_is_incomparable &&
	                                  strcmp(observed->recorded_checksum, schema->checksum) == 0)));
}

static enum decision
decide_to_apply(const struct managed_schema *schema, const struct observed_state *observed,
                bool force, bool ends_postponed)
{
	enum decision decision = decisions[schema_state(schema, observed)];

	/* A file has no versions, so none can be newer. --force overrides a newer version. */
	if (decision == DECISION_SUPERSEDED && !schema->is_file && !force)
		return decision;
	/* A schema without scripts holds what its users made, so nothing is created in it. */
	if (is_begun(schema, observed))
		force = force || decision == DECISION_CREATE;
	else if (decision == DECISION_CREATE || (observed->schema_is_empty && schema->script_count > 0))
		return DECISION_CREATE;
	/* A record without a name is taken over, which is one more record. */
	if (force || ends_postponed || decision == DECISION_SUPERSEDED || observed->record_is_nameless)
		return DECISION_CHANGE;
	return decision;
}

/* A schema without scripts holds what its users made: it is brought up to date, never emptied. */
static bool
is_to_be_emptied(const struct run_intent *intent, const struct managed_schema *schema,
                 const struct observed_state *observed)
{
	return intent->goal == GOAL_RESET && schema->script_count > 0 &&
	       !observed_has_run(observed, intent->run_id);
}

enum decision
decide(const struct run_intent *intent, const struct managed_schema *schema,
       const struct observed_state *observed)
{
	if (intent->goal == GOAL_PARTITIONS)
		return DECISION_PARTITIONS;
	if (is_to_be_emptied(intent, schema, observed))
		return DECISION_CREATE;
	/* What the DDL makes does not hang on what is there or recorded. */
	return decide_to_apply(schema, observed, intent->force || intent->goal == GOAL_DIAGRAM,
	                       intent->ends_postponed);
}

static const char *const decision_names[] = {
	[DECISION_NOTHING_TO_DO] = "nothing to do",
	[DECISION_SUPERSEDED] = "superseded",
	[DECISION_PARTITIONS] = "partitions",
	[DECISION_CREATE] = "create",
	[DECISION_CHANGE] = "change",
};

const char *
decision_name(enum decision decision)
{
	return decision_names[decision];
}
