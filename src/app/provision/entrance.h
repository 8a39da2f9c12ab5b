#ifndef APP_PROVISION_ENTRANCE_H
#define APP_PROVISION_ENTRANCE_H

/*
 * Why a login was let in and its session did not begin: for a setting of its role or of its database,
 * which the owner of a database can set for everybody's sessions in it.
 */

#include "app/provision/provision_run.h"
#include "domain/login.h"

/*
 * Looks from the maintenance database for whose setting it is, and names it in the hint with the
 * statement that resets it. Nothing is changed, and a failure of another kind stays as it is.
 */
void provision_explain_entrance(const struct provision_run *run, const char *role,
                                const char *database, struct failure *failure);

#endif
