#ifndef APP_PROVISION_ADMINISTRATOR_LOGIN_H
#define APP_PROVISION_ADMINISTRATOR_LOGIN_H

#include "app/application.h"
#include "port/provisioning.h"

/*
 * Logs the administrator in to the maintenance database: NOETL_ADMIN_DB, or template1 if
 * NOETL_ADMIN_DB is not set and its default does not exist. The caller closes the session.
 *
 * Failures: those of a login.
 */
bool administrator_login(const struct application *application,
                         struct administrator_session **administrator, struct failure *failure);

#endif
