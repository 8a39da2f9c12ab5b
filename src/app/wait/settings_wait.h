#ifndef APP_WAIT_SETTINGS_WAIT_H
#define APP_WAIT_SETTINGS_WAIT_H

#include <stdbool.h>

#include "app/application.h"
#include "base/failure.h"

/*
 * Waits until settings that could not be read (settings_set_unread()) can be: a
 * ConfigMap that is not there yet, an API server that does not answer.
 *
 * Gives them NOETL_WAIT_TIMEOUT, as the database; a refusal NOETL_LOGIN_TIMEOUT, as a
 * refused login, for a Role may be late. Where something is malformed, nothing is waited for.
 *
 * Failures: those of settings_check(); FAILURE_INTERRUPTED.
 */
bool settings_wait(const struct application *application, struct failure *failure);

#endif
