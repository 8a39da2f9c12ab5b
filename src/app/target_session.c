#include "app/target_session.h"

#include <stdlib.h>
#include <string.h>

#include "app/connect.h"
#include "app/provision/schema_run_role.h"
#include "app/target_report.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/memory.h"

static void
report_waiting(const void *context, const struct failure *reason)
{
	target_report_waiting(context, reason->message);
}

static bool
owner_can_log_in(const struct target_run *run)
{
	return login_owner_can_log_in(run->application->settings, run->target->owner);
}

void
target_session_close(const struct application *application, struct target_session *connection)
{
	application->database->session->close(connection->session);
	free(connection->database);
	free(connection->user);
	*connection = (struct target_session){0};
}

/* Takes the session over. */
static void
keep_session(struct target_run *run, struct session *session, enum session_standing standing)
{
	*run->connection = (struct target_session){
		.session = session,
		.standing = standing,
		.database = memory_copy_text(run->target->database),
		.user = memory_copy_text(run->target->owner),
	};
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
	return run->application->database->catalog->look(session, run->target, &run->look, failure);
}

static bool
is_to_be_provisioned_first(const struct target_run *run)
{
	return settings_flag(run->application->settings, SETTING_ENSURE_ROLE) && !run->is_provisioned;
}

static struct connect_request
connect_request_of(struct target_run *run, enum login_as as)
{
	return (struct connect_request){
		.login = {.as = as, .role = run->target->owner, .database = run->target->database},
		.ask_first = look_in_session,
		.first_context = run,
		.waiting = report_waiting,
		.waiting_context = run,
		.refusal_ends_waiting = is_to_be_provisioned_first(run),
	};
}

static bool
open_session(struct target_run *run, enum login_as as, struct failure *failure)
{
	enum session_standing standing = as == LOGIN_TO_READ ? STANDING_READER : STANDING_OWNER;
	const struct connect_request request = connect_request_of(run, as);
	struct session *session = NULL;

	if (serves(run->connection, run->target, standing))
		return look_in_session(run, run->connection->session, failure);
	target_session_close(run->application, run->connection);

	bool is_open = as == LOGIN_OF_SCHEMA_RUN
	                   ? schema_run_role_connect(run->application, &request, &session, failure)
	                   : connect_when_ready(run->application, &request, &session, NULL, failure);

	if (is_open)
		keep_session(run, session, standing);
	return is_open;
}

/* For an owner without a login: whether nobody else can even look, in the owner's place. */
static bool
needs_schema_run(const struct target_run *run)
{
	const struct login_request reader = {
		.as = LOGIN_TO_READ, .role = run->target->owner, .database = run->target->database};
	struct login login = {0};
	struct failure no_login = {0};

	return settings_flag(run->application->settings, SETTING_ENSURE_ROLE) && run->is_provisioned &&
	       !login_make(run->application->settings, &reader, &login, &no_login);
}

bool
target_session_look(struct target_run *run, struct failure *failure)
{
	if (owner_can_log_in(run))
		return open_session(run, LOGIN_OF_OWNER, failure);
	return open_session(run, needs_schema_run(run) ? LOGIN_OF_SCHEMA_RUN : LOGIN_TO_READ, failure);
}

static bool
fail_owner_without_login(const struct target_run *run, struct failure *failure)
{
	fail(failure, FAILURE_DENIED,
	     "schema \"%s\" in database \"%s\" needs a change, but its owner \"%s\" has no password in "
	     "the settings and so no login",
	     run->target->schema, run->target->database, run->target->owner);
	return fail_hint(failure,
	                 "Run with --ensure-role, so that the change is made in the owner's role "
	                 "by a login that is made for the run, or set the owner's password.");
}

bool
target_session_open_to_change(struct target_run *run, struct failure *failure)
{
	if (run->connection->standing == STANDING_OWNER &&
	    serves(run->connection, run->target, STANDING_OWNER))
		return true;
	if (!settings_flag(run->application->settings, SETTING_ENSURE_ROLE))
		return fail_owner_without_login(run, failure);
	return open_session(run, LOGIN_OF_SCHEMA_RUN, failure);
}
