#include "domain/catalog/new_label.h"

#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"

/* The place of the live enum that lacks labels of the desired one; FACT_NOWHERE if it does not. */
static size_t
find_lacking(const struct fact_set *live, const struct fact *desired)
{
	if (desired->kind != FACT_ENUM)
		return FACT_NOWHERE;

	size_t place = fact_set_find(live, FACT_ENUM, desired->id);

	for (size_t i = 0; place != FACT_NOWHERE && i < desired->extra.parts.count; i++)
	{
		if (!fact_pairs_contain(&live->items[place].extra.parts, &desired->extra.parts.items[i]))
			return place;
	}
	return FACT_NOWHERE;
}

bool
new_label_is_added(const struct fact_set *live, const struct fact_set *desired)
{
	for (size_t i = 0; i < desired->count; i++)
	{
		if (find_lacking(live, &desired->items[i]) != FACT_NOWHERE)
			return true;
	}
	return false;
}

void
new_label_replace_types(const struct fact_set *live, struct fact_set *desired)
{
	for (size_t i = 0; i < desired->count; i++)
	{
		if (find_lacking(live, &desired->items[i]) != FACT_NOWHERE)
			desired->items[i].extra.needs_new_type = true;
	}
}

static bool
depends_on_any(const struct fact *fact, const bool *is_among)
{
	for (size_t i = 0; i < fact->dependencies.count; i++)
	{
		if (is_among[fact->dependencies.items[i]])
			return true;
	}
	return false;
}

/* One pass over the types that have such a type in them; false if it found none. */
static bool
spread(const struct fact_set *live, bool *is_among)
{
	bool has_found = false;

	for (size_t i = 0; i < live->count; i++)
	{
		if (is_among[i] || !fact_kind_traits(live->items[i].kind)->is_type ||
		    !depends_on_any(&live->items[i], is_among))
			continue;
		is_among[i] = true;
		has_found = true;
	}
	return has_found;
}

struct fact_places
new_label_tables(const struct fact_set *live, const struct fact_set *desired)
{
	cleanup_memory bool *is_among = memory_allocate(live->count + 1, sizeof *is_among);
	struct fact_places tables = {0};

	memset(is_among, 0, (live->count + 1) * sizeof *is_among);
	for (size_t i = 0; i < desired->count; i++)
	{
		size_t place = find_lacking(live, &desired->items[i]);

		if (place != FACT_NOWHERE)
			is_among[place] = true;
	}
	while (spread(live, is_among))
		continue;
	for (size_t i = 0; i < live->count; i++)
	{
		const struct fact *column = &live->items[i];

		if (column->kind == FACT_COLUMN && column->parent != FACT_NOWHERE &&
		    live->items[column->parent].kind == FACT_TABLE && depends_on_any(column, is_among) &&
		    (tables.count == 0 || tables.items[tables.count - 1] != column->parent))
			*ARRAY_ADD(tables.items, tables.count) = column->parent;
	}
	return tables;
}
