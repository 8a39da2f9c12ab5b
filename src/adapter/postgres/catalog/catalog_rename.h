#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_RENAME_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_RENAME_H

#include "port/shadow.h"

/* As in struct shadow_operations. */
bool catalog_rename_names(struct session *session, const struct object_rename *rename,
                          struct rename_names *names, struct failure *failure);

#endif
