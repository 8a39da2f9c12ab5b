#include "base/printable.h"

#include <stdarg.h>
#include <string.h>

#include "base/count_of.h"
#include "base/utf8.h"

enum
{
	FIRST_BEYOND_ASCII = 0x80,
	DELETE = 0x7F,
	/* The last two characters of each plane are none. */
	PLANE_MASK = 0xFFFF,
	FIRST_NONCHARACTER_OF_PLANE = 0xFFFE
};

struct character_range
{
	uint32_t first;
	uint32_t last;
};

/*
 * Unicode 15: general categories Cc, Cf, Cs, Zl and Zp, and Default_Ignorable_Code_Point. The
 * joiners are among them although Persian and emoji use them: without ink, they let two names
 * that differ look the same. In ascending order.
 */
static const struct character_range hidden_ranges[] = {
	{0x80, 0x9F},       /* C1 controls */
	{0xAD, 0xAD},       /* soft hyphen */
	{0x34F, 0x34F},     /* combining grapheme joiner */
	{0x600, 0x605},     /* Arabic number signs */
	{0x61C, 0x61C},     /* Arabic letter mark */
	{0x6DD, 0x6DD},     /* Arabic end of ayah */
	{0x70F, 0x70F},     /* Syriac abbreviation mark */
	{0x890, 0x891},     /* Arabic currency marks above */
	{0x8E2, 0x8E2},     /* Arabic disputed end of ayah */
	{0x115F, 0x1160},   /* Hangul fillers */
	{0x17B4, 0x17B5},   /* Khmer inherent vowels */
	{0x180B, 0x180F},   /* Mongolian selectors and vowel separator */
	{0x200B, 0x200F},   /* zero-width space and joiners, left-to-right and right-to-left marks */
	{0x2028, 0x202E},   /* line and paragraph separators, embeddings and overrides */
	{0x2060, 0x206F},   /* word joiner, invisible operators, isolates, deprecated controls */
	{0x3164, 0x3164},   /* Hangul filler */
	{0xD800, 0xDFFF},   /* surrogates */
	{0xFDD0, 0xFDEF},   /* noncharacters */
	{0xFE00, 0xFE0F},   /* variation selectors */
	{0xFEFF, 0xFEFF},   /* byte order mark */
	{0xFFA0, 0xFFA0},   /* halfwidth Hangul filler */
	{0xFFF0, 0xFFFB},   /* unassigned, interlinear annotations */
	{0x110BD, 0x110BD}, /* Kaithi number sign */
	{0x110CD, 0x110CD}, /* Kaithi number sign above */
	{0x13430, 0x1343F}, /* Egyptian hieroglyph joiners */
	{0x1BCA0, 0x1BCA3}, /* shorthand format controls */
	{0x1D173, 0x1D17A}, /* musical beams and slurs */
	{0xE0000, 0xE0FFF}, /* tags and variation selectors */
};

static bool
is_hidden(uint32_t character)
{
	for (size_t index = 0; index < COUNT_OF(hidden_ranges); index++)
	{
		if (character <= hidden_ranges[index].last)
			return character >= hidden_ranges[index].first;
	}
	return false;
}

bool
printable_is_shown(uint32_t character)
{
	if (character < FIRST_BEYOND_ASCII)
		return character >= ' ' && character != DELETE;
	return (character & PLANE_MASK) < FIRST_NONCHARACTER_OF_PLANE && !is_hidden(character);
}

static void
append_shown_ascii(struct text *text, char byte)
{
	if (byte == '\n')
		text_append(text, "\\n");
	else if (byte == '\t')
		text_append(text, "\\t");
	else if (printable_is_shown((unsigned char)byte))
		text_append_char(text, byte);
	else
		text_append_format(text, "\\x%02x", (unsigned int)(unsigned char)byte);
}

static void
append_character(struct text *text, const char *bytes, size_t length_bytes)
{
	uint32_t character = utf8_decode(bytes, length_bytes);

	if (printable_is_shown(character))
		text_append_bytes(text, bytes, length_bytes);
	else
		text_append_format(text, "\\u{%x}", (unsigned int)character);
}

static void
append_escaped(struct text *text, const char *bytes, size_t length_bytes, const char *kept)
{
	for (size_t at = 0; at < length_bytes;)
	{
		size_t character_bytes = utf8_character_length((const unsigned char *)bytes + at);

		if (bytes[at] != '\0' && strchr(kept, bytes[at]) != NULL)
			text_append_char(text, bytes[at++]);
		else if (character_bytes == 1)
			append_shown_ascii(text, bytes[at++]);
		else if (character_bytes == 0 || character_bytes > length_bytes - at)
			text_append_format(text, "\\x%02x", (unsigned int)(unsigned char)bytes[at++]);
		else
		{
			append_character(text, bytes + at, character_bytes);
			at += character_bytes;
		}
	}
}

void
printable_append_bytes(struct text *text, const char *bytes, size_t length_bytes)
{
	append_escaped(text, bytes, length_bytes, "");
}

void
printable_append(struct text *text, const char *string)
{
	append_escaped(text, string, strlen(string), "");
}

void
printable_append_lines(struct text *text, const char *bytes, size_t length_bytes)
{
	append_escaped(text, bytes, length_bytes, "\n");
}

void
printable_append_tabbed(struct text *text, const char *bytes, size_t length_bytes)
{
	append_escaped(text, bytes, length_bytes, "\n\t");
}

void
printable_append_line(struct text *text, const char *format, ...)
{
	cleanup_text struct text line = TEXT_EMPTY;
	va_list arguments;

	va_start(arguments, format);
	text_append_arguments(&line, format, arguments);
	va_end(arguments);
	printable_append_bytes(text, text_bytes(&line), line.length_bytes);
	text_append_char(text, '\n');
}
