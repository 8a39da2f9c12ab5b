#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_SCHEMA_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_SCHEMA_H

#include "port/database.h"

/* As in struct catalog_operations. */
bool catalog_create_schema(struct session *session, const char *schema, struct failure *failure);
bool catalog_drop_invalid_indexes(struct session *session, const struct invalid_indexes *wanted,
                                  size_t *dropped_count, struct failure *failure);

#endif
