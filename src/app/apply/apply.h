#ifndef APP_APPLY_APPLY_H
#define APP_APPLY_APPLY_H

/*
 * Makes the schemas of bundles or files true: wait, provision, lock, look,
 * decide, change, prove, record, report.
 */

#include <stdbool.h>
#include <stddef.h>

#include "app/application.h"

struct apply_request
{
	const char *const *bundles; /* names; none and no file means "noetl" */
	size_t bundle_count;
	const char *const *files; /* paths, "-" is standard input */
	size_t file_count;
};

/*
 * --ensure-role, --force, --layout and the budgets come from the settings.
 *
 * Schemas are done one after the other; the first failure ends the run, and
 * what was committed before it stays and is recorded. Any number of copies may
 * run at once. Failures: every kind; see the table of exit statuses.
 */
bool apply(const struct application *application, const struct apply_request *request,
           struct failure *failure);

/* The schemas of a request, resolved and scanned; also what verify, status and reset begin with. */
bool selection_resolve(const struct application *application, const struct apply_request *request,
                       struct managed_schema_list *schemas, struct failure *failure);

#endif
