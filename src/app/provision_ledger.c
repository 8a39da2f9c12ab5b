#include <stdio.h>
#include <string.h>

#include "app/connect.h"
#include "app/provision_run.h"
#include "base/crash_point.h"
#include "base/log.h"

static const char *
ledger_schema(const struct provision_run *run)
{
	return settings_text(run->application->settings, SETTING_NOETL_LEDGER_SCHEMA);
}

static bool
make_owner_login(const void *context, const struct settings *settings, struct login *login,
                 struct failure *failure)
{
	const struct database_wish *database = context;

	return login_of_owner(settings, database->owner, database->name, login, failure);
}

static bool
make_administrator_login(const void *context, const struct settings *settings, struct login *login,
                         struct failure *failure)
{
	const struct database_wish *database = context;

	return login_of_administrator(settings, database->name, login, failure);
}

/* The ledger belongs to the database's owner: in its own login, or in its role where it has none. */
static bool
open_as_owner(const struct provision_run *run, const struct database_wish *database,
              struct session **session, struct failure *failure)
{
	const struct session_operations *operations = run->application->database->session;
	struct connect_request request = {
		.make_login = make_owner_login, .context = database, .refusal_ends_waiting = true};
	struct connect_outcome ignored = {0};
	struct login login = {0};
	struct failure no_login = {0};
	bool can_log_in = make_owner_login(database, run->application->settings, &login, &no_login);

	if (!can_log_in)
		request.make_login = make_administrator_login;
	if (!connect_when_ready(run->application, &request, session, &ignored, failure))
		return false;
	if (can_log_in || operations->set_role(*session, database->owner, failure))
		return true;
	operations->close(*session);
	return false;
}

static const struct role_wish *
find_role(const struct provision_run *run, const char *name)
{
	for (size_t index = 0; index < run->wish.role_count; index++)
	{
		if (strcmp(run->wish.roles[index].name, name) == 0)
			return &run->wish.roles[index];
	}
	return NULL;
}

/* Whether the change of a password, not yet in a ledger, belongs into the one of this database. */
static bool
has_to_tell(const struct provision_run *run, const struct database_wish *database, size_t index)
{
	const struct role_wish *role = find_role(run, run->outcome->changed_passwords.items[index]);

	return role != NULL && strcmp(role->home, database->name) == 0;
}

static bool
record_password(const struct provision_run *run, struct session *session, const char *role,
                struct failure *failure)
{
	const struct application *application = run->application;
	const struct clock *clock = application->clock;
	int64_t now_ms = clock->unix_ms(clock->context);
	char note[FAILURE_HINT_BYTES];
	struct run_record record = {
		.source = (char *)"provisioning",
		.schema = (char *)"",
		.outcome = (char *)"password_changed",
		.tool_version = (char *)application->tool_version,
		.session_role = run->wish.administrator,
		.started_ms = now_ms,
		.finished_ms = now_ms,
		.note = note,
	};

	clock->random_uuid(clock->context, record.run);
	(void)snprintf(note, sizeof note, "password of role \"%s\"", role);
	return application->database->ledger->record(session, ledger_schema(run), &record, NULL,
	                                             failure);
}

/*
 * Rows of several copies cannot meet here: the provisioning lock is held. A row
 * that fails to be written stays on the list for the next try.
 */
static bool
write_ledger(struct provision_run *run, const struct database_wish *database,
             struct session *session, struct failure *failure)
{
	const struct database *operations = run->application->database;
	struct name_list *changed = &run->outcome->changed_passwords;

	if (!operations->session->begin(session, 0, failure) ||
	    !operations->ledger->ensure(session, ledger_schema(run), failure))
		return false;
	for (size_t index = 0; index < database->ledger_users.count; index++)
	{
		if (!operations->provisioning->share_ledger(session, ledger_schema(run),
		                                            database->ledger_users.items[index], failure))
			return false;
	}
	for (size_t index = 0; index < changed->count; index++)
	{
		if (has_to_tell(run, database, index) &&
		    !record_password(run, session, changed->items[index], failure))
			return false;
	}
	return operations->session->commit(session, failure);
}

static size_t
count_to_tell(const struct provision_run *run, const struct database_wish *database)
{
	size_t count = 0;

	for (size_t index = 0; index < run->outcome->changed_passwords.count; index++)
		count += has_to_tell(run, database, index);
	return count;
}

static void
forget_told(struct provision_run *run, const struct database_wish *database)
{
	struct name_list *changed = &run->outcome->changed_passwords;

	for (size_t index = changed->count; index-- > 0;)
	{
		if (has_to_tell(run, database, index))
			name_list_remove(changed, index);
	}
}

static bool
compare_users(const struct provision_run *run, struct session *session,
              const struct database_wish *database, struct access_difference_list *differences,
              struct failure *failure)
{
	for (size_t index = 0; index < database->ledger_users.count; index++)
	{
		struct access_question question = {
			.subject = ACCESS_LEDGER,
			.ledger_schema = ledger_schema(run),
			.ledger_user = database->ledger_users.items[index],
		};

		if (!run->application->database->inspection->compare(session, &question, differences,
		                                                     failure))
			return false;
	}
	return true;
}

bool
provision_ledger(struct provision_run *run, struct session *session,
                 const struct database_wish *database, struct failure *failure)
{
	const struct session_operations *operations = run->application->database->session;
	cleanup_access_difference_list struct access_difference_list differences = {0};
	size_t row_count = count_to_tell(run, database);
	struct session *owner_session = NULL;

	if (!compare_users(run, session, database, &differences, failure))
		return false;
	if (differences.count == 0 && row_count == 0)
		return true;
	if (run->is_looking)
	{
		run->pending_count += differences.count;
		return true;
	}
	if (!open_as_owner(run, database, &owner_session, failure))
		return false;

	bool is_done = write_ledger(run, database, owner_session, failure);

	operations->close(owner_session);
	if (!is_done)
		return false;
	crash_point("provision_ledger_shared");
	forget_told(run, database);
	run->outcome->change_count += differences.count;
	for (size_t index = 0; index < differences.count; index++)
		log_info("%s: %s (found: %s)", differences.items[index].object,
		         differences.items[index].promised, differences.items[index].found);
	return true;
}
