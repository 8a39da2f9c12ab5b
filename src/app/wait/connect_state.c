#include "app/wait/connect_state.h"

#include "base/log.h"

static bool
fail_standby(const struct login *login, struct failure *failure)
{
	fail(failure, FAILURE_UNREACHABLE,
	     "the server at %s port %s takes logins, but is in recovery (a standby, or not yet "
	     "promoted)",
	     login->host, login->port);
	return fail_hint(failure, "Point POSTGRES_HOST at the primary.");
}

static bool
fail_read_only(const struct login *login, const struct setting_place *place,
               struct failure *failure)
{
	fail(failure, FAILURE_UNREACHABLE,
	     "the server at %s port %s takes logins, but is read-only (default_transaction_read_only "
	     "is on)",
	     login->host, login->port);
	if (place->words == NULL)
		return fail_hint(failure, "Reset it on the server (managed services set it when the disk "
		                          "is full), or point POSTGRES_HOST at another server.");
	return fail_hint(failure,
	                 "It is set for %s. Reset it (a managed service sets it when the disk is full: "
	                 "free space first): %s",
	                 place->words, place->reset);
}

/*
 * A role that is read-only by default was set so for its other work, so a run may write all the
 * same. A read-only database may have been closed by a managed service whose disk is full. Only
 * the administrator's login or a run with --ensure-role overrides that, so that an owner cannot
 * lock the administrator out.
 */
static bool
may_override(const struct application *application, const struct login_request *request,
             const struct setting_place *place)
{
	return place->is_of_role || request->as == LOGIN_OF_ADMINISTRATOR ||
	       settings_flag(application->settings, SETTING_ENSURE_ROLE);
}

static bool
check_read_only(const struct application *application, const struct login_request *request,
                struct session *session, const struct login *login, struct failure *failure)
{
	const struct session_operations *operations = application->database->session;
	struct setting_question question = {.setting = "default_transaction_read_only"};
	cleanup_setting_place struct setting_place place = {0};

	if (!operations->find_setting(session, &question, &place, failure))
		return false;
	if (place.words == NULL || !may_override(application, request, &place))
		return fail_read_only(login, &place, failure);
	log_warning("default_transaction_read_only is on for %s; this run writes all the same; to "
	            "reset it: %s",
	            place.words, place.reset);
	operations->override_read_only(session);
	return true;
}

bool
connect_check_state(const struct application *application, const struct login_request *request,
                    struct session *session, const struct login *login, struct failure *failure)
{
	switch (application->database->session->state(session))
	{
		case SESSION_STANDBY:
			return fail_standby(login, failure);
		case SESSION_READ_ONLY:
			return check_read_only(application, request, session, login, failure);
		case SESSION_WRITABLE:
			break;
	}
	return true;
}
