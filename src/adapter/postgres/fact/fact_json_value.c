#include "adapter/postgres/fact/fact_json_value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"

/* Whole numbers up to here are exact in a double. */
static const double greatest_number = 9007199254740991.0;

bool
fact_reading_fail(const struct fact_reading *reading, const char *wrong)
{
	*reading->wrong = wrong;
	return false;
}

const cJSON *
fact_json_member(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

static bool
is_nothing(const cJSON *item)
{
	return item == NULL || cJSON_IsNull(item);
}

const char *
fact_read_text(const struct fact_reading *reading, const cJSON *item)
{
	const char *text = cJSON_GetStringValue(item);

	if (text == NULL)
		(void)fact_reading_fail(reading, "something else in place of a text");
	return fact_drafts_text(reading->drafts, text);
}

bool
fact_read_text_or_null(const struct fact_reading *reading, const cJSON *item, const char **text)
{
	*text = is_nothing(item) ? NULL : fact_read_text(reading, item);
	return is_nothing(item) || *text != NULL;
}

bool
fact_read_truth(const struct fact_reading *reading, const cJSON *item, bool *truth)
{
	if (!cJSON_IsBool(item))
		return fact_reading_fail(reading, "something else in place of a truth");
	*truth = cJSON_IsTrue(item);
	return true;
}

static bool
is_whole(const cJSON *item)
{
	return cJSON_IsNumber(item) && fabs(item->valuedouble) <= greatest_number &&
	       item->valuedouble == trunc(item->valuedouble);
}

bool
fact_read_number(const struct fact_reading *reading, const cJSON *item, int64_t *number)
{
	if (item == NULL)
		return true;
	if (!is_whole(item))
		return fact_reading_fail(reading, "something else in place of a whole number");
	*number = (int64_t)item->valuedouble;
	return true;
}

bool
fact_read_oid_or_null(const struct fact_reading *reading, const cJSON *item, uint32_t *oid)
{
	*oid = 0;
	if (is_nothing(item))
		return true;
	if (!is_whole(item) || item->valuedouble < 0 || item->valuedouble > UINT32_MAX)
		return fact_reading_fail(reading, "something else in place of an object's number");
	*oid = (uint32_t)item->valuedouble;
	return true;
}

/* A text, a truth or a number. */
static const char *
read_scalar(const struct fact_reading *reading, const cJSON *item)
{
	if (cJSON_IsBool(item))
		return cJSON_IsTrue(item) ? "true" : "false";
	if (!cJSON_IsNumber(item))
		return fact_read_text(reading, item);

	cleanup_memory char *number = cJSON_PrintUnformatted(item);

	return fact_drafts_text(reading->drafts, number);
}

bool
fact_read_texts(const struct fact_reading *reading, const cJSON *list, const char ***texts,
                size_t *count)
{
	const cJSON *item = NULL;

	if (is_nothing(list))
		return true;
	if (!cJSON_IsArray(list))
		return fact_reading_fail(reading, "something else in place of a list of texts");
	*texts = memory_allocate((size_t)cJSON_GetArraySize(list), sizeof **texts);
	cJSON_ArrayForEach(item, list)
	{
		(*texts)[*count] = read_scalar(reading, item);
		if ((*texts)[(*count)++] == NULL)
			return false;
	}
	return true;
}

static bool
read_fact_pair(const struct fact_reading *reading, const cJSON *item, struct fact_pair *pair)
{
	if (!cJSON_IsArray(item))
	{
		pair->name = fact_read_text(reading, item);
		return pair->name != NULL;
	}
	if (cJSON_GetArraySize(item) != 2)
		return fact_reading_fail(reading, "a pair that is none");
	pair->name = fact_read_text(reading, item->child);
	return pair->name != NULL && fact_read_text_or_null(reading, item->child->next, &pair->value);
}

bool
fact_read_pairs(const struct fact_reading *reading, const cJSON *list, struct fact_pairs *pairs)
{
	const cJSON *item = NULL;

	if (is_nothing(list))
		return true;
	if (!cJSON_IsArray(list))
		return fact_reading_fail(reading, "something else in place of a list of pairs");
	pairs->items = memory_allocate((size_t)cJSON_GetArraySize(list), sizeof *pairs->items);
	cJSON_ArrayForEach(item, list)
	{
		if (!read_fact_pair(reading, item, &pairs->items[pairs->count++]))
			return false;
	}
	return true;
}

bool
fact_read_members(const struct fact_reading *reading, const cJSON *object, struct fact_pairs *pairs)
{
	const cJSON *member = NULL;

	if (!cJSON_IsObject(object))
		return fact_reading_fail(reading, "something else in place of statements by value");
	pairs->items = memory_allocate((size_t)cJSON_GetArraySize(object), sizeof *pairs->items);
	cJSON_ArrayForEach(member, object)
	{
		struct fact_pair *pair = &pairs->items[pairs->count++];

		pair->name = fact_drafts_text(reading->drafts, member->string);
		pair->value = fact_read_text(reading, member);
		if (pair->value == NULL)
			return false;
	}
	return true;
}

/* "name=value" becomes both. */
static void
split_parameter(struct fact_drafts *drafts, struct fact_pair *pair)
{
	const char *equals = strchr(pair->name, '=');

	if (equals == NULL)
		return;

	cleanup_memory char *name = memory_copy_bytes(pair->name, (size_t)(equals - pair->name));

	pair->value = equals + 1;
	pair->name = text_arena_copy(&drafts->texts, name);
}

static const char *
write_pairs(struct fact_drafts *drafts, const struct fact_pairs *pairs)
{
	cleanup_text struct text json = TEXT_EMPTY;

	text_append_char(&json, '[');
	for (size_t index = 0; index < pairs->count; index++)
	{
		json_append_separator(&json);
		text_append_char(&json, '[');
		json_append_exact(&json, pairs->items[index].name);
		text_append_char(&json, ',');
		if (pairs->items[index].value != NULL)
			json_append_exact(&json, pairs->items[index].value);
		else
			text_append(&json, "null");
		text_append_char(&json, ']');
	}
	text_append_char(&json, ']');
	return text_arena_copy(&drafts->texts, text_bytes(&json));
}

bool
fact_read_value(const struct fact_reading *reading, const cJSON *item, struct fact_value *value)
{
	if (cJSON_IsNull(item))
		return true;
	if (!cJSON_IsArray(item))
	{
		value->text = read_scalar(reading, item);
		return value->text != NULL;
	}
	if (!fact_read_pairs(reading, item, &value->pairs))
		return false;
	for (size_t index = 0; index < value->pairs.count; index++)
	{
		if (value->pairs.items[index].value == NULL)
			split_parameter(reading->drafts, &value->pairs.items[index]);
	}
	value->text = write_pairs(reading->drafts, &value->pairs);
	return true;
}
