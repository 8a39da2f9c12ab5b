#include "app/provision/schema_run_role.h"

#include <stdio.h>
#include <string.h>

#include "app/provision/administrator_login.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/memory.h"
#include "port/provisioning.h"

#define ROLE_PREFIX "noetl_schema_run_"

enum
{
	UUID_BYTES = 37,
	ROLE_BYTES = 64,
	/* Two UUIDs without their dashes: 244 random bits. */
	PASSWORD_BYTES = 2 * (UUID_BYTES - 1) + 1,
	/* Several administrators that make such roles at once write the same rows of the catalog. */
	MAKE_ATTEMPTS = 5
};

/* One login, from the role that is made for it to the role that is gone. */
struct schema_run_login
{
	const struct application *application;
	struct administrator_session *administrator;
	const char *administrator_name;
	char name[ROLE_BYTES];
	char password[PASSWORD_BYTES];
};

static void
append_random_digits(const struct application *application, char *text)
{
	const struct clock *clock = application->clock;
	char uuid[UUID_BYTES];
	size_t length_bytes = strlen(text);

	clock->random_uuid(clock->context, uuid);
	for (const char *byte = uuid; *byte != '\0'; byte++)
	{
		if (*byte != '-')
			text[length_bytes++] = *byte;
	}
	text[length_bytes] = '\0';
	explicit_bzero(uuid, sizeof uuid);
}

static void
choose_role(struct schema_run_login *login)
{
	(void)snprintf(login->name, sizeof login->name, ROLE_PREFIX);
	append_random_digits(login->application, login->name);
	login->password[0] = '\0';
	append_random_digits(login->application, login->password);
	append_random_digits(login->application, login->password);
}

/* Another run may be dropping the same one: what is left over never stops this run. */
static void
drop_expired_roles(const struct schema_run_login *login)
{
	const struct provisioning_operations *operations = login->application->database->provisioning;
	cleanup_name_list struct name_list expired = {0};
	struct failure ignored = {0};

	if (!operations->expired_schema_run_roles(login->administrator, login->administrator_name,
	                                          &expired, &ignored))
		return;
	/* Any login can keep such roles locked, and each would cost a lock_timeout at every login. */
	for (size_t index = 0;
	     index < expired.count && !ignored.connection_lost && ignored.reason != REASON_LOCK_TIMEOUT;
	     index++)
	{
		if (operations->drop_schema_run_role(login->administrator, expired.items[index],
		                                     login->administrator_name, &ignored))
			log_info("role \"%s\", which a run that was killed had left behind, was dropped",
			         expired.items[index]);
		else
			log_debug("role \"%s\" of another run stays: %s", expired.items[index],
			          ignored.message);
	}
}

static bool
make_role(const struct schema_run_login *login, const struct connect_request *request,
          struct failure *failure)
{
	const struct provisioning_operations *operations = login->application->database->provisioning;
	const struct schema_run_role role = {
		.name = login->name,
		.password = login->password,
		.owner = request->login.role,
		.database = request->login.database,
		.administrator = login->administrator_name,
	};

	for (int attempt = 1;; attempt++)
	{
		if (operations->make_schema_run_role(login->administrator, &role, failure))
			break;
		if (failure->kind != FAILURE_TRANSIENT || failure->connection_lost ||
		    attempt == MAKE_ATTEMPTS)
			return false;
		failure_clear(failure);
	}
	log_debug("role \"%s\" was made, to log in to database \"%s\" in place of \"%s\"", role.name,
	          role.database, role.owner);
	crash_point("run_role_made");
	return true;
}

static bool
explain_refusal(const struct connect_request *request, struct failure *failure)
{
	const struct setting_definition *password =
		settings_service_password_definition(request->login.role);

	if (failure->kind != FAILURE_DENIED || failure->reason == REASON_AUTHENTICATION_METHOD)
		return false;
	(void)fail_context(failure,
	                   "role \"%s\" has no password in the settings, and the role that was "
	                   "made for this run to stand in for it was not let in",
	                   request->login.role);
	return fail_hint(failure,
	                 "Set %s, or let pg_hba.conf (or the pooler) take roles that begin with "
	                 "\"" ROLE_PREFIX "\" by scram-sha-256.",
	                 password != NULL ? password->name : "the owner's password");
}

static bool
log_in(const struct schema_run_login *login, const struct connect_request *request,
       struct session **session, struct failure *failure)
{
	struct connect_request own = *request;

	own.login = (struct login_request){
		.as = LOGIN_OF_SCHEMA_RUN,
		.role = login->name,
		.database = request->login.database,
		.password = login->password,
	};
	own.refusal_ends_waiting = true;
	if (!connect_when_ready(login->application, &own, session, NULL, failure))
		return explain_refusal(request, failure);
	crash_point("run_role_connected");
	return true;
}

/* It ends by itself within a minute, so a failure to drop it undoes nothing. */
static void
drop_role(const struct schema_run_login *login)
{
	const struct provisioning_operations *operations = login->application->database->provisioning;
	struct failure failure = {0};

	for (int attempt = 1; attempt <= MAKE_ATTEMPTS && !failure.connection_lost; attempt++)
	{
		if (operations->drop_schema_run_role(login->administrator, login->name,
		                                     login->administrator_name, &failure))
		{
			crash_point("run_role_dropped");
			return;
		}
	}
	log_warning("role \"%s\", made for this run, was not dropped; it can log in for a minute, and "
	            "the next run drops it: %s",
	            login->name, failure.message);
}

static bool
connect_as_run_role(struct schema_run_login *login, const struct connect_request *request,
                    struct session **session, struct failure *failure)
{
	drop_expired_roles(login);
	choose_role(login);
	if (!make_role(login, request, failure))
		return fail_context(failure,
		                    "cannot stand in for role \"%s\", which has no password in the "
		                    "settings",
		                    request->login.role);

	bool is_open = log_in(login, request, session, failure);

	drop_role(login);
	return is_open;
}

bool
schema_run_role_connect(const struct application *application,
                        const struct connect_request *request, struct session **session,
                        struct failure *failure)
{
	const struct login_request of_administrator = {.as = LOGIN_OF_ADMINISTRATOR};
	struct schema_run_login login = {.application = application};
	struct login administrator = {0};

	if (!administrator_login(application, &login.administrator, failure))
		return false;

	bool is_named = login_make(application->settings, &of_administrator, &administrator, failure);
	cleanup_memory char *name = memory_copy_text(is_named ? administrator.user : "");

	login.administrator_name = name;

	bool is_open = is_named && connect_as_run_role(&login, request, session, failure);

	application->database->provisioning->close(login.administrator);
	explicit_bzero(login.password, sizeof login.password);
	return is_open;
}
