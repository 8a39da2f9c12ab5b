#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum
{
	TEXT_FIRST_CAPACITY_BYTES = 64
};

/*
 * Moves by hand rather than with realloc, which may leave a copy of a secret in memory that is
 * never wiped.
 */
static void
text_reserve(struct text *text, size_t more_bytes)
{
	size_t needed_bytes = text->length_bytes + more_bytes + 1;

	if (needed_bytes <= text->capacity_bytes)
		return;

	size_t capacity_bytes =
		text->capacity_bytes > 0 ? text->capacity_bytes : TEXT_FIRST_CAPACITY_BYTES;

	while (capacity_bytes < needed_bytes)
		capacity_bytes *= 2;

	char *bytes = memory_allocate(capacity_bytes, 1);

	if (text->bytes != NULL)
	{
		memcpy(bytes, text->bytes, text->length_bytes);
		explicit_bzero(text->bytes, text->length_bytes);
		free(text->bytes);
	}
	text->bytes = bytes;
	text->capacity_bytes = capacity_bytes;
}

void
text_append_bytes(struct text *text, const char *bytes, size_t length_bytes)
{
	text_reserve(text, length_bytes);
	if (length_bytes > 0)
		memcpy(text->bytes + text->length_bytes, bytes, length_bytes);
	text->length_bytes += length_bytes;
	text->bytes[text->length_bytes] = '\0';
}

void
text_append(struct text *text, const char *string)
{
	text_append_bytes(text, string, strlen(string));
}

void
text_append_char(struct text *text, char character)
{
	text_append_bytes(text, &character, 1);
}

void
text_append_arguments(struct text *text, const char *format, va_list arguments)
{
	va_list measured;

	va_copy(measured, arguments);
	int length = vsnprintf(NULL, 0, format, measured);
	va_end(measured);
	if (length > 0)
	{
		text_reserve(text, (size_t)length);
		(void)vsnprintf(text->bytes + text->length_bytes, (size_t)length + 1, format, arguments);
		text->length_bytes += (size_t)length;
	}
}

void
text_append_format(struct text *text, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text_append_arguments(text, format, arguments);
	va_end(arguments);
}

void
text_strip_line_end(struct text *text)
{
	if (text->length_bytes == 0 || text->bytes[text->length_bytes - 1] != '\n')
		return;
	text->length_bytes--;
	if (text->length_bytes > 0 && text->bytes[text->length_bytes - 1] == '\r')
		text->length_bytes--;
	text->bytes[text->length_bytes] = '\0';
}

void
text_clear(struct text *text)
{
	text->length_bytes = 0;
	if (text->bytes != NULL)
		text->bytes[0] = '\0';
}

void
text_free(struct text *text)
{
	free(text->bytes);
	*text = TEXT_EMPTY;
}

void
text_wipe_and_free(struct text *text)
{
	if (text->bytes != NULL)
		explicit_bzero(text->bytes, text->capacity_bytes);
	text_free(text);
}

const char *
text_bytes(const struct text *text)
{
	return text->bytes != NULL ? text->bytes : "";
}

char *
text_steal(struct text *text)
{
	char *bytes = text->bytes != NULL ? text->bytes : memory_copy_text("");

	*text = TEXT_EMPTY;
	return bytes;
}

bool
text_is_same(const char *left, const char *right)
{
	if (left == NULL || right == NULL)
		return left == right;
	return strcmp(left, right) == 0;
}
