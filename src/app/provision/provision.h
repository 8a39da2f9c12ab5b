#ifndef APP_PROVISION_PROVISION_H
#define APP_PROVISION_PROVISION_H

/*
 * Roles, databases, schemas, privileges and extensions, made by the
 * administrator so that owners can do the rest in logins of their own.
 */

#include <stdbool.h>
#include <stddef.h>

#include "app/application.h"
#include "app/provision/provision_outcome.h"

/*
 * Looks first, in the logins that are there, and changes nothing if nothing
 * differs. Otherwise it takes the provisioning lock, looks again and changes.
 * What belongs to somebody else is left alone and named. Where that, or a lock that is not to be had,
 * is in the way of one schema, the first is done without the others: no owner of a database keeps
 * another's from being made.
 *
 * outcome  added to as changes are committed, on failure too, so that a password
 *          that was changed is recorded by whoever tries again
 * Failures: FAILURE_DENIED with the one right that is missing, nothing having been
 * changed if that could be told by looking; FAILURE_LOCK_BUSY; those of a login.
 */
bool provision(const struct application *application, const struct managed_schema *schemas,
               size_t count, struct provision_outcome *outcome, struct failure *failure);

#endif
