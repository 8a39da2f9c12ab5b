#include "adapter/postgres/fact/fact_places.h"

#include <stdlib.h>

#include "base/array.h"

void
fact_places_add(struct fact_places *places, size_t place)
{
	if (place == FACT_NOWHERE || (places->count > 0 && places->items[places->count - 1] == place))
		return;
	*ARRAY_ADD(places->items, places->count) = place;
}

void
fact_places_append(struct fact_places *places, const struct fact_places *more)
{
	for (size_t index = 0; index < more->count; index++)
		fact_places_add(places, more->items[index]);
}

static int
compare_places(const void *left, const void *right)
{
	size_t one = *(const size_t *)left;
	size_t other = *(const size_t *)right;

	return (one > other) - (one < other);
}

void
fact_places_finish(struct fact_places *places, size_t own)
{
	size_t kept = 0;

	if (places->count > 1)
		qsort(places->items, places->count, sizeof *places->items, compare_places);
	for (size_t index = 0; index < places->count; index++)
	{
		size_t place = places->items[index];

		if (place != own && (kept == 0 || places->items[kept - 1] != place))
			places->items[kept++] = place;
	}
	places->count = kept;
}
