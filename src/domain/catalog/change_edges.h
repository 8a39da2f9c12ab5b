#ifndef DOMAIN_CATALOG_CHANGE_EDGES_H
#define DOMAIN_CATALOG_CHANGE_EDGES_H

#include "domain/catalog/change_order.h"
#include "domain/catalog/change_set.h"

/*
 * What has to be done before what: dependents go before what they depend on and come after it, a
 * name is free before it is taken, and a partition is detached before what its parent holds.
 */
void change_edges_add(const struct change_set *changes, struct change_order *order);

#endif
