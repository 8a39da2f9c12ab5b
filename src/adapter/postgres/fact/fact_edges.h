#ifndef ADAPTER_POSTGRES_FACT_FACT_EDGES_H
#define ADAPTER_POSTGRES_FACT_FACT_EDGES_H

/*
 * What pg_depend says, as dependencies of facts.
 *
 * An end of an edge that is no fact is followed upward, by what it is a part of (deptype i, e, a, P,
 * S, in this order), to one that is: a row type to its table, a view's rule to its view, a member of an
 * extension to the extension.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adapter/postgres/fact/fact_place_map.h"
#include "domain/catalog/fact.h"

struct fact_edge
{
	struct catalog_address dependent;
	struct catalog_address reference;
	char type; /* pg_depend.deptype */
};

struct fact_edges
{
	struct fact_edge *items;
	size_t count;
};

void fact_edges_free(struct fact_edges *edges);
#define cleanup_fact_edges __attribute__((cleanup(fact_edges_free)))

/* Sorts the edges and adds dependencies to the facts; places have all the facts of the set. */
void fact_edges_tell(struct fact_edges *edges, const struct fact_place_map *places,
                     struct fact_set *set);

#endif
