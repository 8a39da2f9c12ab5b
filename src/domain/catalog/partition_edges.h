#ifndef DOMAIN_CATALOG_PARTITION_EDGES_H
#define DOMAIN_CATALOG_PARTITION_EDGES_H

#include "domain/catalog/change_order.h"
#include "domain/catalog/change_set.h"

/*
 * A partition is detached
 * - before its indexes and constraints that are attached to those of its parent, and before the
 *   latter, which would take the former along;
 * - after the parent's foreign keys are dropped, of which it would keep copies;
 * - before another partition is attached to the same parent, since their bounds may overlap.
 */
void partition_edges_add(const struct change_set *changes, struct change_order *order);

#endif
