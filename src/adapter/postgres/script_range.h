#ifndef ADAPTER_POSTGRES_SCRIPT_RANGE_H
#define ADAPTER_POSTGRES_SCRIPT_RANGE_H

/*
 * Going through a range of statements; what is not sent (BEGIN, COMMIT, \restrict)
 * is passed over.
 */

#include "base/text.h"
#include "domain/script.h"

enum
{
	SCRIPT_SEPARATOR_BYTES =
		2 /* "\n;" between statements: a comment at the end of one stays there */
};

/* Indexes of statements that are sent; script_range_end() when there is none (any more). */
size_t script_range_end(const struct script_range *range);
size_t script_range_first(const struct script_range *range);
size_t script_range_next(const struct script_range *range, size_t place);

/* Appends their text, separated; returns how many they are. */
size_t script_range_append(const struct script_range *range, struct text *sql);

#endif
