#include "adapter/kubernetes/api_answer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "base/memory.h"
#include "base/utf8.h"

enum
{
	DECIMAL = 10,
	/* More seconds than anybody waits; times a thousand they still fit. */
	RETRY_AFTER_GREATEST_S = 24 * 60 * 60
};

/* Byte by byte of a character, or a question mark for what would break the line or is no UTF-8. */
static size_t
copy_character(const unsigned char *from, char *to)
{
	size_t length_bytes = utf8_character_length(from);

	if (length_bytes == 0 || iscntrl(from[0]))
	{
		*to = from[0] == '\n' || from[0] == '\t' ? ' ' : '?';
		return 1;
	}
	memcpy(to, from, length_bytes);
	return length_bytes;
}

void
api_answer_message(const struct text *answer, char *message, size_t message_bytes)
{
	cJSON *document = cJSON_ParseWithLength(text_bytes(answer), answer->length_bytes);
	const char *words = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(document, "message"));
	size_t used_bytes = 0;

	while (words != NULL && *words != '\0')
	{
		char character[sizeof "1234"];
		size_t length_bytes = copy_character((const unsigned char *)words, character);

		if (used_bytes + length_bytes >= message_bytes)
			break;
		memcpy(message + used_bytes, character, length_bytes);
		used_bytes += length_bytes;
		words += length_bytes;
	}
	message[used_bytes] = '\0';
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
