#ifndef DOMAIN_CATALOG_STRICT_COLUMN_H
#define DOMAIN_CATALOG_STRICT_COLUMN_H

/* Columns that a row has to tell because of their type, a domain. No statement changes that. */

#include <stdbool.h>

#include "domain/catalog/fact.h"

/*
 * Whether the column, a fact of the set, has no default and a type that is NOT NULL, or is made of
 * one. A domain with a check that null does not pass is not seen as such.
 */
bool column_is_strict_by_type(const struct fact_set *set, const struct fact *column);

#endif
