#include "base/number_text.h"

#include <string.h>

enum
{
	DECIMAL = 10
};

bool
number_from_bytes(const char *bytes, size_t length_bytes, int64_t *number)
{
	bool is_negative = length_bytes > 0 && bytes[0] == '-';
	int64_t read = 0;

	if (length_bytes == (size_t)is_negative)
		return false;
	for (size_t index = is_negative; index < length_bytes; index++)
	{
		int digit = bytes[index] - '0';

		/* Downwards from 0 for a negative number: the least one has no positive counterpart. */
		if (digit < 0 || digit >= DECIMAL || __builtin_mul_overflow(read, DECIMAL, &read) ||
		    __builtin_add_overflow(read, is_negative ? -digit : digit, &read))
			return false;
	}
	*number = read;
	return true;
}

bool
number_from_text(const char *text, int64_t *number)
{
	return number_from_bytes(text, strlen(text), number);
}

int64_t
number_add(int64_t left, int64_t right)
{
	int64_t sum = 0;

	if (!__builtin_add_overflow(left, right, &sum))
		return sum;
	return right > 0 ? INT64_MAX : INT64_MIN;
}
