#ifndef APP_VERIFY_VERIFY_H
#define APP_VERIFY_VERIFY_H

/*
 * Compares expected and live state, and changes nothing.
 *
 * Expected are the definitions that the ledger has of the last run, the columns that a bundle
 * requires, and the owners that the settings give. Isolation is proved by trying: the platform's
 * owner logs in to the workspace and the workspace's owner to the platform, and both must be
 * refused.
 */

#include <stdbool.h>
#include <stddef.h>

#include "app/selection.h"
#include "app/verify/verify_schema_report.h"
#include "domain/finding.h"

struct verify_report
{
	struct managed_schema_list schemas;
	struct verify_schema_report *schema_reports; /* one a schema, in the same order */
	struct finding_list findings;
	bool isolation_was_tried;
};

void verify_report_free(struct verify_report *report);
#define cleanup_verify_report __attribute__((cleanup(verify_report_free)))

/*
 * report  written if everything could be read, whatever was found; the caller frees it
 *
 * Failures: those of a login; FAILURE_TRANSIENT if a lock on a table was not available.
 */
bool verify(const struct application *application, const struct selection *selection,
            struct verify_report *report, struct failure *failure);

/* FAILURE_DRIFT that counts and names what is broken; true if nothing is. */
bool verify_judge(const struct verify_report *report, struct failure *failure);

#endif
