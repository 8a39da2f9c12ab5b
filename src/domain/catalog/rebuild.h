#ifndef DOMAIN_CATALOG_REBUILD_H
#define DOMAIN_CATALOG_REBUILD_H

#include "domain/catalog/change_set.h"

/*
 * Follows what is dropped, replaced or retyped to what depends on it in the live database, and
 * says what of that has to be made anew as well.
 *
 * Tables, sequences, extensions and plain columns are not, since they hold data. A column whose
 * type is replaced is retyped while the old type stands aside.
 */
void rebuild_dependents(struct change_set *changes);

#endif
