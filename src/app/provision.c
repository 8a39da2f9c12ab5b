#include "app/provision.h"

#include <string.h>

#include "app/connect.h"
#include "app/lock.h"
#include "app/provision_run.h"
#include "base/cleanup.h"
#include "base/log.h"

/* In the maintenance database, whose locks are not those of any other; docs/provisioning.md. */
static const char lock_database[] = "noetl-schema";
static const char lock_schema[] = "provisioning";
/* Every server has it, unless somebody dropped that one too. */
static const char other_maintenance_database[] = "template1";

struct administrator_login
{
	const char *database; /* NULL: NOETL_ADMIN_DB */
};

static bool
make_administrator_login(const void *context, const struct settings *settings, struct login *login,
                         struct failure *failure)
{
	const struct administrator_login *wanted = context;
	const char *database = wanted->database != NULL
	                           ? wanted->database
	                           : settings_text(settings, SETTING_NOETL_ADMIN_DB);

	return login_of_administrator(settings, database, login, failure);
}

static bool
make_owner_login(const void *context, const struct settings *settings, struct login *login,
                 struct failure *failure)
{
	const struct database_wish *database = context;

	return login_of_owner(settings, database->owner, database->name, login, failure);
}

static bool
open_administrator(const struct provision_run *run, const char *database, bool refusal_ends_waiting,
                   struct session **session, struct failure *failure)
{
	struct administrator_login login = {database};
	struct connect_request request = {.make_login = make_administrator_login,
	                                  .is_administrators = true,
	                                  .context = &login,
	                                  .refusal_ends_waiting = refusal_ends_waiting};
	struct connect_outcome ignored = {0};

	return connect_when_ready(run->application, &request, session, &ignored, failure);
}

/* The refusal of one database is no reason to wait when another is to be tried anyway. */
static bool
open_maintenance(struct provision_run *run, struct failure *failure)
{
	const struct settings *settings = run->application->settings;
	bool is_chosen = settings_is_given(settings, SETTING_NOETL_ADMIN_DB);

	if (is_chosen)
		return open_administrator(run, NULL, false, &run->session, failure);
	if (open_administrator(run, NULL, true, &run->session, failure))
		return true;
	if (failure->kind != FAILURE_DENIED)
		return false;

	bool is_missing = failure_has_sqlstate(failure, "3D000");

	failure_clear(failure);
	return open_administrator(run, is_missing ? other_maintenance_database : NULL, false,
	                          &run->session, failure);
}

static struct access_question
question_of(const struct provision_run *run, enum access_subject subject)
{
	return (struct access_question){.subject = subject, .administrator = run->wish.administrator};
}

static bool
settle_roles(struct provision_run *run, struct failure *failure)
{
	for (size_t index = 0; index < run->wish.role_count; index++)
	{
		const struct role_wish *role = &run->wish.roles[index];
		struct access_question question = question_of(run, ACCESS_ROLE);
		size_t pending_count = run->pending_count;

		question.role = role;
		if (!provision_settle(run, run->session, &question, failure))
			return false;
		/* A role that is still to be made or let in has no password to try. */
		if (run->pending_count == pending_count && !provision_password(run, role, failure))
			return false;
	}
	return true;
}

/* An administrator that must not enter: POSTGRES_USER itself, where there is no other. */
static bool
is_stranger(const struct provision_run *run, const struct database_wish *database)
{
	return database->stranger != NULL && !database->needs_administrator &&
	       strcmp(database->stranger, run->wish.administrator) == 0;
}

static bool
settle_database(struct provision_run *run, const struct database_wish *database,
                bool admits_administrator, struct failure *failure)
{
	struct access_question question = question_of(run, ACCESS_DATABASE);

	question.database = database;
	question.admits_administrator = admits_administrator;
	return provision_settle(run, run->session, &question, failure);
}

static bool
settle_extensions(struct provision_run *run, struct session *session,
                  const struct schema_wish *schema, struct failure *failure)
{
	for (size_t index = 0; index < schema->extension_count; index++)
	{
		struct access_question question = question_of(run, ACCESS_EXTENSION);

		question.extension = &schema->extensions[index];
		if (!provision_settle(run, session, &question, failure))
			return false;
	}
	return true;
}

static bool
settle_schemas(struct provision_run *run, struct session *session,
               const struct database_wish *database, struct failure *failure)
{
	for (size_t index = 0; index < run->wish.schema_count; index++)
	{
		const struct schema_wish *schema = &run->wish.schemas[index];
		struct access_question question = question_of(run, ACCESS_SCHEMA);

		if (strcmp(schema->database, database->name) != 0)
			continue;
		question.schema = schema;
		if (!provision_settle(run, session, &question, failure) ||
		    !settle_extensions(run, session, schema, failure))
			return false;
	}
	return true;
}

