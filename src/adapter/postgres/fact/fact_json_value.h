#ifndef ADAPTER_POSTGRES_FACT_FACT_JSON_VALUE_H
#define ADAPTER_POSTGRES_FACT_FACT_JSON_VALUE_H

/*
 * Values of JSON as parts of a fact. Every text is cleaned and copied. Each reader returns false or
 * NULL, with what is wrong, for a value of another form.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adapter/postgres/fact/fact_draft.h"

struct cJSON;

struct fact_reading
{
	struct fact_drafts *drafts;
	struct fact_draft *draft;
	const char **wrong;
};

/* Always returns false. */
bool fact_reading_fail(const struct fact_reading *reading, const char *wrong);

/* NULL for a member that is not there. */
const struct cJSON *fact_json_member(const struct cJSON *object, const char *name);

const char *fact_read_text(const struct fact_reading *reading, const struct cJSON *item);

/* NULL for null, and for an item that is not there. */
bool fact_read_text_or_null(const struct fact_reading *reading, const struct cJSON *item,
                            const char **text);
bool fact_read_truth(const struct fact_reading *reading, const struct cJSON *item, bool *truth);

/* Left as it is for an item that is not there. */
bool fact_read_number(const struct fact_reading *reading, const struct cJSON *item,
                      int64_t *number);

/* 0 for null, and for an item that is not there. */
bool fact_read_oid_or_null(const struct fact_reading *reading, const struct cJSON *item,
                           uint32_t *oid);

/* Texts, truths and numbers, as texts. NULL for null, and for an item that is not there. */
bool fact_read_texts(const struct fact_reading *reading, const struct cJSON *list,
                     const char ***texts, size_t *count);

/* [name, value], or a name alone. Empty for null, and for an item that is not there. */
bool fact_read_pairs(const struct fact_reading *reading, const struct cJSON *list,
                     struct fact_pairs *pairs);

/* An object of texts. */
bool fact_read_members(const struct fact_reading *reading, const struct cJSON *object,
                       struct fact_pairs *pairs);

/* A scalar, or a list of [name, value] or "name=value". */
bool fact_read_value(const struct fact_reading *reading, const struct cJSON *item,
                     struct fact_value *value);

#endif
