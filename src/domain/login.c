#include "domain/login.h"

#include <string.h>

#include "base/count_of.h"
#include "base/text.h"
#include "domain/authentication.h"
#include "domain/settings_lookalike.h"
#include "domain/settings_strength.h"

enum
{
	/* Several lost SYN packets (1 s, 3 s, 7 s); a wait tries again anyway. */
	CONNECT_TIMEOUT_MS = 10000
};

struct role_password
{
	enum setting_key user;
	enum setting_key password;
};

/* If two users are the same role, the first entry with this name and a password wins. */
static const struct role_password role_passwords[] = {
	{SETTING_NOETL_USER, SETTING_NOETL_PASSWORD},
	{SETTING_POSTGRES_USER, SETTING_POSTGRES_PASSWORD},
};

enum
{
	ROLE_PASSWORD_COUNT = COUNT_OF(role_passwords)
};

static bool
is_role(const struct settings *settings, enum setting_key key, const char *role)
{
	const char *user = settings_text(settings, key);

	return user != NULL && strcmp(user, role) == 0;
}

/* The pair of settings of this role, or NULL for a service role. */
static const struct role_password *
find_role(const struct settings *settings, const char *role)
{
	const struct role_password *found = NULL;

	for (size_t index = 0; index < ROLE_PASSWORD_COUNT; index++)
	{
		if (!is_role(settings, role_passwords[index].user, role))
			continue;
		if (settings_text(settings, role_passwords[index].password) != NULL)
			return &role_passwords[index];
		if (found == NULL)
			found = &role_passwords[index];
	}
	return found;
}

static const char *
owner_password(const struct settings *settings, const char *owner)
{
	const struct role_password *role = find_role(settings, owner);

	return role != NULL ? settings_text(settings, role->password)
	                    : settings_service_password(settings, owner);
}

/* A client certificate or a local socket (peer) proves the identity, "none" needs no proof. */
static bool
password_may_be_missing(const struct settings *settings)
{
	const char *host = settings_text(settings, SETTING_POSTGRES_HOST);

	return settings_is_given(settings, SETTING_PGSSLCERT) ||
	       (settings_integer(settings, SETTING_NOETL_AUTH) & AUTHENTICATION_NONE) != 0 ||
	       (host != NULL && (host[0] == '/' || host[0] == '@'));
}

/* Of a service's role nothing says that it has a password, and so that a file would hold it. */
static bool
may_come_from_file(const struct settings *settings, const char *owner)
{
	return find_role(settings, owner) != NULL && settings_is_given(settings, SETTING_PGPASSFILE);
}

static bool
fail_missing(struct failure *failure, enum setting_key key, const char *why)
{
	return fail(failure, FAILURE_SETTINGS, "%s is missing: %s", setting_definition(key)->name, why);
}

static bool
login_to_server(const struct settings *settings, const char *database, struct login *login,
                struct failure *failure)
{
	const char *host = settings_text(settings, SETTING_POSTGRES_HOST);

	if (host == NULL)
		return fail_missing(failure, SETTING_POSTGRES_HOST,
		                    setting_definition(SETTING_POSTGRES_HOST)->help);
	*login = (struct login){
		.host = host,
		.port = settings_text(settings, SETTING_POSTGRES_PORT),
		.database = database,
		.sslmode = settings_text(settings, SETTING_PGSSLMODE),
		.sslrootcert = settings_text(settings, SETTING_PGSSLROOTCERT),
		.sslcert = settings_text(settings, SETTING_PGSSLCERT),
		.sslkey = settings_text(settings, SETTING_PGSSLKEY),
		.channel_binding = settings_text(settings, SETTING_PGCHANNELBINDING),
		.authentication = settings_integer(settings, SETTING_NOETL_AUTH),
		.database_url = settings_connection_parameters(settings),
		.connect_timeout_ms = CONNECT_TIMEOUT_MS,
		.lock_timeout_ms = settings_integer(settings, SETTING_LOCK_TIMEOUT),
	};
	return true;
}

bool
login_owner_has_password(const struct settings *settings, const char *owner)
{
	return owner_password(settings, owner) != NULL;
}

bool
login_owner_can_log_in(const struct settings *settings, const char *owner)
{
	/* A service role without a password is NOLOGIN, so no other proof of identity helps. */
	return owner_password(settings, owner) != NULL || may_come_from_file(settings, owner) ||
	       (find_role(settings, owner) != NULL && password_may_be_missing(settings));
}

static bool
login_of_owner(const struct settings *settings, const char *owner, const char *database,
               struct login *login, struct failure *failure)
{
	struct login filled;

