#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_OBSERVE_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_OBSERVE_H

#include "port/database.h"

/* As in struct catalog_operations. */
bool catalog_observe(struct session *session, const struct managed_schema *schema,
                     struct observed_state *observed, struct failure *failure);
bool catalog_fingerprint(struct session *session, const struct managed_schema *schema,
                         char fingerprint[65], struct failure *failure);

#endif
