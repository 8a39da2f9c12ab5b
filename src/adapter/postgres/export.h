#ifndef ADAPTER_POSTGRES_EXPORT_H
#define ADAPTER_POSTGRES_EXPORT_H

#include "port/housekeeping.h"

/* See .export_event_log in port/housekeeping.h. */
bool export_event_log(struct session *session, const char *schema, int64_t execution_id,
                      const struct export_receiver *receiver, struct failure *failure);

#endif
