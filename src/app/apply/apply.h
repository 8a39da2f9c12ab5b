#ifndef APP_APPLY_APPLY_H
#define APP_APPLY_APPLY_H

/*
 * Makes the schemas of bundles or files true: wait, provision, lock, observe,
 * decide, change, prove, record, report. schema_sequence.c says it step by step.
 */

#include "app/selection.h"

/*
 * --ensure-role, --force, --layout and the budgets come from the settings.
 *
 * Schemas are done one after the other; the first failure ends the run, and
 * what was committed before it stays and is recorded. Any number of copies may
 * run at once. Failures: every kind; see the table of exit statuses.
 */
bool apply(const struct application *application, const struct selection *selection,
           struct failure *failure);

#endif
