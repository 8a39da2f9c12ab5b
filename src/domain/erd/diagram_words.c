#include "domain/erd/diagram_words.h"

#include <string.h>

#include "base/count_of.h"
#include "base/printable.h"
#include "base/utf8.h"

static const char ellipsis[] = "\xE2\x80\xA6";

struct type_name
{
	const char *long_name;
	const char *usual_name;
};

static const struct type_name type_names[] = {
	{"character varying", "varchar"},
	{"bit varying", "varbit"},
	{"double precision", "float8"},
};

/* "timestamp(3) with time zone": the precision stands within the name. */
static bool
append_zoned_type(struct text *text, const char *type)
{
	static const char with_zone[] = " with time zone";
	static const char without_zone[] = " without time zone";
	size_t base = strcspn(type, "( ");
	size_t precision = type[base] == '(' ? strcspn(type + base, ")") + 1 : 0;
	bool is_time = (base == 4 || base == 9) && strncmp(type, "timestamp", base) == 0;

	if (!is_time || precision > strlen(type + base))
		return false;

	const char *rest = type + base + precision;
	bool has_zone = strncmp(rest, with_zone, sizeof with_zone - 1) == 0;

	if (!has_zone && strncmp(rest, without_zone, sizeof without_zone - 1) != 0)
		return false;
	text_append_bytes(text, type, base);
	text_append(text, has_zone ? "tz" : "");
	text_append_bytes(text, type + base, precision);
	text_append(text, rest + (has_zone ? sizeof with_zone : sizeof without_zone) - 1);
	return true;
}

void
diagram_append_type(struct text *text, const char *type)
{
	if (append_zoned_type(text, type))
		return;
	for (size_t index = 0; index < COUNT_OF(type_names); index++)
	{
		const struct type_name *name = &type_names[index];
		size_t length = strlen(name->long_name);

		if (strncmp(type, name->long_name, length) == 0 &&
		    (type[length] == '\0' || type[length] == '(' || type[length] == '['))
		{
			text_append(text, name->usual_name);
			text_append(text, type + length);
			return;
		}
	}
	text_append(text, type);
}

static size_t
character_length(const char *bytes)
{
	size_t length = utf8_character_length((const unsigned char *)bytes);

	return length > 0 ? length : 1;
}

void
diagram_append_cut(struct text *text, const char *line, size_t limit_characters)
{
	size_t count = 0;
	const char *end = line;
	const char *last = line; /* where the last character begins that would still fit */

	while (*end != '\0' && count < limit_characters)
	{
		last = end;
		end += character_length(end);
		count++;
	}
	if (*end == '\0')
	{
		text_append(text, line);
		return;
	}
	text_append_bytes(text, line, (size_t)(last - line));
	text_append(text, ellipsis);
}

static bool
is_space(char character)
{
	return character == ' ' || character == '\n' || character == '\t' || character == '\r';
}

static void
append_joined(struct text *text, const char *raw)
{
	for (const char *byte = raw; *byte != '\0'; byte++)
	{
		if (!is_space(*byte))
			text_append_char(text, *byte);
		else if (byte > raw && !is_space(byte[-1]))
			text_append_char(text, ' ');
	}
	if (text->length_bytes > 0 && text->bytes[text->length_bytes - 1] == ' ')
		text->bytes[--text->length_bytes] = '\0';
}

const char *
diagram_line(struct text_arena *texts, const char *raw, size_t limit_characters)
{
	cleanup_text struct text shown = TEXT_EMPTY;
	cleanup_text struct text cut = TEXT_EMPTY;

	if (raw == NULL)
		return NULL;
	printable_append(&shown, raw);
	diagram_append_cut(&cut, text_bytes(&shown), limit_characters);
	return text_arena_copy(texts, text_bytes(&cut));
}

const char *
diagram_paragraph(struct text_arena *texts, const char *raw, size_t limit_characters)
{
	cleanup_text struct text joined = TEXT_EMPTY;

	if (raw != NULL)
		append_joined(&joined, raw);
	return joined.length_bytes > 0 ? diagram_line(texts, text_bytes(&joined), limit_characters)
	                               : NULL;
}

void
diagram_append_escaped(struct text *text, const char *line, const struct diagram_escape *escapes)
{
	for (const char *byte = line; *byte != '\0'; byte++)
	{
		const struct diagram_escape *escape = escapes;

		while (escape->character != '\0' && escape->character != *byte)
			escape++;
		if (escape->character != '\0')
			text_append(text, escape->written);
		else
			text_append_char(text, *byte);
	}
}
