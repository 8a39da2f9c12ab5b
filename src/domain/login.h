#ifndef DOMAIN_LOGIN_H
#define DOMAIN_LOGIN_H

/*
 * Who logs in where.
 *
 * All pointers are borrowed from the settings; use a login at once, and make it
 * anew after the settings were read again.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/failure.h"
#include "domain/settings.h"

struct login
{
	const char *role_purpose; /* "owner", "administrator", for messages */
	const char *host;         /* comma-separated list as libpq takes it, or a socket directory */
	const char *port;
	const char *database;
	const char *user;
	const char *password;       /* NULL: none is sent */
	const char *database_url;   /* NULL, or a URI whose other parameters libpq is to use */
	int64_t connect_timeout_ms; /* one attempt */
};

/* The owner of a target: user and password by role name (NOETL_USER, POSTGRES_USER, a service). */
bool login_of_owner(const struct settings *settings, const char *owner, const char *database,
                    struct login *login, struct failure *failure);

/* The administrator, in the given database. */
bool login_of_administrator(const struct settings *settings, const char *database,
                            struct login *login, struct failure *failure);

/* False if the settings name no password for this owner (a NOLOGIN service role). */
bool login_owner_has_password(const struct settings *settings, const char *owner);

#endif
