#include "adapter/kubernetes/status_verdict.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/time_text.h"
#include "base/utf8.h"

enum
{
	DIFFERENCE_BYTES = 300 /* of each of its texts */
};

static void
append_cut(struct text *json, const char *name, const char *value)
{
	cleanup_memory char *cut = NULL;

	if (value != NULL)
	{
		cut = memory_copy_bytes(value, strnlen(value, DIFFERENCE_BYTES));
		utf8_drop_cut_end(cut);
	}
	json_append_text_member(json, name, cut);
}

/* Findings without a source are about roles and databases, and so about each document. */
static bool
is_of_verdict(const struct finding *finding, const struct run_verdict *verdict)
{
	return finding->class == FINDING_BROKEN &&
	       (finding->source == NULL || strcmp(finding->source, verdict->report.source) == 0);
}

static void
append_differences(struct text *json, const struct run_verdict *verdict)
{
	size_t kept_count = 0;

	if (verdict == NULL || verdict->findings == NULL)
		return;
	for (size_t index = 0; index < verdict->findings->count; index++)
	{
		const struct finding *finding = &verdict->findings->items[index];

		if (!is_of_verdict(finding, verdict) || kept_count++ >= STATUS_DIFFERENCES_KEPT)
			continue;
		json_append_separator(json);
		text_append_char(json, '{');
		append_cut(json, "object", finding->object);
		append_cut(json, "expected", finding->expected);
		append_cut(json, "found", finding->found);
		text_append_char(json, '}');
	}
}

void
status_verdict_append(struct text *json, const struct run_verdict *verdict)
{
	char time[TIME_TEXT_BYTES] = "";

	if (verdict != NULL)
		time_text(verdict->report.now_unix_ms, TIME_SECONDS, time);
	json_append_text_member(json, "lastVerifiedAt", verdict != NULL ? time : NULL);
	if (verdict != NULL)
		json_append_truth_member(json, "drifted", verdict->drift != NULL);
	else
	{
		json_append_name(json, "drifted");
		text_append(json, "null");
	}
	json_append_name(json, "differences");
	text_append_char(json, '[');
	append_differences(json, verdict);
	text_append_char(json, ']');
}

static void
replace_members(cJSON *document, const struct run_verdict *verdict)
{
	cleanup_text struct text json = TEXT_EMPTY;
	cJSON *members = NULL;

	text_append_char(&json, '{');
	status_verdict_append(&json, verdict);
	text_append_char(&json, '}');
	members = cJSON_ParseWithLength(text_bytes(&json), json.length_bytes);
	while (members != NULL && members->child != NULL)
	{
		cJSON *member = cJSON_DetachItemViaPointer(members, members->child);

		cJSON_DeleteItemFromObjectCaseSensitive(document, member->string);
		cJSON_AddItemToObject(document, member->string, member);
	}
	cJSON_Delete(members);
}

/* The caller frees it; NULL if the text is no document. */
static char *
changed_document(const char *text, const struct run_verdict *verdict)
{
	cJSON *document = cJSON_Parse(text);
	char *changed = NULL;

	if (cJSON_IsObject(document))
	{
		replace_members(document, verdict);
		changed = cJSON_PrintUnformatted(document);
	}
	cJSON_Delete(document);
	return changed;
}

static size_t
bytes_of_others(const cJSON *data, const char *key)
{
	const cJSON *item = NULL;
	size_t count = 0;

	cJSON_ArrayForEach(item, data)
	{
		const char *value = cJSON_GetStringValue(item);

		if (item->string != NULL && value != NULL && strcmp(item->string, key) != 0)
			count += strlen(item->string) + strlen(value);
	}
	return count;
}

void
status_verdict_merge(const struct text *config_map, const char *key, const char *fresh,
                     const struct run_verdict *verdict, struct text *document)
{
	cJSON *root = cJSON_ParseWithLength(text_bytes(config_map), config_map->length_bytes);
	const cJSON *data = cJSON_GetObjectItemCaseSensitive(root, "data");
	const char *present = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(data, key));
	struct run_verdict shorter = *verdict;
	char *changed = present != NULL ? changed_document(present, verdict) : NULL;

	if (changed == NULL)
		changed = changed_document(fresh, verdict);
	if (changed != NULL &&
	    bytes_of_others(data, key) + strlen(key) + strlen(changed) > STATUS_LIMIT_BYTES)
	{
		char *cut = NULL;

		shorter.findings = NULL;
		cut = changed_document(changed, &shorter);
		free(changed);
		changed = cut;
	}
	text_append(document, changed != NULL ? changed : fresh);
	free(changed);
	cJSON_Delete(root);
}
