#ifndef TARGETS_H
#define TARGETS_H

#include <stdbool.h>

#include "adapter/settings/environment_secret.h"
#include "base/failure.h"
#include "command.h"

/*
 * A command on all targets of a file, each in a process of its own: see
 * app/fleet.h and adapter/process/member_runner.h.
 */
struct targets_request
{
	const struct command_context *context;
	const char *const *arguments; /* as main() got them */
	size_t argument_count;
	const struct environment_secrets *secrets; /* of the environment, that members may use */
};

/* Whether NOETL_TARGETS is given, NOETL_TARGET is not, and the command is about databases. */
bool targets_are_meant(const struct command *command, const struct settings *settings);

/* FAILURE_USAGE where the command works on one target at a time. */
bool targets_run(const struct targets_request *request, struct failure *failure);

#endif
