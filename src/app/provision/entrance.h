#ifndef APP_PROVISION_ENTRANCE_H
#define APP_PROVISION_ENTRANCE_H

/*
 * Why a login was accepted and its session did not begin: because of a setting of its role or of
 * its database, which the owner of a database can set for all sessions in it.
 */

#include "app/provision/provision_run.h"
#include "domain/login.h"

/*
 * Reads from the maintenance database where the setting is made, and names that place in the hint
 * with the statement that resets it. Changes nothing; another kind of failure stays as it is.
 */
void provision_explain_entrance(const struct provision_run *run, const char *role,
                                const char *database, struct failure *failure);

#endif
