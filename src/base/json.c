#include "base/json.h"

#include <stddef.h>
#include <string.h>

/* One row of the table of well-formed UTF-8 (Unicode, table 3-7). */
struct utf8_row
{
	unsigned char first_least;
	unsigned char first_greatest;
	unsigned char second_least;
	unsigned char second_greatest;
	size_t length_bytes;
};

static const struct utf8_row utf8_rows[] = {
	{0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
	{0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
	{0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

static bool
is_within(unsigned char byte, unsigned char least, unsigned char greatest)
{
	return byte >= least && byte <= greatest;
}

static bool
matches_row(const unsigned char *bytes, const struct utf8_row *row)
{
	if (!is_within(bytes[0], row->first_least, row->first_greatest) ||
	    !is_within(bytes[1], row->second_least, row->second_greatest))
		return false;
	for (size_t index = 2; index < row->length_bytes; index++)
	{
		if (!is_within(bytes[index], 0x80, 0xBF))
			return false;
	}
	return true;
}

/* Length of the UTF-8 character at the start, or 0 if there is none. */
static size_t
character_length(const unsigned char *bytes)
{
	if (bytes[0] < 0x80)
		return 1;
	for (size_t index = 0; index < sizeof utf8_rows / sizeof utf8_rows[0]; index++)
	{
		if (matches_row(bytes, &utf8_rows[index]))
			return utf8_rows[index].length_bytes;
	}
	return 0;
}

static void
append_ascii(struct text *json, char character)
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
json_append_string(struct text *json, const char *string)
{
	text_append_char(json, '"');
	while (*string != '\0')
	{
		size_t length = character_length((const unsigned char *)string);

		if (length == 1)
			append_ascii(json, *string);
		else if (length > 1)
			text_append_bytes(json, string, length);
		else
			text_append(json, "\xEF\xBF\xBD");
		string += length > 0 ? length : 1;
	}
	text_append_char(json, '"');
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

void
json_append_text_member(struct text *json, const char *name, const char *string)
{
	json_append_name(json, name);
	if (string == NULL)
		text_append(json, "null");
	else
		json_append_string(json, string);
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
