#include "domain/decision.h"

#include <string.h>

static bool
is_superseded(const struct target *target, const struct look *look)
{
	/* A schema that is gone is no newer version of anything: exit status 0 would be a lie. */
	return !target->is_file && look->schema_exists && look->is_recorded &&
	       (look->recorded_version > target->version || look->is_recorded_by_newer_program);
}

static bool
is_as_recorded(const struct target *target, const struct look *look)
{
	return look->is_recorded && look->schema_exists && !look->promise_is_incomparable &&
	       look->recorded_version == target->version &&
	       strcmp(look->recorded_checksum, target->checksum) == 0 && look->fingerprint[0] != '\0' &&
	       strcmp(look->recorded_fingerprint, look->fingerprint) == 0;
}

enum decision
decide(const struct target *target, const struct look *look, bool force)
{
	if (!force && is_superseded(target, look))
		return DECISION_SUPERSEDED;
	/* What users keep in the schema of a target without scripts is theirs: nothing is created in it. */
	if (!look->schema_exists || (look->schema_is_empty && target->script_count > 0))
		return DECISION_CREATE;
	if (force || !is_as_recorded(target, look))
		return DECISION_CHANGE;
	return look->partition_is_due ? DECISION_PARTITIONS : DECISION_NOTHING_TO_DO;
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
