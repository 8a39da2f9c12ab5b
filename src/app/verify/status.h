#ifndef APP_VERIFY_STATUS_H
#define APP_VERIFY_STATUS_H

/* The states of the schemas of bundles, and the last runs in the ledger. */

#include <stddef.h>

#include "app/selection.h"
#include "domain/name_list.h"
#include "domain/schema_state.h"

struct status_request
{
	struct selection selection;
	int run_limit; /* how many runs of each ledger */
};

struct status_schema
{
	const struct managed_schema *schema; /* borrowed from the report's schemas */
	struct observed_state observed;
	enum schema_state state;
	struct name_list postponed;
};

/* The ledger of one owner in one database. */
struct status_ledger
{
	const char *database; /* borrowed from a schema, as the next */
	const char *schema;
	struct run_record_list runs;
};

struct status_report
{
	struct managed_schema_list schemas;
	struct status_schema *states; /* one a schema, in the same order */
	struct status_ledger *ledgers;
	size_t ledger_count;
};

void status_report_free(struct status_report *report); /* what it points to */
#define cleanup_status_report __attribute__((cleanup(status_report_free)))

/* Changes nothing. The caller frees the report. */
bool status_read(const struct application *application, const struct status_request *request,
                 struct status_report *report, struct failure *failure);

#endif
