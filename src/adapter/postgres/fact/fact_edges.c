#include "adapter/postgres/fact/fact_edges.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/fact/fact_places.h"
#include "base/cleanup.h"
#include "base/memory.h"

enum
{
	/* What is part of something that is part of something: three or four deep, more for partitions. */
	GREATEST_DEPTH = 256
};

/*
 * How an object says what it is a part of; the first that leads to a fact counts. A partition's
 * foreign key is a part of its parent's, though it goes with its columns, too.
 */
static const char upward_types[] = "iePaS";

/* In place of what an object without a fact leads to. */
static const size_t unknown_place = FACT_NOWHERE - 1;

struct fact_resolver
{
	const struct fact_edges *edges; /* sorted */
	const struct fact_place_map *places;
	size_t *known; /* at an object's first edge: what it leads to */
};

static int
order_of_numbers(int64_t left, int64_t right)
{
	return (left > right) - (left < right);
}

static int
compare_objects(struct catalog_address left, struct catalog_address right)
{
	int order = order_of_numbers(left.class, right.class);

	return order != 0 ? order : order_of_numbers(left.object, right.object);
}

static int
compare_addresses_of_facts(struct catalog_address left, struct catalog_address right)
{
	int order = compare_objects(left, right);

	return order != 0 ? order : order_of_numbers(left.sub, right.sub);
}

static int
compare_edges(const void *left, const void *right)
{
	const struct fact_edge *one = left;
	const struct fact_edge *other = right;
	int order = compare_addresses_of_facts(one->dependent, other->dependent);

	if (order == 0)
		order = compare_addresses_of_facts(one->reference, other->reference);
	return order != 0 ? order : order_of_numbers(one->type, other->type);
}

/* Where the edges of the object begin; the count of all edges if it has none. */
static size_t
first_edge(const struct fact_edges *edges, struct catalog_address address)
{
	size_t low = 0;
	size_t high = edges->count;

	while (low < high)
	{
		size_t middle = low + (high - low) / 2;

		if (compare_objects(edges->items[middle].dependent, address) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < edges->count && compare_objects(edges->items[low].dependent, address) != 0)
		return edges->count;
	return low;
}

static size_t
find_fact(const struct fact_place_map *places, struct catalog_address address)
{
	size_t place = fact_place_map_find(places, address);

	if (place != FACT_NOWHERE)
		return place;
	address.sub = 0;
	return fact_place_map_find(places, address);
}

static size_t lead_to_fact(const struct fact_resolver *resolver, struct catalog_address address,
                           int depth);

static size_t
lead_upward(const struct fact_resolver *resolver, size_t first, int depth)
{
	const struct fact_edges *edges = resolver->edges;
	struct catalog_address address = edges->items[first].dependent;

	for (const char *type = upward_types; *type != '\0'; type++)
	{
		for (size_t index = first;
		     index < edges->count && compare_objects(edges->items[index].dependent, address) == 0;
		     index++)
		{
			if (edges->items[index].type != *type)
				continue;

			size_t place = lead_to_fact(resolver, edges->items[index].reference, depth + 1);

			if (place != FACT_NOWHERE)
				return place;
		}
	}
	return FACT_NOWHERE;
}

/* The fact that the object is, or is a part of. */
static size_t
lead_to_fact(const struct fact_resolver *resolver, struct catalog_address address, int depth)
{
	size_t place = find_fact(resolver->places, address);

	if (place != FACT_NOWHERE || depth > GREATEST_DEPTH)
		return place;

	size_t first = first_edge(resolver->edges, address);

	if (first == resolver->edges->count)
		return FACT_NOWHERE;
	if (resolver->known[first] != unknown_place)
		return resolver->known[first];
	/* Whoever comes back here on the way up has gone in a circle. */
	resolver->known[first] = FACT_NOWHERE;
	resolver->known[first] = lead_upward(resolver, first, depth);
	return resolver->known[first];
}

static bool
is_table_or_column(enum fact_kind kind)
{
	return kind == FACT_COLUMN || kind == FACT_TABLE;
}

/*
 * What facts of their own tell (inherit, partition, owned by, index attach) is none of a table's, a
 * sequence's or an index's own dependencies: it would make a circle.
 */
static bool
is_told_otherwise(const struct fact *dependent, const struct fact *reference, char type)
{
	switch (dependent->kind)
	{
		case FACT_TABLE:
		case FACT_SEQUENCE:
			return is_table_or_column(reference->kind);
		case FACT_INDEX:
			return reference->kind == FACT_INDEX;
		case FACT_CONSTRAINT:
			return reference->kind == FACT_CONSTRAINT && type == 'P';
		default:
			return false;
	}
}

static bool
may_be_base_of_domain(const struct fact *fact)
{
	return fact_kind_traits(fact->kind)->is_type || is_table_or_column(fact->kind) ||
	       fact->kind == FACT_VIEW || fact->kind == FACT_MATERIALIZED_VIEW ||
	       fact->kind == FACT_COLLATION || fact->kind == FACT_SCHEMA ||
	       fact->kind == FACT_EXTENSION;
}

/* pg_depend has what a domain's default needs as needs of the domain, which is there without it. */
static size_t
move_to_default(const struct fact_set *set, size_t dependent, size_t reference)
{
	const struct fact *fact = &set->items[dependent];

	if (fact->kind != FACT_DOMAIN || may_be_base_of_domain(&set->items[reference]))
		return dependent;

	size_t place = fact_set_find(set, FACT_DOMAIN_DEFAULT, fact->id);

	return place != FACT_NOWHERE ? place : dependent;
}

static void
tell_edge(const struct fact_resolver *resolver, const struct fact_edge *edge, struct fact_set *set)
{
	size_t dependent = lead_to_fact(resolver, edge->dependent, 0);
	size_t reference =
		dependent != FACT_NOWHERE ? lead_to_fact(resolver, edge->reference, 0) : FACT_NOWHERE;

	if (reference == FACT_NOWHERE || reference == dependent ||
	    is_told_otherwise(&set->items[dependent], &set->items[reference], edge->type))
		return;
	fact_places_add(&set->items[move_to_default(set, dependent, reference)].dependencies,
	                reference);
}

void
fact_edges_tell(struct fact_edges *edges, const struct fact_place_map *places, struct fact_set *set)
{
	cleanup_memory size_t *known = memory_allocate(edges->count, sizeof *known);
	const struct fact_resolver resolver = {edges, places, known};

	if (edges->count > 1)
		qsort(edges->items, edges->count, sizeof *edges->items, compare_edges);
	for (size_t index = 0; index < edges->count; index++)
		known[index] = unknown_place;
	for (size_t index = 0; index < edges->count; index++)
		tell_edge(&resolver, &edges->items[index], set);
}

void
fact_edges_free(struct fact_edges *edges)
{
	free(edges->items);
	*edges = (struct fact_edges){0};
}
