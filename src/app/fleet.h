#ifndef APP_FLEET_H
#define APP_FLEET_H

#include "app/application.h"
#include "domain/name_list.h"
#include "port/fleet_runner.h"

/*
 * Runs one command for each of many targets, some at a time. One that fails does not
 * stop the rest; a stop signal does.
 *
 * command      "apply", as people read it
 * shard_count  1 where the targets are not dealt out
 */
struct fleet_request
{
	const struct fleet_runner *runner;
	const char *command;
	const struct name_list *names; /* of this shard's targets */
	enum run_phase phase;          /* PHASE_APPLYING, or PHASE_LOOKING where nothing is changed */
	size_t job_count;
	size_t shard;
	size_t shard_count;
};

/* FAILURE_INTERRUPTED, or what fleet_tally_check() says of those that failed. */
bool fleet_run(const struct application *application, const struct fleet_request *request,
               struct failure *failure);

#endif
