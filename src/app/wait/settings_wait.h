#ifndef APP_WAIT_SETTINGS_WAIT_H
#define APP_WAIT_SETTINGS_WAIT_H

#include <stdbool.h>

#include "app/application.h"
#include "base/failure.h"

/*
 * Waits until settings that could not be read (settings_set_unread()) can be: a ConfigMap that
 * does not exist yet, an API server that does not answer.
 *
 * The limit is NOETL_WAIT_TIMEOUT, as for the database. A refusal has NOETL_LOGIN_TIMEOUT, as a
 * refused login, because a Role may be late. Malformed settings are not waited for.
 *
 * Failures: those of settings_check(); FAILURE_INTERRUPTED.
 */
bool settings_wait(const struct application *application, struct failure *failure);

#endif
