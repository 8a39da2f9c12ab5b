#include "domain/login.h"

#include <string.h>

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

/* The first with this name and a password wins, should two users be the same role. */
static const struct role_password role_passwords[] = {
	{SETTING_NOETL_USER, SETTING_NOETL_PASSWORD},
	{SETTING_POSTGRES_USER, SETTING_POSTGRES_PASSWORD},
};

enum
{
	ROLE_PASSWORD_COUNT = sizeof role_passwords / sizeof role_passwords[0]
};

static bool
is_role(const struct settings *settings, enum setting_key key, const char *role)
{
	const char *user = settings_text(settings, key);

	return user != NULL && strcmp(user, role) == 0;
}

/* The pair of settings that speaks of this role, or NULL for a service role. */
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

/* A client certificate or a local socket (peer) proves who one is without a password. */
static bool
password_may_be_missing(const struct settings *settings)
{
	const char *host = settings_text(settings, SETTING_POSTGRES_HOST);

	return settings_is_given(settings, SETTING_PGSSLCERT) ||
	       (host != NULL && (host[0] == '/' || host[0] == '@'));
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
		.database_url = settings_text(settings, SETTING_DATABASE_URL),
		.connect_timeout_ms = CONNECT_TIMEOUT_MS,
	};
	return true;
}

bool
login_owner_has_password(const struct settings *settings, const char *owner)
{
	return owner_password(settings, owner) != NULL;
}

bool
login_of_owner(const struct settings *settings, const char *owner, const char *database,
               struct login *login, struct failure *failure)
{
	const char *password = owner_password(settings, owner);
	struct login filled;

	/* A service role without a password is made without a login, whatever else proves who one is. */
	if (password == NULL &&
	    (find_role(settings, owner) == NULL || !password_may_be_missing(settings)))
	{
		(void)fail(failure, FAILURE_SETTINGS, "no setting holds a password of role \"%s\"", owner);
		return fail_hint(failure, "NOETL_PASSWORD belongs to NOETL_USER, POSTGRES_PASSWORD to "
		                          "POSTGRES_USER, <SERVICE>_PASSWORD to a service's role.");
	}
	if (!login_to_server(settings, database, &filled, failure))
		return false;
	filled.role_purpose = "owner";
	filled.user = owner;
	filled.password = password;
	*login = filled;
	return true;
}

struct administrator
{
	enum setting_key user;
	const char *password;
};

/* PGPASSWORD may stand beside POSTGRES_USER, as psql -U would have it. */
static const char *
workspace_owner_password(const struct settings *settings)
{
	const char *password = settings_text(settings, SETTING_POSTGRES_PASSWORD);
	const char *other_user = settings_text(settings, SETTING_NOETL_ADMIN_USER);

	if (password != NULL ||
	    settings_source(settings, SETTING_NOETL_ADMIN_PASSWORD) != SETTING_FROM_LIBPQ)
		return password;
	if (other_user != NULL && !is_role(settings, SETTING_POSTGRES_USER, other_user))
		return NULL;
	return settings_text(settings, SETTING_NOETL_ADMIN_PASSWORD);
}

/* What libpq's own variables say ranks below POSTGRES_USER, and a default names nobody. */
static bool
find_administrator(const struct settings *settings, struct administrator *administrator)
{
	bool is_named = settings_is_given(settings, SETTING_NOETL_ADMIN_USER);
	bool is_libpqs = settings_source(settings, SETTING_NOETL_ADMIN_USER) == SETTING_FROM_LIBPQ;

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

bool
login_of_administrator(const struct settings *settings, const char *database, struct login *login,
                       struct failure *failure)
{
	struct administrator administrator;
	struct login filled;

	if (!find_administrator(settings, &administrator))
		return fail_missing(failure, SETTING_POSTGRES_USER,
		                    "no administrator is named (NOETL_ADMIN_USER, else POSTGRES_USER)");
	if (!login_to_server(settings, database, &filled, failure))
		return false;
	filled.role_purpose = "administrator";
	filled.user = settings_text(settings, administrator.user);
	filled.password = administrator.password;
	filled.passfile = settings_text(settings, SETTING_PGPASSFILE);
	*login = filled;
	return true;
}

bool
login_to_look(const struct settings *settings, const char *owner, const char *database,
              struct login *login, struct failure *failure)
{
	const char *platform_role = settings_text(settings, SETTING_NOETL_USER);
	const char *platform_database = settings_text(settings, SETTING_NOETL_POSTGRES_DB);
	bool is_service = find_role(settings, owner) == NULL && owner_password(settings, owner) == NULL;

	if (!is_service)
		return login_of_owner(settings, owner, database, login, failure);
	if (strcmp(database, platform_database) == 0)
		return login_of_owner(settings, platform_role, database, login, failure);
	return login_of_administrator(settings, database, login, failure);
}

/* Always in the same words, so that what two logins miss is listed once. */
static void
require(struct settings *settings, enum setting_key key)
{
	const struct setting_definition *definition = setting_definition(key);

	const char *slip = settings_slip(settings, key);

	/* A malformed one is a problem already. */
	if (settings_source(settings, key) == SETTING_UNSET)
		settings_add_problem(settings, "%s is missing: %s%s%s%s", definition->name,
		                     definition->help, slip != NULL ? "; " : "", slip != NULL ? slip : "",
		                     slip != NULL ? " is no setting" : "");
}

void
login_require_owner(struct settings *settings, const char *owner)
{
	const struct role_password *role = find_role(settings, owner);

	require(settings, SETTING_POSTGRES_HOST);
	if (role != NULL && !password_may_be_missing(settings))
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
		settings_add_problem(settings,
		                     "%s is missing: the administrator's name, for --ensure-role "
		                     "(or NOETL_ADMIN_USER)",
		                     setting_definition(SETTING_POSTGRES_USER)->name);
		administrator.password = workspace_owner_password(settings);
	}
	if (administrator.password == NULL && !has_password_file && !password_may_be_missing(settings))
		require(settings, administrator.user == SETTING_POSTGRES_USER
		                      ? SETTING_POSTGRES_PASSWORD
		                      : SETTING_NOETL_ADMIN_PASSWORD);
}
