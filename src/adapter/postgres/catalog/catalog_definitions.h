#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_DEFINITIONS_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_DEFINITIONS_H

#include "port/database.h"

/* As in struct catalog_operations. */
bool catalog_definitions(struct session *session, const struct managed_schema *schema,
                         struct definitions *definitions, struct failure *failure);

/*
 * The definition of one object, for a message that shows what differs; the caller
 * frees it. NULL if there is no such object.
 */
bool catalog_definition_text(struct session *session, const char *schema,
                             const struct definition *object, char **text, struct failure *failure);

#endif
