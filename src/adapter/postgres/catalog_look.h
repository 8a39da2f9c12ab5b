#ifndef ADAPTER_POSTGRES_CATALOG_LOOK_H
#define ADAPTER_POSTGRES_CATALOG_LOOK_H

#include "port/database.h"

/* As in struct catalog_operations. */
bool catalog_look(struct session *session, const struct target *target, struct look *look,
                  struct failure *failure);
bool catalog_fingerprint(struct session *session, const struct target *target, char fingerprint[65],
                         struct failure *failure);

#endif