/* Looking is done by the owner where it can: the administrator may have no way in yet. */
static bool
enter(struct provision_run *run, const struct database_wish *database, struct session **session,
      struct failure *failure)
{
	struct connect_request request = {
		.make_login = make_owner_login, .context = database, .refusal_ends_waiting = true};
	struct connect_outcome ignored = {0};
	struct login login = {0};
	struct failure no_login = {0};

	if (run->is_looking &&
	    make_owner_login(database, run->application->settings, &login, &no_login))
		return connect_when_ready(run->application, &request, session, &ignored, failure);
	return open_administrator(run, database->name, true, session, failure);
}

static bool
settle_inside(struct provision_run *run, const struct database_wish *database,
              struct failure *failure)
{
	struct session *session = NULL;

	if (!enter(run, database, &session, failure))
		return false;

	bool is_done = settle_schemas(run, session, database, failure) &&
	               provision_ledger(run, session, database, failure);

	run->application->database->session->close(session);
	return is_done;
}

/* Whether or not the work inside succeeds, a stranger does not keep its way in. */
static bool
settle_inside_as_stranger(struct provision_run *run, const struct database_wish *database,
                          struct failure *failure)
{
	struct failure second = {0};

	if (!settle_database(run, database, true, failure))
		return false;

	bool is_done = settle_inside(run, database, failure);

	if (is_done)
		return settle_database(run, database, false, failure);
	if (!failure->connection_lost)
		(void)settle_database(run, database, false, &second);
	return false;
}

static bool
settle_databases(struct provision_run *run, struct failure *failure)
{
	for (size_t index = 0; index < run->wish.database_count; index++)
	{
		const struct database_wish *database = &run->wish.databases[index];
		bool keeps_out = is_stranger(run, database);

		if (!settle_database(run, database, !keeps_out, failure))
			return false;
		/* What is to be made cannot be looked into; that it is to be made is known enough. */
		if (run->is_looking && run->pending_count > 0)
			continue;

		bool is_done = keeps_out && !run->is_looking
		                   ? settle_inside_as_stranger(run, database, failure)
		                   : settle_inside(run, database, failure);

		if (!is_done)
			return false;
	}
	return true;
}

static bool
settle_all(struct provision_run *run, struct failure *failure)
{
	return settle_roles(run, failure) && settle_databases(run, failure);
}

static bool
lock_provisioning(const struct provision_run *run, struct session *session, bool in_transaction,
                  struct failure *failure)
{
	struct lock_request request = {
		.key = run->application->database->lock->key(lock_database, lock_schema),
		.what = "provisioning",
		.in_transaction = in_transaction,
	};

	return lock_acquire(run->application, session, &request, failure);
}

/* Under the lock everything is looked at anew: another copy may have done it all meanwhile. */
static bool
settle_under_lock(struct provision_run *run, struct failure *failure)
{
	run->is_looking = false;
	return settle_all(run, failure);
}

/*
 * A pooler may give each statement another session, and CREATE DATABASE cannot run in
 * a transaction: so a second session keeps one open that holds the lock.
 */
static bool
change_behind_pooler(struct provision_run *run, struct failure *failure)
{
	const struct session_operations *operations = run->application->database->session;
	struct session *worker = take(run->session);
	struct failure ignored = {0};
	bool is_open = open_maintenance(run, failure);
	struct session *holder = take(run->session);

	run->session = worker;
	if (!is_open)
		return false;

	bool is_done = lock_provisioning(run, holder, true, failure) && settle_under_lock(run, failure);

	(void)operations->rollback(holder, &ignored);
	operations->close(holder);
	return is_done;
}

static bool
change_under_lock(struct provision_run *run, struct failure *failure)
{
	if (run->application->database->session->is_behind_pooler(run->session))
		return change_behind_pooler(run, failure);
	return lock_provisioning(run, run->session, false, failure) && settle_under_lock(run, failure);
}

bool
provision(const struct application *application, const struct target *targets, size_t count,
          struct provision_outcome *outcome, struct failure *failure)
{
	struct provision_run run = {.application = application, .outcome = outcome, .is_looking = true};

	access_wish_make(application->settings, targets, count, &run.wish);

	bool is_done = open_maintenance(&run, failure) && settle_all(&run, failure) &&
	               (run.pending_count == 0 || change_under_lock(&run, failure));

	application->database->session->close(run.session);
	access_wish_free(&run.wish);
	name_list_free(&run.said);
	return is_done;
}

void
provision_outcome_free(struct provision_outcome *outcome)
{
	name_list_free(&outcome->changed_passwords);
	*outcome = (struct provision_outcome){0};
}
