#ifndef DOMAIN_LOGIN_H
#define DOMAIN_LOGIN_H

/*
 * Who logs in where.
 *
 * All pointers are borrowed from the settings. Use a login at once, and make a new one after the
 * settings were read again.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/failure.h"
#include "domain/settings.h"

enum login_as
{
	LOGIN_OF_OWNER,
	LOGIN_TO_READ,
	LOGIN_OF_ADMINISTRATOR,
	LOGIN_OF_SCHEMA_RUN /* a role made for this run, which acts for an owner that cannot log in */
};

struct login
{
	enum login_as as;
	const char *host; /* comma-separated list in libpq's syntax, or a socket directory */
	const char *port;
	const char *database;
	const char *user;
	const char *password; /* NULL: none is sent, not even PGPASSWORD */
	const char *passfile; /* the administrator's, if no password is given; else NULL */
	/* NULL: libpq's own default */
	const char *sslmode;
	const char *sslrootcert;
	const char *sslcert;
	const char *sslkey;
	const char *channel_binding;
	/*
	 * NULL, or a URI whose other parameters libpq uses. Host, port, database, user and password
	 * come from the fields above only, never from here.
	 */
	const char *database_url;
	int64_t authentication; /* a set of enum authentication_method: what the server may ask */
	/*
	 * A client certificate or a socket usually excuses a server from asking for the password. It
	 * does not if it was named by a source that may only edit settings.
	 */
	bool must_be_asked;
	int64_t connect_timeout_ms; /* one attempt */
	int64_t lock_timeout_ms;    /* of queries outside a transaction; 0: none */
};

/* Whose login is wanted, and where. All pointers are borrowed. */
struct login_request
{
	enum login_as as;
	/* The owner; for LOGIN_OF_SCHEMA_RUN the role made for the run; otherwise ignored. */
	const char *role;
	const char *database; /* NULL, for the administrator: NOETL_ADMIN_DB */
	const char *password; /* of LOGIN_OF_SCHEMA_RUN, in no setting; otherwise ignored */
};

/*
 * What the settings say of a login.
 *
 * LOGIN_OF_OWNER          its password by the role's name: NOETL_USER has NOETL_PASSWORD,
 *                         POSTGRES_USER has POSTGRES_PASSWORD, a service role <SERVICE>_PASSWORD
 * LOGIN_TO_READ           the owner; for a service role without a password, the owner of the
 *                         platform's database in that database. In any other database no role may
 *                         read in its place: what an owner planted must never run as the
 *                         administrator.
 * LOGIN_OF_ADMINISTRATOR  NOETL_ADMIN_USER, else POSTGRES_USER if given, else what DATABASE_URL or
 *                         PGUSER says
 * LOGIN_OF_SCHEMA_RUN     the role and password of the request
 *
 * Failures: FAILURE_SETTINGS if there is no host, no administrator, or no password setting for an
 * owner; FAILURE_DENIED, naming the missing setting, if no role may read in place of the owner.
 */
bool login_make(const struct settings *settings, const struct login_request *request,
                struct login *login, struct failure *failure);

/* False if the settings have no password for this owner (a NOLOGIN service role). */
bool login_owner_has_password(const struct settings *settings, const char *owner);

/* False for a service role without a password, which is created NOLOGIN on purpose. */
bool login_owner_can_log_in(const struct settings *settings, const char *owner);

/*
 * Adds a problem to the settings for each setting that the owner's login lacks, so that all are
 * listed at once. A service role may lack its password: it is NOLOGIN then, on purpose.
 */
void login_require_owner(struct settings *settings, const char *owner);
void login_require_administrator(struct settings *settings);

#endif
