#include "domain/catalog/partition_reference.h"

size_t
partition_parent(const struct fact_set *set, const struct fact *partition)
{
	for (size_t i = 0; i < partition->dependencies.count; i++)
	{
		size_t place = partition->dependencies.items[i];

		if (set->items[place].kind == FACT_TABLE && place != partition->parent)
			return place;
	}
	return FACT_NOWHERE;
}

static bool
needs_table(const struct fact_set *set, const struct fact *foreign_key, size_t table)
{
	for (size_t i = 0; i < foreign_key->dependencies.count; i++)
	{
		size_t place = foreign_key->dependencies.items[i];

		if (place == table || set->items[place].parent == table)
			return true;
	}
	return false;
}

bool
partition_is_referenced(const struct fact_set *set, const struct fact *partition,
                        const struct fact *fact)
{
	size_t table = partition_parent(set, partition);

	if (!fact_is_foreign_key(fact))
		return false;
	while (table != FACT_NOWHERE)
	{
		if (needs_table(set, fact, table))
			return true;

		size_t upper = fact_set_find(set, FACT_PARTITION, set->items[table].id);

		table = upper != FACT_NOWHERE ? partition_parent(set, &set->items[upper]) : FACT_NOWHERE;
	}
	return false;
}
