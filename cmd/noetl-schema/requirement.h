#ifndef REQUIREMENT_H
#define REQUIREMENT_H

/*
 * Everything that is wrong with the settings, before anybody is called.
 *
 * A command that connects needs a host and the passwords of those who log in:
 * the owners of its bundles and, with --ensure-role, the administrator. What is
 * missing is listed together with what is malformed.
 *
 * Failures: FAILURE_SETTINGS; FAILURE_USAGE for a bundle that there is not.
 */

#include "command.h"

bool requirement_check(const struct command_context *context, struct failure *failure);

#endif
