#ifndef ADAPTER_POSTGRES_FACT_FACT_PLACE_MAP_H
#define ADAPTER_POSTGRES_FACT_FACT_PLACE_MAP_H

/*
 * Which fact of a set a row of the catalog is: a hash table with open addressing.
 */

#include <stddef.h>
#include <stdint.h>

/* As pg_depend names objects. */
struct catalog_address
{
	uint32_t class;
	uint32_t object;
	int32_t sub;
};

struct fact_place_entry
{
	struct catalog_address address; /* object 0: the entry is free */
	size_t place;
};

struct fact_place_map
{
	struct fact_place_entry *entries;
	size_t capacity; /* a power of two, or 0 */
	size_t count;
};

/* Of an address that is there already the last place counts; one without an object is nobody's. */
void fact_place_map_put(struct fact_place_map *map, struct catalog_address address, size_t place);

/* FACT_NOWHERE if it is not there. */
size_t fact_place_map_find(const struct fact_place_map *map, struct catalog_address address);

void fact_place_map_free(struct fact_place_map *map);
#define cleanup_fact_place_map __attribute__((cleanup(fact_place_map_free)))

#endif
