#ifndef DOMAIN_CATALOG_STEP_CREATE_H
#define DOMAIN_CATALOG_STEP_CREATE_H

#include "domain/catalog/change_order.h"
#include "domain/catalog/change_set.h"

/*
 * Puts what creates an object that is created or replaced into its node.
 *
 * False: no statement makes an object of its kind.
 */
bool step_create_add(const struct change_set *changes, struct change_order *order, size_t place);

/* Then what its attributes need that a new object does not have; for all objects after all creations. */
void step_create_add_attributes(const struct change_set *changes, struct change_order *order,
                                size_t place);

#endif
