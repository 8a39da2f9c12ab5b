#include "domain/target_state.h"

#include <string.h>

struct target_state_row
{
	const char *name;
	const char *words;
};

static const struct target_state_row rows[] = {
	[TARGET_ABSENT] = {"absent", "not there"},
	[TARGET_NOT_RECORDED] = {"not_recorded", "there, but not recorded"},
	[TARGET_NEWER] = {"newer", "newer than this program"},
	[TARGET_OLDER] = {"older", "older than this program"},
	[TARGET_MOVED] = {"moved", "changed since it was recorded"},
	[TARGET_PARTITION_DUE] = {"partition_due", "as recorded, a partition is due"},
	[TARGET_AS_RECORDED] = {"as_recorded", "as recorded"},
};

enum target_state
target_state(const struct target *target, const struct look *look)
{
	if (!look->schema_exists)
		return TARGET_ABSENT;
	if (!look->is_recorded)
		return TARGET_NOT_RECORDED;
	if (look->recorded_version > target->version || look->is_recorded_by_newer_program)
		return TARGET_NEWER;
	if (look->recorded_version < target->version || look->promise_is_incomparable ||
	    strcmp(look->recorded_checksum, target->checksum) != 0)
		return TARGET_OLDER;
	if (strcmp(look->recorded_fingerprint, look->fingerprint) != 0)
		return TARGET_MOVED;
	return look->partition_is_due ? TARGET_PARTITION_DUE : TARGET_AS_RECORDED;
}

const char *
target_state_name(enum target_state state)
{
	return rows[state].name;
}

const char *
target_state_words(enum target_state state)
{
	return rows[state].words;
}
