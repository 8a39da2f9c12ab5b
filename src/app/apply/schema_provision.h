#ifndef APP_APPLY_SCHEMA_PROVISION_H
#define APP_APPLY_SCHEMA_PROVISION_H

/*
 * When a schema's run calls the administrator, with --ensure-role: once for all schemas that
 * are left in the queue, and only if the first of them turns out to need it.
 */

#include "app/apply/schema_run.h"

/* Whether --ensure-role is given to a run that may change something. */
bool schema_provision_is_asked(const struct schema_run *run);

/* Provisions roles, databases and schemas, unless that is done or --ensure-role is not given. */
bool schema_provision_if_asked(struct schema_run *run, struct failure *failure);

/* Whether the administrator, not yet called, may cure what kept the owner out. */
bool schema_provision_may_cure(const struct schema_run *run, const struct failure *failure);

/* Whether the database lets PUBLIC in, although all else is as it is recorded. */
bool schema_provision_is_due(const struct schema_run *run);

#endif
