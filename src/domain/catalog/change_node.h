#ifndef DOMAIN_CATALOG_CHANGE_NODE_H
#define DOMAIN_CATALOG_CHANGE_NODE_H

/*
 * Which node of a plan does what becomes of an object. Much has no statement of its own: columns
 * go with their table, and a sequence with the column that owns it.
 */

#include "domain/catalog/change_order.h"
#include "domain/catalog/change_set.h"

/* Of an object that is dropped or replaced. */
struct node_key change_node_of_drop(const struct change_set *changes, size_t place);

/* Of an object that is created or replaced. */
struct node_key change_node_of_create(const struct change_set *changes, size_t place);

/* After which an object is as desired; absent if it is so already, or never will be. */
struct node_key change_node_of_desired(const struct change_set *changes, size_t place);

#endif
