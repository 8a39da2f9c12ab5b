#ifndef REQUIREMENT_H
#define REQUIREMENT_H

/*
 * Everything that is wrong with the settings, before the first connection.
 *
 * A command that connects needs a host and the passwords of the roles that log in: the owners of
 * its bundles and, with --ensure-role, the administrator. What is missing is listed together with
 * what is malformed.
 *
 * Failures: FAILURE_SETTINGS; FAILURE_USAGE for a bundle that does not exist.
 */

#include "command.h"

bool requirement_check(const struct command_context *context, struct failure *failure);

#endif
