#include "domain/sentence.h"

#include <stdbool.h>
#include <string.h>

#include "base/printable.h"
#include "base/utf8.h"

enum
{
	/* Half the limit filled with one cut sentence says more than a short first sentence. */
	LEAST_KEPT_FRACTION = 2,
	ELLIPSIS_BYTES = 3
};

static void
make_printable(struct text *text)
{
	struct text shown = TEXT_EMPTY;

	printable_append_lines(&shown, text_bytes(text), text->length_bytes);
	text_free(text);
	*text = shown;
}

static bool
is_sentence_end(const char *bytes, size_t at, size_t length_bytes)
{
	return (bytes[at] == '.' || bytes[at] == '!' || bytes[at] == '?' || bytes[at] == ';') &&
	       (at + 1 == length_bytes || bytes[at + 1] == ' ' || bytes[at + 1] == '\n');
}

static void
cut(struct text *text, size_t length_bytes, const char *tail)
{
	text->length_bytes = length_bytes;
	text->bytes[length_bytes] = '\0';
	text_append(text, tail);
}

void
sentence_fit(struct text *text, size_t limit_bytes)
{
	make_printable(text);
	if (text->length_bytes <= limit_bytes)
		return;
	for (size_t at = limit_bytes; at-- > limit_bytes / LEAST_KEPT_FRACTION;)
	{
		if (is_sentence_end(text->bytes, at, text->length_bytes))
		{
			cut(text, at + 1, "");
			return;
		}
	}
	if (limit_bytes <= ELLIPSIS_BYTES)
	{
		cut(text, utf8_fit(text->bytes, text->length_bytes, limit_bytes), "");
		return;
	}

	size_t room_bytes = limit_bytes - ELLIPSIS_BYTES;

	for (size_t at = room_bytes; at > limit_bytes / LEAST_KEPT_FRACTION; at--)
	{
		if (text->bytes[at] == ' ')
		{
			cut(text, at, "...");
			return;
		}
	}
	cut(text, utf8_fit(text->bytes, text->length_bytes, room_bytes), "...");
}
