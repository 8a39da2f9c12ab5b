#ifndef APP_VERIFY_VERIFY_H
#define APP_VERIFY_VERIFY_H

/*
 * Compares what was promised with what is there, and changes nothing.
 *
 * Promised is what the ledger has of the last run, what a bundle documents of its
 * columns, and who owns what. Isolation is proved by trying: the platform's owner
 * logs in to the workspace and the other way round, and both must be refused.
 */

#include <stdbool.h>
#include <stddef.h>

#include "app/selection.h"
#include "app/verify/verify_schema_report.h"
#include "domain/finding.h"

struct verify_report
{
	struct managed_schema_list schemas;
	struct verify_schema_report *schema_reports; /* one a schema, in their order */
	struct finding_list findings;
	bool isolation_was_tried;
};

void verify_report_free(struct verify_report *report);
#define cleanup_verify_report __attribute__((cleanup(verify_report_free)))

/*
 * report  written when everything could be looked at, whatever was found; the caller frees it
 * Failures: those of a login; FAILURE_TRANSIENT if a lock on a table was not to be had.
 */
bool verify(const struct application *application, const struct selection *selection,
            struct verify_report *report, struct failure *failure);

/* FAILURE_DRIFT that counts and names what is broken; true if nothing is. */
bool verify_judge(const struct verify_report *report, struct failure *failure);

#endif
