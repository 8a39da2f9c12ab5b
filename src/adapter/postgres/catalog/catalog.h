#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_H

#include "port/database.h"

extern const struct catalog_operations postgres_catalog_operations;

/*
 * The definition of one object, for a message that shows what differs; the caller
 * frees it. NULL if there is no such object.
 */
bool catalog_definition_text(struct session *session, const char *schema,
                             const struct definition *object, char **text, struct failure *failure);

#endif
