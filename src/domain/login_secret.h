#ifndef DOMAIN_LOGIN_SECRET_H
#define DOMAIN_LOGIN_SECRET_H

/*
 * Which secrets a login uses, so that all others can be forgotten. Follows login.h; marks what it
 * finds in used, and unmarks nothing.
 */

#include <stdbool.h>

#include "domain/settings.h"

/* Of a role that logs in by a password of its own: an owner, or a service. */
void login_secret_of_role(const struct settings *settings, const char *role,
                          bool used[static SETTING_COUNT]);

void login_secret_of_administrator(const struct settings *settings,
                                   bool used[static SETTING_COUNT]);

#endif
