#include "adapter/kubernetes/fleet_status.h"

#include "base/json.h"
#include "base/memory.h"

static void
append_count(struct text *json, const char *name, size_t count)
{
	json_append_number_member(json, name, (int64_t)count);
}

static void
append_failed_target(struct text *json, const struct fleet_failure *failure)
{
	const char *hint = failure->end.hint;

	json_append_separator(json);
	text_append_char(json, '{');
	json_append_text_member(json, "name", failure->name);
	json_append_number_member(json, "exitCode", (int64_t)failure->end.kind);
	json_append_text_member(json, "message", failure->end.message);
	json_append_lines_member(json, "hint", hint[0] != '\0' ? hint : NULL);
	text_append_char(json, '}');
}

void
fleet_status_append(struct text *json, const struct fleet_tally *tally)
{
	const size_t *counts = tally->outcome_counts;

	json_append_name(json, "targets");
	text_append_char(json, '{');
	append_count(json, "total", tally->member_count);
	append_count(json, "applied", counts[FLEET_APPLIED]);
	append_count(json, "unchanged", counts[FLEET_UNCHANGED]);
	append_count(json, "superseded", counts[FLEET_SUPERSEDED]);
	append_count(json, "done", counts[FLEET_DONE]);
	append_count(json, "failed", counts[FLEET_FAILED]);
	append_count(json, "shard", tally->shard);
	append_count(json, "shards", tally->shard_count);
	json_append_name(json, "failures");
	text_append_char(json, '[');
	for (size_t index = 0; index < counts[FLEET_FAILED] && index < FLEET_FAILURES_KEPT; index++)
		append_failed_target(json, &tally->failures[index]);
	text_append(json, "]}");
}

char *
fleet_status_key(const struct fleet_tally *tally)
{
	return tally->shard_count > 1 ? memory_format("targets.%zu", tally->shard)
	                              : memory_copy_text("targets");
}
