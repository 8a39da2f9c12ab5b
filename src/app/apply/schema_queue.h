#ifndef APP_APPLY_SCHEMA_QUEUE_H
#define APP_APPLY_SCHEMA_QUEUE_H

#include "app/apply/schema_run.h"

/* Every schema of the queue in turn; the first failure ends it. Frees what the queue gathered. */
bool schema_queue_run(const struct application *application, struct schema_queue *queue,
                      struct failure *failure);

#endif
