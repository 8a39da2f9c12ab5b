#ifndef DOMAIN_CATALOG_PARTITION_REFERENCE_H
#define DOMAIN_CATALOG_PARTITION_REFERENCE_H

#include "domain/catalog/fact.h"

/* The table that the partition is attached to; FACT_NOWHERE if the set does not have it. */
size_t partition_parent(const struct fact_set *set, const struct fact *partition);

/*
 * Whether the fact is a foreign key of or to a table that the partition is a part of, however deep:
 * no partition whose rows it refers to can be detached.
 */
bool partition_is_referenced(const struct fact_set *set, const struct fact *partition,
                             const struct fact *fact);

#endif
