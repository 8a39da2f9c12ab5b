#ifndef APP_FLEET_H
#define APP_FLEET_H

#include "app/application.h"
#include "domain/name_list.h"
#include "port/fleet_runner.h"

/*
 * Runs one command for each of many targets, several at a time. A failure does not stop the
 * others; a stop signal does.
 *
 * command      "apply", as people read it
 * shard_count  1 if the targets are not divided
 */
struct fleet_request
{
	const struct fleet_runner *runner;
	const char *command;
	const struct name_list *names; /* of this shard's targets */
	enum run_phase phase; /* PHASE_APPLYING, or PHASE_LOOKING if the command changes nothing */
	size_t job_count;
	size_t shard;
	size_t shard_count;
};

/* FAILURE_INTERRUPTED, or the failure of fleet_tally_check() about the members that failed. */
bool fleet_run(const struct application *application, const struct fleet_request *request,
               struct failure *failure);

#endif
