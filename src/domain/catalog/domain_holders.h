#ifndef DOMAIN_CATALOG_DOMAIN_HOLDERS_H
#define DOMAIN_CATALOG_DOMAIN_HOLDERS_H

/*
 * Domains within arrays, composite types, ranges and rows that columns have.
 *
 * PostgreSQL checks no values there: it refuses NOT NULL and new checks of such a domain (0A000). The
 * domain is made anew then, as for another base type, and so is what contains it.
 */

#include "domain/catalog/change_set.h"

void domain_holders_rebuild(struct change_set *changes);

#endif
