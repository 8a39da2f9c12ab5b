#ifndef PORT_CLUSTER_H
#define PORT_CLUSTER_H

/*
 * Where a run is reported to: the Kubernetes API, or nowhere.
 *
 * A report that fails never changes the outcome of a run: the application logs each failure as one
 * warning and goes on.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "domain/finding.h"
#include "domain/fleet.h"
#include "domain/name_list.h"
#include "domain/run_outcome.h"
#include "domain/run_phase.h"

/* Where a target's run stands. All pointers are borrowed for the call; texts may be NULL. */
struct run_report
{
	enum run_phase phase;     /* its name is the reason of the Event */
	enum run_outcome outcome; /* as the ledger has it, once there is one */
	const char *bundle;
	const char *source;
	const char *database;
	const char *schema;
	const char *checksum;
	const char *fingerprint_before;
	const char *fingerprint_after; /* once it is known to be final */
	const char *message;           /* one sentence */
	const char *tool_version;
	bool is_late;                      /* of a wait: half of its budget is spent */
	const struct name_list *postponed; /* what stays until a run allows that it goes; or NULL */
	const struct fleet_tally *fleet;   /* of many targets; NULL: one, with .database */
	int64_t version;
	int64_t statement_count;
	int64_t object_count;
	int64_t attempt_count;
	int64_t started_unix_ms;
	int64_t now_unix_ms;
};

/* What verify found of one schema. */
struct run_verdict
{
	struct run_report report;            /* of the schema */
	const struct finding_list *findings; /* of all schemas; NULL: not told */
	const struct failure *drift;         /* NULL: it is as expected */
};

/* How the program ends. */
struct run_end
{
	int exit_status;
	const struct failure *failure; /* NULL for success */
	bool was_exposed;              /* a session could be read by others on the way */
	int64_t now_unix_ms;
};

enum
{
	CLUSTER_FAILURE_COUNT = 4
};

/* The reports that failed: one for each resource and verb, once in a run. */
struct cluster_failures
{
	struct failure items[CLUSTER_FAILURE_COUNT];
	size_t count;
};

struct cluster
{
	void *context;
	/* A target's run begins: from here on a failure is about it. Reports nothing yet. */
	void (*begin)(void *context, const struct run_report *report);
	void (*report)(void *context, const struct run_report *report,
	               struct cluster_failures *failures);
	/* The progress within the phase: not worth an Event. */
	void (*update)(void *context, const struct run_report *report,
	               struct cluster_failures *failures);
	/* Beside any target: no more than phase, message and time are there. */
	void (*notice)(void *context, const struct run_report *report,
	               struct cluster_failures *failures);
	/* A schema was compared with what is expected: told beside what its last run has left. */
	void (*verified)(void *context, const struct run_verdict *verdict,
	                 struct cluster_failures *failures);
	/* Once, at the very end; knows the last report. */
	void (*end)(void *context, const struct run_end *end, struct cluster_failures *failures);
};

#endif
