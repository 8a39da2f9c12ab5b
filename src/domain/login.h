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

enum login_as
{
	LOGIN_OF_OWNER,
	LOGIN_TO_READ,
	LOGIN_OF_ADMINISTRATOR,
	LOGIN_OF_SCHEMA_RUN /* a role made for this run, that takes the role of an owner who cannot log in */
};

struct login
{
	enum login_as as;
	const char *host; /* comma-separated list as libpq takes it, or a socket directory */
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
	const char *channel_binding;
	/*
	 * NULL, or a URI whose other parameters libpq is to use. Its host, port, database, user and
	 * password are in the fields above where they are meant, and must not be taken from here.
	 */
	const char *database_url;
	int64_t authentication; /* a set of enum authentication_method: what the server may ask */
	/*
	 * What usually excuses a server from asking for the password, a client's certificate or a socket,
	 * is named by somebody who may only edit settings: it excuses nothing then.
	 */
	bool must_be_asked;
	int64_t connect_timeout_ms; /* one attempt */
	int64_t lock_timeout_ms;    /* of questions outside of a transaction; 0: none */
};

/* Whose login is wanted, and where. All pointers are borrowed. */
struct login_request
{
	enum login_as as;
	/* The owner; of LOGIN_OF_SCHEMA_RUN the role that was made for the run; else not looked at. */
	const char *role;
	const char *database; /* NULL, for the administrator: NOETL_ADMIN_DB */
	const char *password; /* of LOGIN_OF_SCHEMA_RUN, which no setting knows; else not looked at */
};

/*
 * What the settings say of a login.
 *
 * LOGIN_OF_OWNER          its password by the role's name: NOETL_USER has NOETL_PASSWORD,
 *                         POSTGRES_USER has POSTGRES_PASSWORD, a service role <SERVICE>_PASSWORD
 * LOGIN_TO_READ           the owner, or, for a service role without a password, the owner of the
 *                         platform's database in that database. In any other database nobody may read in
 *                         its place: what an owner may have planted never runs as the administrator.
 * LOGIN_OF_ADMINISTRATOR  NOETL_ADMIN_USER, else POSTGRES_USER where given, else what DATABASE_URL or
 *                         PGUSER says
 * LOGIN_OF_SCHEMA_RUN     the role and password of the request
 *
 * Failures: FAILURE_SETTINGS if there is no host, no administrator, or no password setting for an owner;
 * FAILURE_DENIED if nobody may read in place of the owner, naming the setting that is missing.
 */
bool login_make(const struct settings *settings, const struct login_request *request,
                struct login *login, struct failure *failure);

/* False if the settings name no password for this owner (a NOLOGIN service role). */
bool login_owner_has_password(const struct settings *settings, const char *owner);

/* False for a service role without a password: it is made without a login, on purpose. */
bool login_owner_can_log_in(const struct settings *settings, const char *owner);

/*
 * Adds a problem to the settings for each one that these logins will miss, so that all are
 * listed at once. A service role may lack its password: it cannot log in then, on purpose.
 */
void login_require_owner(struct settings *settings, const char *owner);
void login_require_administrator(struct settings *settings);

#endif
