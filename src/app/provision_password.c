#include <string.h>

#include "app/connect.h"
#include "app/provision_run.h"
#include "base/crash_point.h"
#include "base/log.h"

static bool
make_login(const void *context, const struct settings *settings, struct login *login,
           struct failure *failure)
{
	const struct role_wish *role = context;

	return login_of_owner(settings, role->name, role->home, login, failure);
}

const char *
provision_password_of(const struct provision_run *run, const struct role_wish *role)
{
	struct login login = {0};
	struct failure ignored = {0};

	return make_login(role, run->application->settings, &login, &ignored) ? login.password : NULL;
}

/*
 * The server looks at the database only after it has accepted the password
 * (PostgreSQL manual, "Overview of the frontend/backend protocol", start-up).
 */
static bool
is_refused_after_the_password(const struct failure *failure)
{
	static const char *const sqlstates[] = {
		"3D000", /* no such database, yet */
		"42501", /* no CONNECT */
		"55000", /* the database takes no connections */
	};

	for (size_t index = 0; index < sizeof sqlstates / sizeof sqlstates[0]; index++)
	{
		if (failure_has_sqlstate(failure, sqlstates[index]))
			return true;
	}
	return false;
}

/* A server that lets anybody in (trust, peer) has proved nothing: what it keeps is compared. */
static bool
ask_server(struct provision_run *run, const struct role_wish *role,
           enum password_standing *standing, struct failure *failure)
{
	const char *password = provision_password_of(run, role);

	*standing = PASSWORD_UNKNOWN;
	return password == NULL || run->application->database->provisioning->password_standing(
								   run->session, role->name, password, standing, failure);
}

static bool
try_password(struct provision_run *run, const struct role_wish *role,
             enum password_standing *standing, struct failure *failure)
{
	const struct session_operations *operations = run->application->database->session;
	struct connect_request request = {
		.make_login = make_login, .context = role, .refusal_ends_waiting = true};
	struct connect_outcome ignored = {0};
	struct session *session = NULL;

	if (connect_when_ready(run->application, &request, &session, &ignored, failure))
	{
		bool is_proved = operations->used_password(session);

		operations->close(session);
		*standing = PASSWORD_MATCHES;
		return is_proved || ask_server(run, role, standing, failure);
	}
	if (failure_has_sqlstate(failure, "28P01"))
		*standing = PASSWORD_DIFFERS;
	else if (is_refused_after_the_password(failure))
		*standing = PASSWORD_MATCHES;
	else
		return false;
	failure_clear(failure);
	return true;
}

bool
provision_password(struct provision_run *run, const struct role_wish *role, struct failure *failure)
{
	const struct provisioning_operations *operations = run->application->database->provisioning;
	enum password_standing standing = PASSWORD_MATCHES;

	/* The administrator's own login has proved its own. */
	if (!role->can_login || provision_password_of(run, role) == NULL ||
	    strcmp(role->name, run->wish.administrator) == 0)
		return true;
	if (!try_password(run, role, &standing, failure))
		return fail_context(failure, "cannot tell whether the password of role \"%s\" is right",
		                    role->name);
	if (standing != PASSWORD_DIFFERS)
		return true;
	if (run->is_looking)
	{
		run->pending_count++;
		return true;
	}
	if (!operations->set_password(run->session, role->name, provision_password_of(run, role),
	                              run->wish.administrator, failure))
		return false;
	crash_point("provision_password_set");
	name_list_append(&run->outcome->changed_passwords, role->name);
	run->outcome->change_count++;
	log_warning("role \"%s\": the server refused the password of the settings, so it was made the "
	            "role's password; whoever still uses the old one is locked out",
	            role->name);
	return true;
}
