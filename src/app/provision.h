#ifndef APP_PROVISION_H
#define APP_PROVISION_H

/*
 * Roles, databases, schemas, privileges and extensions, by the administrator's login.
 */

#include <stddef.h>

#include "app/application.h"

struct provision_outcome
{
	size_t change_count;
};

/*
 * Sees to everything that the targets need before their owners can log in and
 * run DDL. Twice in a row changes nothing the second time; any number of copies
 * may do it at once.
 *
 * outcome  what was changed; written always
 */
bool provision(const struct application *application, const struct target *targets, size_t count,
               struct provision_outcome *outcome, struct failure *failure);

#endif
