#include "app/provision/provision.h"

#include <string.h>

#include "app/provision/administrator_login.h"
#include "app/provision/entrance.h"
#include "app/provision/provision_run.h"
#include "app/wait/connect.h"
#include "app/wait/lock.h"
#include "base/cleanup.h"
#include "base/log.h"

/*
 * In the maintenance database, whose locks are separate from those of other databases;
 * docs/provisioning.md.
 */
static const char lock_database[] = "noetl-schema";
static const char lock_schema[] = "provisioning";

static struct access_question
question_of(const struct provision_run *run, enum access_subject subject)
{
	return (struct access_question){.subject = subject,
	                                .administrator = run->desired.administrator};
}

static bool
reconcile_roles(struct provision_run *run, struct failure *failure)
{
	const struct provision_login maintenance = {.administrator = run->maintenance};

	for (size_t index = 0; index < run->desired.role_count; index++)
	{
		const struct role_spec *role = &run->desired.roles[index];
		struct access_question question = question_of(run, ACCESS_ROLE);
		size_t pending_count = run->pending_count;

		question.role = role;
		if (!provision_reconcile(run, &maintenance, &question, failure))
			return false;
		/* The password of a role with pending changes cannot be tried yet. */
		if (run->pending_count == pending_count && !provision_password(run, role, failure))
			return false;
	}
	return true;
}

/*
 * POSTGRES_USER, which must not enter the platform's database, is the administrator if no other
 * is named.
 */
static bool
administrator_is_barred(const struct provision_run *run, const struct database_spec *database)
{
	return database->barred_role != NULL &&
	       strcmp(database->barred_role, run->desired.administrator) == 0;
}

static bool
reconcile_database(struct provision_run *run, const struct database_spec *database,
                   bool admits_administrator, struct failure *failure)
{
	const struct provision_login maintenance = {.administrator = run->maintenance};
	struct access_question question = question_of(run, ACCESS_DATABASE);

	question.database = database;
	question.admits_administrator = admits_administrator;
	question.token = run->token;
	/* Without the lock, another run may be making such a database now. */
	question.drops_leftovers = run->is_looking || run->has_lock;
	return provision_reconcile(run, &maintenance, &question, failure);
}

static bool
reconcile_extensions(struct provision_run *run, const struct provision_login *login,
                     const struct schema_spec *schema, struct failure *failure)
{
	for (size_t index = 0; index < schema->extension_count; index++)
	{
		struct access_question question = question_of(run, ACCESS_EXTENSION);

		question.extension = &schema->extensions[index];
		if (!provision_reconcile(run, login, &question, failure))
			return false;
	}
	return true;
}

static bool
reconcile_schemas(struct provision_run *run, const struct provision_login *login,
                  const struct database_spec *database, struct failure *failure)
{
	for (size_t index = 0; index < run->desired.schema_count; index++)
	{
		const struct schema_spec *schema = &run->desired.schemas[index];
		struct access_question question = question_of(run, ACCESS_SCHEMA);

		if (strcmp(schema->database, database->name) != 0)
			continue;
		question.schema = schema;
		if (!provision_reconcile(run, login, &question, failure) ||
		    !reconcile_extensions(run, login, schema, failure))
			return false;
	}
	return true;
}

/* While only comparing, the owner logs in if it can: the administrator may not have access yet. */
static bool
enters_as_owner(const struct provision_run *run, const struct database_spec *database)
{
	return run->is_looking && login_owner_can_log_in(run->application->settings, database->owner);
}

static bool
enter_database(struct provision_run *run, const struct database_spec *database,
               struct provision_login *login, struct failure *failure)
{
	struct connect_request request = {
		.login = {.as = LOGIN_OF_OWNER, .role = database->owner, .database = database->name},
		.refusal_ends_waiting = true,
	};

	if (enters_as_owner(run, database))
		return connect_when_ready(run->application, &request, &login->owner, NULL, failure);
	return connect_as_administrator(run->application, &request, &login->administrator, failure);
}

static bool
reconcile_inside(struct provision_run *run, const struct database_spec *database,
                 struct failure *failure)
{
	const struct database *operations = run->application->database;
	struct provision_login login = {0};

	if (!enter_database(run, database, &login, failure))
	{
		provision_explain_entrance(
			run, enters_as_owner(run, database) ? database->owner : run->desired.administrator,
			database->name, failure);
		return false;
	}

	bool is_done = reconcile_schemas(run, &login, database, failure);

	operations->session->close(login.owner);
	operations->provisioning->close(login.administrator);
	return is_done && provision_record_passwords(run, database, failure);
}

/* The access of the barred administrator is removed even if the work inside fails. */
static bool
reconcile_inside_while_admitted(struct provision_run *run, const struct database_spec *database,
                                struct failure *failure)
{
	struct failure second = {0};

