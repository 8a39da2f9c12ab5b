#include "base/json.h"

#include <stddef.h>
#include <string.h>

#include "base/printable.h"
#include "base/utf8.h"

static void
append_json_ascii(struct text *json, char character)
{
	switch (character)
	{
		case '"':
			text_append(json, "\\\"");
			break;
		case '\\':
			text_append(json, "\\\\");
			break;
		case '\n':
			text_append(json, "\\n");
			break;
		case '\r':
			text_append(json, "\\r");
			break;
		case '\t':
			text_append(json, "\\t");
			break;
		default:
			if ((unsigned char)character < 0x20 || character == 0x7F)
				text_append_format(json, "\\u%04x", (unsigned int)(unsigned char)character);
			else
				text_append_char(json, character);
	}
}

void
json_append_exact(struct text *json, const char *string)
{
	text_append_char(json, '"');
	while (*string != '\0')
	{
		size_t length = utf8_character_length((const unsigned char *)string);

		if (length == 1)
			append_json_ascii(json, *string);
		else if (length > 1)
			text_append_bytes(json, string, length);
		else
			text_append(json, "\xEF\xBF\xBD");
		string += length > 0 ? length : 1;
	}
	text_append_char(json, '"');
}

void
json_append_string(struct text *json, const char *string)
{
	cleanup_text struct text shown = TEXT_EMPTY;

	printable_append(&shown, string);
	json_append_exact(json, text_bytes(&shown));
}

void
json_append_lines(struct text *json, const char *string)
{
	cleanup_text struct text shown = TEXT_EMPTY;

	printable_append_lines(&shown, string, strlen(string));
	json_append_exact(json, text_bytes(&shown));
}

void
json_append_tabbed(struct text *json, const char *string)
{
	cleanup_text struct text shown = TEXT_EMPTY;

	printable_append_tabbed(&shown, string, strlen(string));
	json_append_exact(json, text_bytes(&shown));
}

void
json_append_separator(struct text *json)
{
	if (json->length_bytes > 0 && strchr("{[:,", json->bytes[json->length_bytes - 1]) == NULL)
		text_append_char(json, ',');
}

void
json_append_name(struct text *json, const char *name)
{
	json_append_separator(json);
	json_append_string(json, name);
	text_append_char(json, ':');
}

static void
append_member(struct text *json, const char *name, const char *string,
              void (*append)(struct text *json, const char *string))
{
	json_append_name(json, name);
	if (string == NULL)
		text_append(json, "null");
	else
		append(json, string);
}

void
json_append_text_member(struct text *json, const char *name, const char *string)
{
	append_member(json, name, string, json_append_string);
}

void
json_append_lines_member(struct text *json, const char *name, const char *string)
{
	append_member(json, name, string, json_append_lines);
}

void
json_append_tabbed_member(struct text *json, const char *name, const char *string)
{
	append_member(json, name, string, json_append_tabbed);
}

void
json_append_number_member(struct text *json, const char *name, int64_t number)
{
	json_append_name(json, name);
	text_append_format(json, "%lld", (long long)number);
}

void
json_append_truth_member(struct text *json, const char *name, bool truth)
{
	json_append_name(json, name);
	text_append(json, truth ? "true" : "false");
}

void
json_append_texts_member(struct text *json, const char *name, char *const *items, size_t count)
{
	json_append_name(json, name);
	text_append_char(json, '[');
	for (size_t index = 0; index < count; index++)
	{
		json_append_separator(json);
		json_append_string(json, items[index]);
	}
	text_append_char(json, ']');
}
