#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_MADE_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_MADE_H

#include "port/database.h"

/* As in struct catalog_operations. */
bool catalog_claim_managed(struct session *session, const struct managed_schema *schema,
                           struct failure *failure);
bool catalog_keep_made(struct session *session, const struct managed_schema *schema,
                       const struct definitions *also, struct definitions *definitions,
                       struct failure *failure);
bool catalog_drop_promised(struct session *session, const struct managed_schema *schema,
                           const struct definitions *promised, enum shadow_drop extent,
                           struct failure *failure);

#endif
