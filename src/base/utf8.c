#include "base/utf8.h"

#include <string.h>

#include "base/count_of.h"

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

size_t
utf8_character_length(const unsigned char *bytes)
{
	if (bytes[0] < 0x80)
		return 1;
	for (size_t index = 0; index < COUNT_OF(utf8_rows); index++)
	{
		if (matches_row(bytes, &utf8_rows[index]))
			return utf8_rows[index].length_bytes;
	}
	return 0;
}

/* Of n bytes the first has 7 - n bits of the number, each other one 6 (Unicode, table 3-6). */
uint32_t
utf8_decode(const char *bytes, size_t length_bytes)
{
	unsigned char first = (unsigned char)bytes[0];

	if (length_bytes == 1)
		return first;

	uint32_t number = first & (0x7FU >> length_bytes);

	for (size_t index = 1; index < length_bytes; index++)
		number = number << 6 | ((unsigned char)bytes[index] & 0x3FU);
	return number;
}

bool
utf8_is_continuation(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

size_t
utf8_count(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += !utf8_is_continuation(*text);
	return count;
}

bool
utf8_is_valid(const char *text)
{
	const unsigned char *bytes = (const unsigned char *)text;

	while (*bytes != '\0')
	{
		size_t length_bytes = utf8_character_length(bytes);

		if (length_bytes == 0)
			return false;
		bytes += length_bytes;
	}
	return true;
}

size_t
utf8_fit(const char *text, size_t length_bytes, size_t limit_bytes)
{
	if (length_bytes <= limit_bytes)
		return length_bytes;
	while (limit_bytes > 0 && utf8_is_continuation(text[limit_bytes]))
		limit_bytes--;
	return limit_bytes;
}

void
utf8_drop_cut_end(char *text)
{
	size_t begin = strlen(text);

	while (begin > 0 && utf8_is_continuation(text[begin - 1]))
		begin--;
	/* Without a first byte these begin no character. */
	if (begin > 0 && (unsigned char)text[begin - 1] >= 0xC2 &&
	    utf8_character_length((const unsigned char *)text + begin - 1) == 0)
		text[begin - 1] = '\0';
}
