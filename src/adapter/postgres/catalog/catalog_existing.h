#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_EXISTING_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_EXISTING_H

#include "port/database.h"

/* As in struct catalog_operations. */
bool catalog_existing_names(struct session *session, struct name_list *names,
                            struct failure *failure);

#endif
