#ifndef ADAPTER_PROCESS_MEMBER_RUNNER_H
#define ADAPTER_PROCESS_MEMBER_RUNNER_H

/*
 * Runs each member of a fleet as a process of this same program, with the same
 * arguments and --target NAME.
 *
 * The standard output of a member is passed on whole when it has ended, so that members do not mix
 * there; log lines go straight to standard error.
 */

#include "port/fleet_runner.h"

struct member_runner_options
{
	const char *const *arguments; /* as main() got them, the program's name first */
	size_t argument_count;
	size_t limit;          /* how many run at a time */
	int64_t started_ms;    /* of the run, by the monotonic clock */
	size_t variable_limit; /* how many variables of its own a member has at most */
	/*
	 * Environment variables that one member has in addition to those of this process, "NAME=VALUE";
	 * borrowed. Returns how many were written.
	 */
	size_t (*variables_of)(const void *context, const char *name, const char **variables);
	const void *context;
};

struct member_runner;

/* Arguments are borrowed. */
struct member_runner *member_runner_new(const struct member_runner_options *options);
/* Kills what still runs; NULL is fine. */
void member_runner_free(struct member_runner *runner);

static inline void
cleanup_member_runner_pointer(struct member_runner **runner)
{
	member_runner_free(*runner);
}

#define cleanup_member_runner __attribute__((cleanup(cleanup_member_runner_pointer)))

/* Lives as long as the runner. */
const struct fleet_runner *member_runner_fleet(const struct member_runner *runner);

#endif
