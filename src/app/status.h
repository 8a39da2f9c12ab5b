#ifndef APP_STATUS_H
#define APP_STATUS_H

/*
 * How the targets of bundles stand, and what the ledger tells of the last runs.
 */

#include <stddef.h>

#include "app/application.h"
#include "domain/target_state.h"

struct status_request
{
	const char *const *bundles; /* none means "noetl" */
	size_t bundle_count;
	int run_limit; /* for each ledger */
};

struct status_target
{
	const struct target *target; /* borrowed from the report's targets */
	struct look look;
	enum target_state state;
};

/* The ledger of one owner in one database. */
struct status_ledger
{
	const char *database; /* borrowed from a target, as the next */
	const char *schema;
	struct run_record_list runs;
};

struct status_report
{
	struct target_list targets;
	struct status_target *states; /* one a target, in their order */
	struct status_ledger *ledgers;
	size_t ledger_count;
};

void status_report_free(struct status_report *report); /* what it points to */
#define cleanup_status_report __attribute__((cleanup(status_report_free)))

/* Changes nothing. The caller frees the report. */
bool status_read(const struct application *application, const struct status_request *request,
                 struct status_report *report, struct failure *failure);

#endif
