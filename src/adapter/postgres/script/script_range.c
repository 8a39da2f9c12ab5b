#include "adapter/postgres/script/script_range.h"

size_t
script_range_end(const struct script_range *range)
{
	return range->first + range->count;
}

static size_t
next_sent(const struct script_range *range, size_t place)
{
	while (place < script_range_end(range) && !statement_is_sent(&range->script->statements[place]))
		place++;
	return place;
}

size_t
script_range_first(const struct script_range *range)
{
	return next_sent(range, range->first);
}

size_t
script_range_next(const struct script_range *range, size_t place)
{
	return next_sent(range, place + 1);
}
