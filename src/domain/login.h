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
	const char *password; /* NULL: none is sent, and PGPASSWORD must not be either */
	const char *passfile; /* the administrator's, where no password is given; else NULL */
	/* NULL: libpq's own default */
	const char *sslmode;
	const char *sslrootcert;
	const char *sslcert;
	const char *sslkey;
	/*
	 * NULL, or a URI whose other parameters libpq is to use. Its host, port, database, user and
	 * password are in the fields above where they are meant, and must not be taken from here.
	 */
	const char *database_url;
	int64_t connect_timeout_ms; /* one attempt */
};

/*
 * The owner of a target, its password by the role's name: NOETL_USER has NOETL_PASSWORD,
 * POSTGRES_USER has POSTGRES_PASSWORD, a service role <SERVICE>_PASSWORD.
 * FAILURE_SETTINGS if there is no password setting for this owner, or no host.
 */
bool login_of_owner(const struct settings *settings, const char *owner, const char *database,
                    struct login *login, struct failure *failure);

/*
 * Whoever may look at a target: its owner, or, where that is a service role without a
 * login, the platform's role in its own database and the administrator in any other,
 * which the platform's role may not enter.
 */
bool login_to_look(const struct settings *settings, const char *owner, const char *database,
                   struct login *login, struct failure *failure);

/*
 * The administrator, in the given database: NOETL_ADMIN_USER, else POSTGRES_USER where given,
 * else what DATABASE_URL or PGUSER says. FAILURE_SETTINGS if nobody is named.
 */
bool login_of_administrator(const struct settings *settings, const char *database,
                            struct login *login, struct failure *failure);

/* False if the settings name no password for this owner (a NOLOGIN service role). */
bool login_owner_has_password(const struct settings *settings, const char *owner);

/*
 * Adds a problem to the settings for each one that these logins will miss, so that all are
 * listed at once. A service role may lack its password: it cannot log in then, on purpose.
 */
void login_require_owner(struct settings *settings, const char *owner);
void login_require_administrator(struct settings *settings);

#endif
