#include "app/provision/schema_run_role.h"

#include <stdio.h>
#include <string.h>

#include "app/provision/administrator_login.h"
#include "app/provision/provision_race.h"
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
	MOST_ATTEMPTS = 5,
	/*
	 * Each waits for the whole NOETL_LOCK_TIMEOUT; a session that locks a row so long will not
	 * release it soon.
	 */
	MOST_LOCK_ATTEMPTS = 2,
	ROLE_LIFE_MS = 60000,
	/* The rest of the role's life is reserved for the last try and for a slow server. */
	LONGEST_WAIT_MS = 50000
};

/* The tries of one statement. */
struct schema_run_tries
{
	struct patience patience;
	int lock_count; /* those that ended by a lock_timeout */
};

/* One login, from making its role to dropping it. */
struct schema_run_login
{
	const struct application *application;
	struct administrator_session *administrator;
	const char *administrator_name;
	char name[ROLE_BYTES];
	char password[PASSWORD_BYTES];
	int64_t made_ms; /* before the server's minute began */
};

static int64_t
now_ms(const struct schema_run_login *login)
{
	const struct clock *clock = login->application->clock;

	return clock->now_ms(clock->context);
}

static bool
is_worth_another_try(struct schema_run_tries *tries, const struct failure *failure)
{
	tries->lock_count += failure->reason == REASON_LOCK_TIMEOUT ? 1 : 0;
	return failure->kind == FAILURE_TRANSIENT && !failure->connection_lost &&
	       tries->lock_count < MOST_LOCK_ATTEMPTS &&
	       patience_has_tries(&tries->patience, MOST_ATTEMPTS);
}

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

/*
 * Any role can keep it in the catalog by granting it something, so this is no failure of the run.
 */
static void
warn_of_powerless_role(const char *name, struct failure *failure)
{
	(void)fail_context(
		failure,
		"role \"%s\", made for a run, has neither login nor password any more, but was "
		"not dropped",
		name);
	if (failure->hint[0] == '\0')
		(void)fail_hint(
			failure,
			"A superuser may run, in each database where it was granted something: DROP "
			"OWNED BY \"%s\"; then: DROP ROLE \"%s\"",
			name, name);
	log_failure(LOG_WARNING, failure);
}

static void
drop_expired_role(const struct schema_run_login *login, const char *name, struct failure *failure)
{
	const struct provisioning_operations *operations = login->application->database->provisioning;
	bool is_powerless = false;

	failure_clear(failure);
	if (operations->drop_schema_run_role(login->administrator, name, login->administrator_name,
	                                     &is_powerless, failure))
		log_info("role \"%s\", which a run that was killed had left behind, was dropped", name);
	else if (is_powerless && failure->kind != FAILURE_TRANSIENT)
		warn_of_powerless_role(name, failure);
	else
		log_debug("role \"%s\" of another run stays: %s", name, failure->message);
}

/* Leftover roles never stop this run: another run may be dropping the same ones. */
static void
drop_expired_roles(const struct schema_run_login *login)
{
	const struct provisioning_operations *operations = login->application->database->provisioning;
	struct leftover_roles *leftovers = login->application->leftover_roles;
	cleanup_name_list struct name_list expired = {0};
	struct failure ignored = {0};

	if (leftovers->are_tried)
		return;
	leftovers->are_tried = true;
	if (!operations->expired_schema_run_roles(login->administrator, login->administrator_name,
	                                          &expired, &ignored))
		return;
	/* Any login can keep such roles locked, and each of them would cost a lock_timeout. */
	for (size_t index = 0;
	     index < expired.count && !ignored.connection_lost && ignored.kind != FAILURE_INTERRUPTED &&
	     ignored.reason != REASON_LOCK_TIMEOUT;
	     index++)
		drop_expired_role(login, expired.items[index], &ignored);
}

