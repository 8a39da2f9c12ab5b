#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_FACTS_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_FACTS_H

/*
 * The facts of what a source answers for, by what the session knows of it.
 */

#include <stdbool.h>

#include "domain/catalog/fact.h"
#include "domain/managed_schema.h"
#include "domain/name_list.h"

struct session;
struct failure;

/* As in struct shadow_operations. */
bool catalog_facts_of_schema(struct session *session, const struct managed_schema *schema,
                             const struct name_list *relations, struct fact_set *facts,
                             struct failure *failure);

#endif
