#include "domain/decision.h"

#include <string.h>

static bool
is_superseded(const struct managed_schema *schema, const struct observed_state *observed)
{
	/* A schema that is gone is no newer version of anything: exit status 0 would be a lie. */
	return !schema->is_file && observed->schema_exists && observed->is_recorded &&
	       (observed->recorded_version > schema->version || observed->is_recorded_by_newer_program);
}

static bool
is_as_recorded(const struct managed_schema *schema, const struct observed_state *observed)
{
	return observed->is_recorded && observed->schema_exists && !observed->record_is_incomparable &&
	       observed->recorded_version == schema->version &&
	       strcmp(observed->recorded_checksum, schema->checksum) == 0 &&
	       observed->fingerprint[0] != '\0' &&
	       strcmp(observed->recorded_fingerprint, observed->fingerprint) == 0;
}

enum decision
decide(const struct managed_schema *schema, const struct observed_state *observed, bool force)
{
	if (!force && is_superseded(schema, observed))
		return DECISION_SUPERSEDED;
	/* What users keep in the schema of a schema without scripts is theirs: nothing is created in it. */
	if (!observed->schema_exists || (observed->schema_is_empty && schema->script_count > 0))
		return DECISION_CREATE;
	if (force || !is_as_recorded(schema, observed))
		return DECISION_CHANGE;
	return observed->partition_is_due ? DECISION_PARTITIONS : DECISION_NOTHING_TO_DO;
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
