#include <string.h>

#include "app/provision/administrator_transaction.h"
#include "app/provision/provision_race.h"
#include "app/provision/provision_run.h"
#include "app/run_mandate.h"
#include "app/wait/connect.h"
#include "base/crash_point.h"
#include "base/log.h"

static struct login_request
login_of_role(const struct role_spec *role)
{
	return (struct login_request){
		.as = LOGIN_OF_OWNER, .role = role->name, .database = role->login_database};
}

const char *
provision_password_of(const struct provision_run *run, const struct role_spec *role)
{
	const struct login_request request = login_of_role(role);
	struct login login = {0};
	struct failure ignored = {0};

	return login_make(run->application->settings, &request, &login, &ignored) ? login.password
	                                                                          : NULL;
}

/*
 * The server checks the database only after it has accepted the password (PostgreSQL manual,
 * "Overview of the frontend/backend protocol", start-up).
 */
static bool
is_refused_after_the_password(const struct failure *failure)
{
	switch (failure->reason)
	{
		case REASON_NO_DATABASE:
		case REASON_NO_PRIVILEGE:
		case REASON_DATABASE_CLOSED:
		case REASON_CONNECTION_LIMIT:
		case REASON_LIBRARY_REFUSED:
		case REASON_SESSION_LIMIT:
			return true;
		default:
			return false;
	}
}

/*
 * A login without a password question (trust, peer) proves nothing, so the stored one is
 * compared.
 */
static bool
ask_server(struct provision_run *run, const struct role_spec *role, enum password_status *status,
           struct failure *failure)
{
	const char *password = provision_password_of(run, role);

	*status = PASSWORD_UNKNOWN;
	return password == NULL || run->application->database->provisioning->password_status(
								   run->maintenance, role->name, password, status, failure);
}

static bool
try_password(struct provision_run *run, const struct role_spec *role, enum password_status *status,
             struct failure *failure)
{
	const struct session_operations *operations = run->application->database->session;
	const struct connect_request request = {.login = login_of_role(role),
	                                        .refusal_ends_waiting = true};
	struct session *session = NULL;

	if (connect_when_ready(run->application, &request, &session, NULL, failure))
	{
		bool is_proved = operations->used_password(session);

		operations->close(session);
		*status = PASSWORD_MATCHES;
		return is_proved || ask_server(run, role, status, failure);
	}
	if (failure->reason == REASON_WRONG_PASSWORD)
		*status = PASSWORD_DIFFERS;
	else if (is_refused_after_the_password(failure))
		*status = PASSWORD_MATCHES;
	else
		return false;
	failure_clear(failure);
	return true;
}

static bool
set_in_transaction(struct provision_run *run, const struct role_spec *role, struct failure *failure)
{
	const struct provisioning_operations *operations = run->application->database->provisioning;

	if (!administrator_transaction_begin(run->application, run->maintenance, failure))
		return false;
	if (!operations->set_password(run->maintenance, role->name, provision_password_of(run, role),
	                              run->desired.administrator, failure) ||
	    !run_mandate_holds(run->application, failure))
		return administrator_transaction_undo(run->application, run->maintenance, failure);
	return operations->commit(run->maintenance, failure);
}

/* Tries again, because the role itself may be changing its password in an open transaction. */
static bool
set_password(struct provision_run *run, const struct role_spec *role, struct failure *failure)
{
	struct provision_race race = provision_race_start(run, run->maintenance);

	while (!set_in_transaction(run, role, failure))
	{
		if (!provision_race_again(&race, failure))
			return false;
	}
	return true;
}

bool
provision_password(struct provision_run *run, const struct role_spec *role, struct failure *failure)
{
	enum password_status status = PASSWORD_MATCHES;

	/* The administrator's login has already proved its own password. */
	if (!role->can_login || provision_password_of(run, role) == NULL ||
	    strcmp(role->name, run->desired.administrator) == 0)
		return true;
	if (!try_password(run, role, &status, failure))
		return fail_context(failure, "cannot tell whether the password of role \"%s\" is right",
		                    role->name);
	if (status != PASSWORD_DIFFERS)
		return true;
	if (run->is_looking)
	{
		run->pending_count++;
		return true;
	}
	if (!set_password(run, role, failure))
		return false;
	crash_point("provision_password_set");
	name_list_append(&run->outcome->changed_passwords, role->name);
	run->outcome->change_count++;
	log_warning("role \"%s\": the server refused the password of the settings, so it was made the "
	            "role's password; clients with the old one can no longer log in",
	            role->name);
	return true;
}
