#ifndef DOMAIN_CATALOG_INHERIT_LOCAL_H
#define DOMAIN_CATALOG_INHERIT_LOCAL_H

/*
 * Columns that a table has from its parent, and that have to be its own as well. They become so
 * when the table leaves its parents and comes back; nothing makes one inherited alone again.
 */

#include "domain/catalog/change_set.h"

/*
 * Adds the steps that do it to one FACT_INHERIT of each such table, where that leaves no other
 * column and no check of the parents its own that must not be.
 */
void inherit_local_add(struct change_set *changes);

#endif
