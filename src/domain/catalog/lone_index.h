#ifndef DOMAIN_CATALOG_LONE_INDEX_H
#define DOMAIN_CATALOG_LONE_INDEX_H

/*
 * ATTACH PARTITION gives every index of the parent a part: the first of the partition's that is like
 * it, or a new one. An index that is to have no part, or to be none, comes after that.
 */

#include "domain/catalog/change_set.h"

/* Whether the fact of the desired side is one that attaching the partition must not find. */
bool is_lone_index(const struct change_set *changes, const struct fact *partition, size_t place);

#endif