static bool
make_role(struct schema_run_login *login, const struct connect_request *request,
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

	struct schema_run_tries tries = {.patience = provision_race_patience(login->application)};

	login->made_ms = now_ms(login);
	while (!operations->make_schema_run_role(login->administrator, &role, failure))
	{
		if (!is_worth_another_try(&tries, failure))
		{
			provision_race_name_writers(login->application, login->administrator, failure);
			return false;
		}
		if (!provision_race_pause(&tries.patience, failure))
			return false;
		login->made_ms = now_ms(login);
	}
	log_debug("role \"%s\" was made, to log in to database \"%s\" in place of \"%s\"", role.name,
	          role.database, role.owner);
	crash_point("run_role_made");
	return true;
}

/* The server gives the same answer to an expired password and to a wrong one. */
static bool
has_expired(const struct schema_run_login *login, const struct failure *failure)
{
	return failure->reason == REASON_WRONG_PASSWORD &&
	       now_ms(login) - login->made_ms >= ROLE_LIFE_MS;
}

static bool
explain_refusal(const struct schema_run_login *login, const struct connect_request *request,
                struct failure *failure)
{
	const struct setting_definition *password =
		settings_service_password_definition(request->login.role);

	if (failure->kind != FAILURE_DENIED || failure->reason == REASON_AUTHENTICATION_METHOD)
		return false;
	if (has_expired(login, failure))
		return fail(
			failure, FAILURE_TRANSIENT,
			"the server took longer than one minute, the lifetime of the role that was made "
			"for this run to stand in for role \"%s\"",
			request->login.role);
	(void)fail_context(failure,
	                   "role \"%s\" has no password in the settings, and the server refused "
	                   "the role that was made for this run to stand in for it",
	                   request->login.role);
	return fail_hint(failure,
	                 "Set %s, or let pg_hba.conf (or the pooler) accept roles that begin with "
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
	own.limit_ms = LONGEST_WAIT_MS;
	if (!connect_when_ready(login->application, &own, session, NULL, failure))
		return explain_refusal(login, request, failure);
	crash_point("run_role_connected");
	return true;
}

/* The role is powerless after a minute, so a failure to drop it does not fail the run. */
static void
drop_role(const struct schema_run_login *login)
{
	const struct provisioning_operations *operations = login->application->database->provisioning;
	struct schema_run_tries tries = {.patience = provision_race_patience(login->application)};
	struct failure failure = {0};
	bool is_powerless = false;
	bool was_interrupted = false;

	while (!operations->drop_schema_run_role(login->administrator, login->name,
	                                         login->administrator_name, &is_powerless, &failure))
	{
		/* A stop signal during the step cancels it once; the step is tried again. */
		bool is_interrupted = failure.kind == FAILURE_INTERRUPTED && !was_interrupted;
		bool is_kept = is_powerless && failure.reason == REASON_LOCK_TIMEOUT;

		was_interrupted = was_interrupted || is_interrupted;
		if (!is_interrupted && (is_kept || !is_worth_another_try(&tries, &failure)))
			break;
		if (!is_interrupted)
			(void)patience_pause(&tries.patience, failure.message, &failure);
		failure_clear(&failure);
	}
	if (failure.kind == FAILURE_NONE)
		crash_point("run_role_dropped");
	else if (is_powerless)
		warn_of_powerless_role(login->name, &failure);
	else
		log_warning("role \"%s\", made for this run, was not dropped; it can log in for a minute, "
		            "and a later run drops it: %s",
		            login->name, failure.message);
}

static bool
connect_as_run_role(struct schema_run_login *login, const struct connect_request *request,
                    struct session **session, struct failure *failure)
{
	drop_expired_roles(login);
	choose_role(login);
	if (!make_role(login, request, failure))
	{
		/* It is unknown whether the statement or its cancellation came first. */
		if (failure->kind == FAILURE_INTERRUPTED)
			drop_role(login);
		return fail_context(failure,
		                    "cannot stand in for role \"%s\", which has no password in the "
		                    "settings",
		                    request->login.role);
	}

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
