#ifndef DOMAIN_LOGIN_SECRET_H
#define DOMAIN_LOGIN_SECRET_H

/*
 * Finds the secrets that a login uses, so that all others can be wiped. Follows login.h. Sets
 * entries of used, and resets none.
 */

#include <stdbool.h>

#include "domain/settings.h"

/* For a role that logs in with its own password: an owner, or a service role. */
void login_secret_of_role(const struct settings *settings, const char *role,
                          bool used[static SETTING_COUNT]);

void login_secret_of_administrator(const struct settings *settings,
                                   bool used[static SETTING_COUNT]);

#endif
