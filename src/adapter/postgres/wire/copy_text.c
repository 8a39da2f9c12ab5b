#include "adapter/postgres/wire/copy_text.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/count_of.h"
#include "base/number_text.h"

enum
{
	MS_A_SECOND = 1000,
	TIME_BYTES = 19, /* "2026-01-31 23:59:59" */
	FRACTION_DIGITS = 3,
	FIRST_YEAR = 1900
};

/* The byte that an escape means; 0 for an escape that PostgreSQL never writes. */
static char
unescape_byte(char escaped)
{
	static const char *const pairs[] = {"bB\b", "fF\f", "nN\n", "rR\r", "tT\t", "vV\v", "\\\\\\"};

	for (size_t index = 0; index < COUNT_OF(pairs); index++)
	{
		if (pairs[index][0] == escaped)
			return pairs[index][2];
	}
	return '\0';
}

/*
 * Reads a field up to its separator, and returns the place after that; NULL if it is not a field.
 * The terminating NUL replaces the separator, or a byte before it.
 */
static char *
take_field(char *from, const char *end, char separator, char **field)
{
	char *to = from;

	*field = from;
	if (end - from > 2 && from[0] == '\\' && from[1] == 'N' && from[2] == separator)
	{
		*field = NULL;
		return from + 3;
	}
	for (; from < end && *from != '\t' && *from != '\n'; from++)
	{
		char byte = *from;

		if (byte == '\\' && (++from == end || (byte = unescape_byte(*from)) == '\0'))
			return NULL;
		if (byte == '\0')
			return NULL;
		*to++ = byte;
	}
	if (from == end || *from != separator)
		return NULL;
	*to = '\0';
	return from + 1;
}

bool
copy_text_split(char *line, size_t length_bytes, char **fields, size_t field_count)
{
	const char *end = line + length_bytes;

	for (size_t index = 0; index < field_count && line != NULL; index++)
		line = take_field(line, end, index + 1 < field_count ? '\t' : '\n', &fields[index]);
	return line == end;
}

static bool
read_digits(const char *text, size_t length_bytes, int *number)
{
	int64_t value = 0;

	if (text[0] == '-' || !number_from_bytes(text, length_bytes, &value))
		return false;
	*number = (int)value;
	return true;
}

/* "", ".1" to ".123456" before the zone; milliseconds, the rest cut off. False for anything else. */
static bool
read_fraction(const char *text, int *ms)
{
	int scale = MS_A_SECOND / 10;
	size_t digit_count = 0;

	*ms = 0;
	if (*text == '.')
	{
		for (text++; *text >= '0' && *text <= '9'; text++, digit_count++)
		{
			if (digit_count < FRACTION_DIGITS)
				*ms += (*text - '0') * scale;
			scale /= 10;
		}
	}
	return strcmp(text, "+00") == 0;
}

bool
copy_text_time(const char *text, int64_t *unix_ms)
{
	struct tm parts = {0};
	int ms = 0;

	if (strnlen(text, TIME_BYTES) < TIME_BYTES || text[4] != '-' || text[7] != '-' ||
	    text[10] != ' ' || text[13] != ':' || text[16] != ':' ||
	    !read_digits(text, 4, &parts.tm_year) || !read_digits(text + 5, 2, &parts.tm_mon) ||
	    !read_digits(text + 8, 2, &parts.tm_mday) || !read_digits(text + 11, 2, &parts.tm_hour) ||
	    !read_digits(text + 14, 2, &parts.tm_min) || !read_digits(text + 17, 2, &parts.tm_sec) ||
	    !read_fraction(text + TIME_BYTES, &ms))
		return false;
	parts.tm_year -= FIRST_YEAR;
	parts.tm_mon--;
	*unix_ms = (int64_t)timegm(&parts) * MS_A_SECOND + ms;
	return true;
}
