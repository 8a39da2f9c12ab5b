#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_DEFINITIONS_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_DEFINITIONS_H

#include "port/database.h"

/* As in struct catalog_operations. */
bool catalog_definitions(struct session *session, const struct managed_schema *schema,
                         struct definitions *definitions, struct failure *failure);

#endif
