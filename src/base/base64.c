#include "base/base64.h"

#include <stdint.h>
#include <string.h>

enum
{
	GROUP_DIGITS = 4,
	GROUP_BYTES = 3,
	DIGIT_BITS = 6
};

static int
digit_value(char digit)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = digit != '\0' ? strchr(alphabet, digit) : NULL;

	return found != NULL ? (int)(found - alphabet) : -1;
}

static void
append_without_line_breaks(struct text *digits, const char *encoded, size_t length_bytes)
{
	for (size_t index = 0; index < length_bytes; index++)
	{
		if (encoded[index] != '\n' && encoded[index] != '\r')
			text_append_char(digits, encoded[index]);
	}
}

/* Three bytes of four digits, padding counted as zeros. */
static bool
append_group(struct text *decoded, const char *digits, size_t padding_count)
{
	uint32_t bits = 0;
	char bytes[GROUP_BYTES];

	for (size_t index = 0; index < GROUP_DIGITS; index++)
	{
		int value = index < GROUP_DIGITS - padding_count ? digit_value(digits[index]) : 0;

		if (value < 0)
			return false;
		bits = bits << DIGIT_BITS | (uint32_t)value;
	}
	for (size_t index = 0; index < GROUP_BYTES; index++)
		bytes[index] = (char)(bits >> (8 * (GROUP_BYTES - 1 - index)) & 0xFF);
	text_append_bytes(decoded, bytes, GROUP_BYTES - padding_count);
	explicit_bzero(bytes, sizeof bytes);
	return true;
}

static size_t
count_padding(const char *group)
{
	if (group[GROUP_DIGITS - 1] != '=')
		return 0;
	return group[GROUP_DIGITS - 2] == '=' ? 2 : 1;
}

bool
base64_decode(const char *encoded, size_t length_bytes, struct text *decoded)
{
	cleanup_secret_text struct text digits = TEXT_EMPTY;
	cleanup_secret_text struct text collected = TEXT_EMPTY;

	append_without_line_breaks(&digits, encoded, length_bytes);
	if (digits.length_bytes % GROUP_DIGITS != 0)
		return false;
	for (size_t offset = 0; offset < digits.length_bytes; offset += GROUP_DIGITS)
	{
		bool is_last = offset + GROUP_DIGITS == digits.length_bytes;
		size_t padding_count = is_last ? count_padding(digits.bytes + offset) : 0;

		if (!append_group(&collected, digits.bytes + offset, padding_count))
			return false;
	}
	text_append(&collected, "");
	*decoded = collected;
	collected = TEXT_EMPTY;
	return true;
}
