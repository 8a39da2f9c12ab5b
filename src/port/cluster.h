#ifndef PORT_CLUSTER_H
#define PORT_CLUSTER_H

/*
 * Whoever wants to know how a run goes: the Kubernetes API, later.
 *
 * A report that fails never changes the outcome of a run: the application logs
 * the failure as one warning and goes on.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/failure.h"

struct run_report
{
	const char *phase; /* "Waiting", "Applying", "Applied", "Unchanged", "Superseded", "Failed" */
	const char *bundle;
	const char *database;
	const char *schema;
	const char *message;           /* one sentence */
	const struct failure *failure; /* NULL unless the phase is a failure */
	int64_t version;
	int64_t statement_count;
	int64_t elapsed_ms;
};

struct cluster
{
	void *context;
	bool (*report)(void *context, const struct run_report *report, struct failure *failure);
};

#endif