	if (!login_owner_can_log_in(settings, owner))
	{
		(void)fail(failure, FAILURE_SETTINGS, "no setting holds a password of role \"%s\"", owner);
		return fail_hint(failure, "NOETL_PASSWORD belongs to NOETL_USER, POSTGRES_PASSWORD to "
		                          "POSTGRES_USER, <SERVICE>_PASSWORD to a service's role; a file "
		                          "in PGPASSFILE serves the first two.");
	}
	if (!login_to_server(settings, database, &filled, failure))
		return false;
	filled.as = LOGIN_OF_OWNER;
	filled.user = owner;
	filled.password = owner_password(settings, owner);
	if (filled.password == NULL && may_come_from_file(settings, owner))
		filled.passfile = settings_text(settings, SETTING_PGPASSFILE);
	*login = filled;
	return true;
}

struct administrator
{
	enum setting_key user;
	const char *password;
};

/* PGPASSWORD is the password of POSTGRES_USER if no other user is named, as in "psql -U". */
static const char *
workspace_owner_password(const struct settings *settings)
{
	const char *password = settings_text(settings, SETTING_POSTGRES_PASSWORD);
	const char *other_user = settings_text(settings, SETTING_NOETL_ADMIN_USER);

	if (password != NULL || !settings_source_is_libpqs(settings, SETTING_NOETL_ADMIN_PASSWORD))
		return password;
	if (other_user != NULL && !is_role(settings, SETTING_POSTGRES_USER, other_user))
		return NULL;
	return settings_text(settings, SETTING_NOETL_ADMIN_PASSWORD);
}

/* libpq's own variables rank below POSTGRES_USER, and a default does not name an administrator. */
static bool
find_administrator(const struct settings *settings, struct administrator *administrator)
{
	bool is_named = settings_is_given(settings, SETTING_NOETL_ADMIN_USER);
	bool is_libpqs = settings_source_is_libpqs(settings, SETTING_NOETL_ADMIN_USER);

	if (settings_is_given(settings, SETTING_POSTGRES_USER) && (!is_named || is_libpqs))
	{
		*administrator = (struct administrator){.user = SETTING_POSTGRES_USER,
		                                        .password = workspace_owner_password(settings)};
		return true;
	}
	if (!is_named)
		return false;
	*administrator =
		(struct administrator){.user = SETTING_NOETL_ADMIN_USER,
	                           .password = settings_text(settings, SETTING_NOETL_ADMIN_PASSWORD)};
	return true;
}

static bool
login_of_administrator(const struct settings *settings, const char *database, struct login *login,
                       struct failure *failure)
{
	struct administrator administrator;
	struct login filled;

	if (!find_administrator(settings, &administrator))
		return fail_missing(failure, SETTING_POSTGRES_USER,
		                    "no administrator is named (NOETL_ADMIN_USER, else POSTGRES_USER)");
	if (!login_to_server(
			settings, database != NULL ? database : settings_text(settings, SETTING_NOETL_ADMIN_DB),
			&filled, failure))
		return false;
	filled.as = LOGIN_OF_ADMINISTRATOR;
	filled.user = settings_text(settings, administrator.user);
	filled.password = administrator.password;
	filled.passfile = settings_text(settings, SETTING_PGPASSFILE);
	*login = filled;
	return true;
}

/* The administrator must not read there: the owner may have planted what runs in that session. */
static bool
fail_unreadable(const char *owner, const char *database, struct failure *failure)
{
	const struct setting_definition *password = settings_service_password_definition(owner);

	(void)fail(failure, FAILURE_DENIED,
	           "role \"%s\" has no password in the settings, and no other role may read in its "
	           "database \"%s\"%s%s%s",
	           owner, database, password != NULL ? ": " : "",
	           password != NULL ? password->name : "", password != NULL ? " is not set" : "");
	if (password == NULL)
		return fail_hint(failure, "Make NOETL_USER or POSTGRES_USER the owner of that schema.");
	return fail_hint(
		failure,
		"Set %s. \"apply --ensure-role\" works without it: it makes a role for the run "
		"and drops it at once.",
		password->name);
}

static bool
login_to_read(const struct settings *settings, const char *owner, const char *database,
              struct login *login, struct failure *failure)
{
	const char *platform_role = settings_text(settings, SETTING_NOETL_USER);
	const char *platform_database = settings_text(settings, SETTING_NOETL_POSTGRES_DB);
	bool is_service = find_role(settings, owner) == NULL && owner_password(settings, owner) == NULL;

	if (!is_service)
		return login_of_owner(settings, owner, database, login, failure);
	if (strcmp(database, platform_database) != 0)
		return fail_unreadable(owner, database, failure);
	if (!login_of_owner(settings, platform_role, database, login, failure))
		return false;
	login->as = LOGIN_TO_READ;
	return true;
}

