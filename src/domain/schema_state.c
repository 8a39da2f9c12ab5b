#include "domain/schema_state.h"

#include <string.h>

#include "domain/recorded_options.h"

struct schema_state_row
{
	const char *name;
	const char *words;
};

static const struct schema_state_row rows[] = {
	[SCHEMA_ABSENT] = {"absent", "not there"},
	[SCHEMA_NOT_RECORDED] = {"not_recorded", "there, but not recorded"},
	[SCHEMA_NEWER] = {"newer", "newer than this program"},
	[SCHEMA_OLDER] = {"older", "older than this program"},
	[SCHEMA_OF_OTHER_DDL] = {"other_ddl", "recorded with other DDL of this name"},
	[SCHEMA_OF_OTHER_OPTIONS] = {"other_options", "recorded when something else was managed"},
	[SCHEMA_MOVED] = {"moved", "changed since it was recorded"},
	[SCHEMA_PARTITION_DUE] = {"partition_due", "as recorded, a partition is due"},
	[SCHEMA_AS_RECORDED] = {"as_recorded", "as recorded"},
};

enum schema_state
schema_state(const struct managed_schema *schema, const struct observed_state *observed)
{
	if (!observed->schema_exists)
		return SCHEMA_ABSENT;
	if (!observed->is_recorded)
		return SCHEMA_NOT_RECORDED;
	if (observed->recorded_version > schema->version || observed->is_recorded_by_newer_program)
		return SCHEMA_NEWER;
	if (observed->recorded_version < schema->version || observed->record_is_incomparable)
		return SCHEMA_OLDER;
	if (managed_schema_has_ddl(schema) &&
	    strcmp(observed->recorded_checksum, schema->checksum) != 0)
		return schema->is_file ? SCHEMA_OF_OTHER_DDL : SCHEMA_OLDER;
	if (!recorded_options_manage(observed->recorded_options, schema->options))
		return SCHEMA_OF_OTHER_OPTIONS;
	/* Two absent fingerprints are equal, and prove nothing. */
	if (observed->fingerprint[0] == '\0' ||
	    strcmp(observed->recorded_fingerprint, observed->fingerprint) != 0)
		return SCHEMA_MOVED;
	return observed->partition_is_due ? SCHEMA_PARTITION_DUE : SCHEMA_AS_RECORDED;
}

const char *
schema_state_name(enum schema_state state)
{
	return rows[state].name;
}

const char *
schema_state_words(enum schema_state state)
{
	return rows[state].words;
}
