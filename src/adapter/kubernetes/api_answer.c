#include "adapter/kubernetes/api_answer.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "base/memory.h"
#include "base/printable.h"
#include "base/utf8.h"

enum
{
	DECIMAL = 10,
	/* Longer than any wait here; as milliseconds it still fits. */
	RETRY_AFTER_GREATEST_S = 24 * 60 * 60
};

void
api_answer_message(const struct text *answer, char *message, size_t message_bytes)
{
	cJSON *document = cJSON_ParseWithLength(text_bytes(answer), answer->length_bytes);
	const char *words = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(document, "message"));
	cleanup_text struct text shown = TEXT_EMPTY;

	printable_append(&shown, words != NULL ? words : "");
	(void)snprintf(message, message_bytes, "%s", text_bytes(&shown));
	utf8_drop_cut_end(message);
	cJSON_Delete(document);
}

char *
api_answer_name(const struct text *answer)
{
	cJSON *document = cJSON_ParseWithLength(text_bytes(answer), answer->length_bytes);
	const cJSON *metadata = cJSON_GetObjectItemCaseSensitive(document, "metadata");
	const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(metadata, "name"));
	char *copy = name != NULL && name[0] != '\0' ? memory_copy_text(name) : NULL;

	cJSON_Delete(document);
	return copy;
}

int64_t
api_answer_retry_after_ms(const char *line, size_t length_bytes)
{
	static const char header[] = "retry-after:";
	size_t header_bytes = sizeof header - 1;
	int64_t seconds = 0;

	if (length_bytes <= header_bytes || strncasecmp(line, header, header_bytes) != 0)
		return 0;

	const char *end = line + length_bytes;
	const char *cursor = line + header_bytes;

	while (cursor < end && isblank((unsigned char)*cursor))
		cursor++;
	for (; cursor < end && isdigit((unsigned char)*cursor); cursor++)
	{
		seconds = seconds * DECIMAL + (*cursor - '0');
		if (seconds > RETRY_AFTER_GREATEST_S)
			seconds = RETRY_AFTER_GREATEST_S;
	}
	while (cursor < end && isspace((unsigned char)*cursor))
		cursor++;
	return cursor == end ? seconds * 1000 : 0;
}