	if (!reconcile_database(run, database, true, failure))
		return false;

	bool is_done = reconcile_inside(run, database, failure);

	if (is_done)
		return reconcile_database(run, database, false, failure);
	if (!failure->connection_lost)
		(void)reconcile_database(run, database, false, &second);
	return false;
}

static bool
reconcile_databases(struct provision_run *run, struct failure *failure)
{
	for (size_t index = 0; index < run->desired.database_count; index++)
	{
		const struct database_spec *database = &run->desired.databases[index];
		bool keeps_out = administrator_is_barred(run, database);

		if (!reconcile_database(run, database, !keeps_out, failure))
			return false;
		/*
		 * A database that is still to be made cannot be compared inside; it is counted as pending
		 * already.
		 */
		if (run->is_looking && run->pending_count > 0)
			continue;

		bool is_done = keeps_out && !run->is_looking
		                   ? reconcile_inside_while_admitted(run, database, failure)
		                   : reconcile_inside(run, database, failure);

		if (!is_done)
			return false;
	}
	return true;
}

static bool
reconcile_all(struct provision_run *run, struct failure *failure)
{
	return reconcile_roles(run, failure) && reconcile_databases(run, failure);
}

static bool
lock_provisioning(struct provision_run *run, struct administrator_session *administrator,
                  bool in_transaction, struct failure *failure)
{
	const struct lock_login login = {.administrator = administrator};
	struct lock_request request = {
		.key = run->application->database->lock->key(lock_database, lock_schema),
		.what = "provisioning",
		.in_transaction = in_transaction,
		.administrator = run->desired.administrator,
	};
	bool is_passed_over = false;

	if (!lock_acquire(run->application, &login, &request, &is_passed_over, failure))
		return false;
	run->has_lock = !is_passed_over;
	return true;
}

/*
 * Compares everything again, because another copy may have made all changes meanwhile. The lock
 * only keeps copies from disturbing each other; provision_reconcile() is correct without it.
 */
static bool
reconcile_under_lock(struct provision_run *run, struct failure *failure)
{
	run->is_looking = false;
	return reconcile_all(run, failure);
}

/*
 * A pooler may give each statement another session, and CREATE DATABASE cannot run in a
 * transaction. So a second session holds the lock in a transaction that it keeps open.
 */
static bool
change_behind_pooler(struct provision_run *run, struct failure *failure)
{
	const struct provisioning_operations *operations = run->application->database->provisioning;
	struct administrator_session *holder = NULL;
	struct failure ignored = {0};

	if (!administrator_login(run->application, &holder, failure))
		return false;

	bool is_done =
		lock_provisioning(run, holder, true, failure) && reconcile_under_lock(run, failure);

	(void)operations->rollback(holder, &ignored);
	operations->close(holder);
	return is_done;
}

static bool
provision_under_lock(struct provision_run *run, struct failure *failure)
{
	if (run->application->database->provisioning->is_behind_pooler(run->maintenance))
		return change_behind_pooler(run, failure);
	return lock_provisioning(run, run->maintenance, false, failure) &&
	       reconcile_under_lock(run, failure);
}

static bool
provision_all(const struct application *application, const struct managed_schema *schemas,
              size_t count, struct provision_outcome *outcome, struct failure *failure)
{
	struct provision_run run = {.application = application, .outcome = outcome, .is_looking = true};

	application->clock->random_uuid(application->clock->context, run.token);
	desired_access_make(application->settings, schemas, count, &run.desired);

	bool is_done = administrator_login(application, &run.maintenance, failure) &&
	               reconcile_all(&run, failure) &&
	               (run.pending_count == 0 || provision_under_lock(&run, failure));

	application->database->provisioning->close(run.maintenance);
	desired_access_free(&run.desired);
	name_list_free(&run.said);
	return is_done;
}

/* True for failures that the owner of one schema's role or database can cause. */
static bool
may_concern_one_schema(const struct failure *failure)
{
	return !failure->connection_lost && failure->reason != REASON_AUTHENTICATION_METHOD &&
	       (failure->kind == FAILURE_DENIED || failure->reason == REASON_LOCK_TIMEOUT);
}

bool
provision(const struct application *application, const struct managed_schema *schemas, size_t count,
          struct provision_outcome *outcome, struct failure *failure)
{
	outcome->covers_first_only = false;
	if (provision_all(application, schemas, count, outcome, failure))
		return true;
	if (count <= 1 || !may_concern_one_schema(failure))
		return false;
	log_warning("%s is provisioned without the schemas after it: %s", schemas[0].source,
	            failure->message);
	failure_clear(failure);
	outcome->covers_first_only = true;
	return provision_all(application, schemas, 1, outcome, failure);
}
