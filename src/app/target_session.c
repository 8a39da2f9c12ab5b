#include "app/target_session.h"

#include <stdlib.h>
#include <string.h>

#include "app/connect.h"
#include "app/target_report.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/memory.h"

static bool
make_owner_login(const void *context, const struct settings *settings, struct login *login,
                 struct failure *failure)
{
	const struct target *target = context;

	return login_of_owner(settings, target->owner, target->database, login, failure);
}

static bool
make_administrator_login(const void *context, const struct settings *settings, struct login *login,
                         struct failure *failure)
{
	const struct target *target = context;

	return login_of_administrator(settings, target->database, login, failure);
}

static bool
make_reader_login(const void *context, const struct settings *settings, struct login *login,
                  struct failure *failure)
{
	const struct target *target = context;

	return login_to_look(settings, target->owner, target->database, login, failure);
}

static void
report_waiting(const void *context, const struct failure *reason)
{
	target_report_waiting(context, reason->message);
}

static bool
owner_can_log_in(const struct target_run *run)
{
	struct login login = {0};
	struct failure ignored = {0};

	return make_owner_login(run->target, run->application->settings, &login, &ignored);
}

void
target_session_close(const struct application *application, struct target_session *connection)
{
	application->database->session->close(connection->session);
	free(connection->database);
	free(connection->user);
	*connection = (struct target_session){0};
}

static bool
open_session(struct target_run *run, const struct connect_request *request,
             enum session_standing standing, struct failure *failure)
{
	struct session *session = NULL;
	struct connect_outcome outcome = {0};

	target_session_close(run->application, run->connection);
	if (!connect_when_ready(run->application, request, &session, &outcome, failure))
		return false;
	*run->connection = (struct target_session){
		.session = session,
		.standing = standing,
		.database = memory_copy_text(run->target->database),
		.user = memory_copy_text(run->target->owner),
	};
	return true;
}

/* A reader serves every owner of its database; an owner only itself. */
static bool
serves(const struct target_session *connection, const struct target *target,
       enum session_standing standing)
{
	return connection->session != NULL && connection->standing == standing &&
	       strcmp(connection->database, target->database) == 0 &&
	       (standing == STANDING_READER || strcmp(connection->user, target->owner) == 0);
}

/* Also the first question to the server, which tells whether it is a standby. */
static bool
look_in_session(void *context, struct session *session, struct failure *failure)
{
	struct target_run *run = context;

	crash_point("connected");
	return run->application->database->catalog->look(session, run->target, run->ledger_schema,
	                                                 &run->look, failure);
}

bool
target_session_look(struct target_run *run, struct failure *failure)
{
	enum session_standing standing = owner_can_log_in(run) ? STANDING_OWNER : STANDING_READER;
	struct connect_request request = {
		.make_login = standing == STANDING_OWNER ? make_owner_login : make_reader_login,
		.context = run->target,
		.ask_first = look_in_session,
		.first_context = run,
		.waiting = report_waiting,
		.waiting_context = run,
		.refusal_ends_waiting =
			settings_flag(run->application->settings, SETTING_ENSURE_ROLE) && !run->is_provisioned,
	};

	if (serves(run->connection, run->target, standing))
		return look_in_session(run, run->connection->session, failure);
	return open_session(run, &request, standing, failure);
}

static bool
fail_owner_without_login(const struct target_run *run, struct failure *failure)
{
	fail(failure, FAILURE_DENIED,
	     "schema \"%s\" in database \"%s\" needs a change, but its owner \"%s\" has no password in "
	     "the settings and so no login",
	     run->target->schema, run->target->database, run->target->owner);
	return fail_hint(failure, "Run with --ensure-role, so that the administrator makes the change "
	                          "in the owner's role, or set the owner's password.");
}

bool
target_session_open_to_change(struct target_run *run, struct failure *failure)
{
	struct connect_request request = {
		.make_login = make_administrator_login,
		.is_administrators = true,
		.context = run->target,
		.waiting = report_waiting,
		.waiting_context = run,
	};

	if (run->connection->standing == STANDING_OWNER &&
	    serves(run->connection, run->target, STANDING_OWNER))
		return true;
	if (!settings_flag(run->application->settings, SETTING_ENSURE_ROLE))
		return fail_owner_without_login(run, failure);

	log_warning("%s: role \"%s\" cannot log in, so the administrator makes the change in its role; "
	            "a trigger or function that this role planted would run with the administrator's "
	            "session and could leave the role: set the role's password to avoid this",
	            run->target->source, run->target->owner);
	return open_session(run, &request, STANDING_OWNER, failure) &&
	       run->application->database->session->set_role(run->connection->session,
	                                                     run->target->owner, failure);
}
