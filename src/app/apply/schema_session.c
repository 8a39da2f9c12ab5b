#include "app/apply/schema_session.h"

#include <stdlib.h>
#include <string.h>

#include "app/apply/schema_provision.h"
#include "app/apply/schema_report.h"
#include "app/provision/schema_run_role.h"
#include "app/wait/connect.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/memory.h"

static void
report_waiting(const void *context, const struct failure *reason, bool is_late)
{
	schema_report_waiting(context, reason->message, is_late);
}

static bool
owner_can_log_in(const struct schema_run *run)
{
	return login_owner_can_log_in(run->application->settings, run->schema->owner);
}

void
schema_session_close(const struct application *application, struct schema_session *connection)
{
	application->database->session->close(connection->session);
	free(connection->database);
	free(connection->user);
	*connection = (struct schema_session){0};
}

/* Takes the session over. */
static void
keep_session(struct schema_run *run, struct session *session, enum session_access access)
{
	*run->connection = (struct schema_session){
		.session = session,
		.access = access,
		.database = memory_copy_text(run->schema->database),
		.user = memory_copy_text(run->schema->owner),
	};
}

/* A reader serves every owner of its database; an owner only itself. */
static bool
serves(const struct schema_session *connection, const struct managed_schema *schema,
       enum session_access access)
{
	return connection->session != NULL && connection->access == access &&
	       strcmp(connection->database, schema->database) == 0 &&
	       (access == SESSION_ACCESS_READ || strcmp(connection->user, schema->owner) == 0);
}

/* Also the first question to the server, which tells whether it is a standby. */
static bool
observe_in_session(void *context, struct session *session, struct failure *failure)
{
	struct schema_run *run = context;

	crash_point("connected");
	return run->application->database->catalog->observe(session, run->schema, &run->observed,
	                                                    failure);
}

static bool
is_to_be_provisioned_first(const struct schema_run *run)
{
	return schema_provision_is_asked(run) && !run->is_provisioned;
}

static struct connect_request
connect_request_of(struct schema_run *run, enum login_as as)
{
	return (struct connect_request){
		.login = {.as = as, .role = run->schema->owner, .database = run->schema->database},
		.ask_first = observe_in_session,
		.first_context = run,
		.waiting = report_waiting,
		.waiting_context = run,
		.refusal_ends_waiting = is_to_be_provisioned_first(run),
	};
}

static bool
open_session(struct schema_run *run, enum login_as as, struct failure *failure)
{
	enum session_access access = as == LOGIN_TO_READ ? SESSION_ACCESS_READ : SESSION_ACCESS_OWNER;
	const struct connect_request request = connect_request_of(run, as);
	struct session *session = NULL;

	if (serves(run->connection, run->schema, access))
		return observe_in_session(run, run->connection->session, failure);
	schema_session_close(run->application, run->connection);

	bool is_open = as == LOGIN_OF_SCHEMA_RUN
	                   ? schema_run_role_connect(run->application, &request, &session, failure)
	                   : connect_when_ready(run->application, &request, &session, NULL, failure);

	if (is_open)
		keep_session(run, session, access);
	return is_open;
}

/* For an owner without a login: whether nobody else can even look, in the owner's place. */
static bool
needs_schema_run(const struct schema_run *run)
{
	const struct login_request reader = {
		.as = LOGIN_TO_READ, .role = run->schema->owner, .database = run->schema->database};
	struct login login = {0};
	struct failure no_login = {0};

	return schema_provision_is_asked(run) && run->is_provisioned &&
	       !login_make(run->application->settings, &reader, &login, &no_login);
}

bool
schema_session_observe(struct schema_run *run, struct failure *failure)
{
	if (owner_can_log_in(run))
		return open_session(run, LOGIN_OF_OWNER, failure);
	return open_session(run, needs_schema_run(run) ? LOGIN_OF_SCHEMA_RUN : LOGIN_TO_READ, failure);
}

static bool
fail_owner_without_login(const struct schema_run *run, struct failure *failure)
{
	fail(failure, FAILURE_DENIED,
	     "schema \"%s\" in database \"%s\" needs a change, but its owner \"%s\" has no password in "
	     "the settings and so no login",
	     run->schema->name, run->schema->database, run->schema->owner);
	if (run_goal_only_looks(run->goal))
		return fail_hint(failure, "Set the owner's password: the shadow of the DDL is built in the "
		                          "owner's login.");
	return fail_hint(failure,
	                 "Run with --ensure-role, so that the change is made in the owner's role "
	                 "by a login that is made for the run, or set the owner's password.");
}

bool
schema_session_open_to_change(struct schema_run *run, struct failure *failure)
{
	if (run->connection->access == SESSION_ACCESS_OWNER &&
	    serves(run->connection, run->schema, SESSION_ACCESS_OWNER))
		return true;
	if (!schema_provision_is_asked(run))
		return fail_owner_without_login(run, failure);
	return open_session(run, LOGIN_OF_SCHEMA_RUN, failure);
}
