#ifndef DOMAIN_CATALOG_ROW_TYPE_USE_H
#define DOMAIN_CATALOG_ROW_TYPE_USE_H

/*
 * Parts of a table that use what is made of the table's own rows: a check that calls a function of
 * them. The function goes before the table, and the part before the function: it needs a statement
 * of its own though the table takes it along.
 */

#include "domain/catalog/change_set.h"

/* Something that goes stands between the part and the table (both live), and goes before that. */
bool row_type_use_is_between(const struct change_set *changes, const struct fact *part,
                             size_t table);

#endif
