#ifndef DOMAIN_CATALOG_FACT_NAME_H
#define DOMAIN_CATALOG_FACT_NAME_H

/*
 * Facts by their names without quotes.
 */

#include "domain/catalog/fact.h"

struct part_name
{
	const char *schema;
	const char *relation;
	const char *part;
};

/* The object of that kind, schema and name; FACT_NOWHERE if it is not there. */
size_t fact_set_find_name(const struct fact_set *set, enum fact_kind kind, const char *schema,
                          const char *name);

/* The same for a part of a relation: a column, a trigger, a constraint. */
size_t fact_set_find_part(const struct fact_set *set, enum fact_kind kind,
                          const struct part_name *name);

/* Of a function of that schema and name its arguments, with their parentheses; NULL for others. */
const char *fact_arguments(const struct fact *fact, const char *schema, const char *name);

#endif
