#include "adapter/postgres/fact/fact_place_map.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "domain/catalog/fact.h"

enum
{
	FIRST_CAPACITY = 64
};

/* Mixes all bits, so that numbers that follow each other do not fall into one row of entries. */
static size_t
hash_address(struct catalog_address address)
{
	uint64_t hash = ((uint64_t)address.class << 32 | address.object) ^
	                (uint64_t)(uint32_t)address.sub * UINT64_C(0x9e3779b97f4a7c15);

	hash = (hash ^ hash >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	hash = (hash ^ hash >> 27) * UINT64_C(0x94d049bb133111eb);
	return (size_t)(hash ^ hash >> 31);
}

static bool
is_same_address(struct catalog_address left, struct catalog_address right)
{
	return left.class == right.class && left.object == right.object && left.sub == right.sub;
}

/* The entry of the address, or the free one where it belongs. */
static struct fact_place_entry *
find_place_entry(const struct fact_place_map *map, struct catalog_address address)
{
	size_t index = hash_address(address) & (map->capacity - 1);

	while (map->entries[index].address.object != 0 &&
	       !is_same_address(map->entries[index].address, address))
		index = (index + 1) & (map->capacity - 1);
	return &map->entries[index];
}

static void
grow_map(struct fact_place_map *map)
{
	struct fact_place_map grown = {
		.capacity = map->capacity > 0 ? map->capacity * 2 : FIRST_CAPACITY, .count = map->count};

	grown.entries = memory_allocate(grown.capacity, sizeof *grown.entries);
	for (size_t index = 0; index < map->capacity; index++)
	{
		if (map->entries[index].address.object != 0)
			*find_place_entry(&grown, map->entries[index].address) = map->entries[index];
	}
	free(map->entries);
	*map = grown;
}

void
fact_place_map_put(struct fact_place_map *map, struct catalog_address address, size_t place)
{
	if (address.object == 0)
		return;
	if (map->count >= map->capacity / 2)
		grow_map(map);

	struct fact_place_entry *entry = find_place_entry(map, address);

	map->count += entry->address.object == 0;
	*entry = (struct fact_place_entry){address, place};
}

size_t
fact_place_map_find(const struct fact_place_map *map, struct catalog_address address)
{
	if (map->capacity == 0 || address.object == 0)
		return FACT_NOWHERE;

	const struct fact_place_entry *entry = find_place_entry(map, address);

	return entry->address.object != 0 ? entry->place : FACT_NOWHERE;
}

void
fact_place_map_free(struct fact_place_map *map)
{
	free(map->entries);
	*map = (struct fact_place_map){0};
}
