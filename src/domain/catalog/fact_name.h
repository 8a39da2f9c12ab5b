#ifndef DOMAIN_CATALOG_FACT_NAME_H
#define DOMAIN_CATALOG_FACT_NAME_H

/*
 * Facts by their names without quotes.
 */

#include "domain/catalog/fact.h"

/* The object of that kind, schema and name; FACT_NOWHERE if it is not there. */
size_t fact_set_find_name(const struct fact_set *set, enum fact_kind kind, const char *schema,
                          const char *name);

#endif
