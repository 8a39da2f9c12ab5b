#include "base/likely_word.h"

#include <stdbool.h>
#include <string.h>

/* A line of the table of distances: of a beginning of the left word to each of the right one. */
typedef unsigned char distances[LIKELY_WORD_BYTES + 1];

static size_t
least_of(size_t first, size_t second)
{
	return first < second ? first : second;
}

static bool
is_swapped(const char *left, const char *right)
{
	return left[-1] == right[0] && left[0] == right[-1];
}

size_t
likely_word_distance(const char *left, const char *right, size_t limit)
{
	size_t right_length = strnlen(right, LIKELY_WORD_BYTES + 1);
	distances before_last = {0};
	distances last;
	distances line;

	if (strnlen(left, LIKELY_WORD_BYTES + 1) > LIKELY_WORD_BYTES ||
	    right_length > LIKELY_WORD_BYTES)
		return LIKELY_WORD_BYTES;
	for (size_t column = 0; column <= right_length; column++)
		last[column] = (unsigned char)column;
	for (size_t row = 1; left[row - 1] != '\0'; row++)
	{
		size_t least = row;

		line[0] = (unsigned char)row;
		for (size_t column = 1; column <= right_length; column++)
		{
			const char *left_at = left + row - 1;
			const char *right_at = right + column - 1;
			size_t replaced = (size_t)last[column - 1] + (*left_at == *right_at ? 0 : 1);
			size_t distance = least_of(replaced, least_of(last[column], line[column - 1]) + 1);

			if (row > 1 && column > 1 && is_swapped(left_at, right_at))
				distance = least_of(distance, (size_t)before_last[column - 2] + 1);
			line[column] = (unsigned char)distance;
			least = least_of(least, distance);
		}
		if (least >= limit)
			return least;
		memcpy(before_last, last, sizeof before_last);
		memcpy(last, line, sizeof last);
	}
	return last[right_length];
}
