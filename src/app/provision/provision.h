#ifndef APP_PROVISION_PROVISION_H
#define APP_PROVISION_PROVISION_H

/*
 * The administrator makes roles, databases, schemas, privileges and extensions, so that owners
 * can do the rest in their own logins.
 */

#include <stdbool.h>
#include <stddef.h>

#include "app/application.h"
#include "app/provision/provision_outcome.h"

/*
 * Compares first, in the logins that exist, and changes nothing if nothing differs. Otherwise it
 * takes the provisioning lock, compares again and changes. Objects of other owners are left alone
 * and named. If these, or a lock that is not available, block one schema, the first schema is
 * provisioned without the others, so that no owner of a database can block another schema.
 *
 * outcome  added to as changes are committed, on failure too, so that the next try records a
 *          password that was changed
 *
 * Failures: FAILURE_DENIED with the one right that is missing, before any change if comparing
 * could show it; FAILURE_LOCK_BUSY; those of a login.
 */
bool provision(const struct application *application, const struct managed_schema *schemas,
               size_t count, struct provision_outcome *outcome, struct failure *failure);

#endif