static bool
login_of_schema_run(const struct settings *settings, const struct login_request *request,
                    struct login *login, struct failure *failure)
{
	struct login filled;

	if (!login_to_server(settings, request->database, &filled, failure))
		return false;
	/* The role logs in with its password only: the client certificate belongs to another role. */
	filled.as = LOGIN_OF_SCHEMA_RUN;
	filled.user = request->role;
	filled.password = request->password;
	filled.sslcert = NULL;
	filled.sslkey = NULL;
	*login = filled;
	return true;
}

/*
 * A certificate or a socket from a ConfigMap must not excuse a server from proving that it knows
 * the password: its author may only edit settings.
 */
static bool
must_be_asked(const struct settings *settings, const struct login *login)
{
	bool is_socket = login->host[0] == '/' || login->host[0] == '@';
	enum setting_source host = settings_source(settings, SETTING_POSTGRES_HOST);
	enum setting_source certificate = settings_source(settings, SETTING_PGSSLCERT);

	/* Its password is in a file, and nothing else that an operator has said excuses the server. */
	if (login->passfile != NULL && login->as != LOGIN_OF_ADMINISTRATOR)
		return login->sslcert == NULL && !is_socket &&
		       (login->authentication & AUTHENTICATION_NONE) == 0;
	return login->password != NULL &&
	       ((login->sslcert != NULL && !settings_source_is_trusted(certificate)) ||
	        (is_socket && !settings_source_is_trusted(host)));
}

static bool
login_as_requested(const struct settings *settings, const struct login_request *request,
                   struct login *login, struct failure *failure)
{
	switch (request->as)
	{
		case LOGIN_OF_OWNER:
			return login_of_owner(settings, request->role, request->database, login, failure);
		case LOGIN_TO_READ:
			return login_to_read(settings, request->role, request->database, login, failure);
		case LOGIN_OF_SCHEMA_RUN:
			return login_of_schema_run(settings, request, login, failure);
		case LOGIN_OF_ADMINISTRATOR:
			break;
	}
	return login_of_administrator(settings, request->database, login, failure);
}

bool
login_make(const struct settings *settings, const struct login_request *request,
           struct login *login, struct failure *failure)
{
	if (!login_as_requested(settings, request, login, failure))
		return false;
	login->must_be_asked = must_be_asked(settings, login);
	return true;
}

/* Keys that are there and are no settings may be meant. */
static void
add_missing(struct settings *settings, enum setting_key key, const char *what)
{
	const char *typo = settings_typo(settings, key);
	const char *lookalikes = settings_lookalikes(settings, key);
	cleanup_text struct text meant = TEXT_EMPTY;

	if (typo != NULL)
		text_append_format(&meant, "; %s is no setting", typo);
	if (lookalikes != NULL)
		text_append_format(
			&meant,
			"; is it %s? A key counts only by the name of the setting: map it by items of the "
			"volume (in the chart secret.keys)",
			lookalikes);
	settings_add_problem(settings, "%s is missing: %s%s", setting_definition(key)->name, what,
	                     text_bytes(&meant));
}

/* The wording is always the same, so that a setting missing for two logins is listed once. */
static void
require(struct settings *settings, enum setting_key key)
{
	const struct setting_definition *definition = setting_definition(key);

	/* A malformed value is already listed as a problem. */
	if (settings_source(settings, key) == SETTING_UNSET)
		add_missing(settings, key, definition->help);
}

void
login_require_owner(struct settings *settings, const char *owner)
{
	const struct role_password *role = find_role(settings, owner);

	require(settings, SETTING_POSTGRES_HOST);
	if (role != NULL && !password_may_be_missing(settings) && !may_come_from_file(settings, owner))
		require(settings, role->password);
}

void
login_require_administrator(struct settings *settings)
{
	struct administrator administrator = {.user = SETTING_POSTGRES_USER};
	bool has_password_file = settings_is_given(settings, SETTING_PGPASSFILE);

	require(settings, SETTING_POSTGRES_HOST);
	if (!find_administrator(settings, &administrator))
	{
		add_missing(settings, SETTING_POSTGRES_USER,
		            "the administrator's name, for --ensure-role (or NOETL_ADMIN_USER)");
		administrator.password = workspace_owner_password(settings);
	}
	if (administrator.password == NULL && !has_password_file && !password_may_be_missing(settings))
		require(settings, administrator.user == SETTING_POSTGRES_USER
		                      ? SETTING_POSTGRES_PASSWORD
		                      : SETTING_NOETL_ADMIN_PASSWORD);
}
