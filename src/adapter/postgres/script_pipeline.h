#ifndef ADAPTER_POSTGRES_SCRIPT_PIPELINE_H
#define ADAPTER_POSTGRES_SCRIPT_PIPELINE_H

/*
 * A script statement by statement, so that each can be told when it is done, and
 * yet in one round trip: libpq's pipeline. A message in the simple protocol brings
 * all its answers at its end.
 */

#include "adapter/postgres/script_range.h"
#include "adapter/postgres/session.h"
#include "port/progress.h"

/* What waits in the session goes before, in a message of its own. */
bool script_pipeline_run(struct session *session, const struct script_range *range,
                         const struct progress *progress, struct failure *failure);

#endif
