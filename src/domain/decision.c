#include "domain/decision.h"

#include "domain/schema_state.h"

static const enum decision decisions[] = {
	[SCHEMA_ABSENT] = DECISION_CREATE,
	[SCHEMA_NOT_RECORDED] = DECISION_CHANGE,
	[SCHEMA_NEWER] = DECISION_SUPERSEDED,
	[SCHEMA_OLDER] = DECISION_CHANGE,
	[SCHEMA_MOVED] = DECISION_CHANGE,
	[SCHEMA_PARTITION_DUE] = DECISION_PARTITIONS,
	[SCHEMA_AS_RECORDED] = DECISION_NOTHING_TO_DO,
};

enum decision
decide(const struct managed_schema *schema, const struct observed_state *observed, bool force)
{
	enum decision decision = decisions[schema_state(schema, observed)];

	/* A file has no versions, so none is newer; and --force overrides a newer one. */
	if (decision == DECISION_SUPERSEDED && !schema->is_file && !force)
		return decision;
	/* A schema without scripts holds what its users made: nothing is created in it. */
	if (decision == DECISION_CREATE || (observed->schema_is_empty && schema->script_count > 0))
		return DECISION_CREATE;
	return force || decision == DECISION_SUPERSEDED ? DECISION_CHANGE : decision;
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
