#include <stdio.h>
#include <string.h>

#include "app/provision/provision_run.h"
#include "app/run_origin.h"
#include "app/session_transaction.h"
#include "app/wait/connect.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "domain/ledger.h"

static const struct role_spec *
find_role(const struct provision_run *run, const char *name)
{
	for (size_t index = 0; index < run->desired.role_count; index++)
	{
		if (strcmp(run->desired.roles[index].name, name) == 0)
			return &run->desired.roles[index];
	}
	return NULL;
}

/* True if the change of the password, still unrecorded, belongs into a ledger of this database. */
static bool
is_due_in(const struct provision_run *run, const struct database_spec *database, size_t index)
{
	const struct role_spec *role = find_role(run, run->outcome->changed_passwords.items[index]);

	return role != NULL && strcmp(role->login_database, database->name) == 0;
}

static bool
write_password_row(const struct provision_run *run, struct session *session,
                   const struct ledger *ledger, struct failure *failure)
{
	const struct application *application = run->application;
	const struct clock *clock = application->clock;
	int64_t now_ms = clock->unix_ms(clock->context);
	char note[FAILURE_HINT_BYTES];
	struct run_entry entry = {
		.source = "provisioning",
		.schema = "",
		.outcome = OUTCOME_PASSWORD_CHANGED,
		.tool_version = application->tool_version,
		.session_role = run->desired.administrator,
		.started_ms = now_ms,
		.finished_ms = now_ms,
		.note = note,
		.origin = run_origin_of(application),
	};
	const struct database *database = application->database;

	clock->random_uuid(clock->context, entry.run);
	(void)snprintf(note, sizeof note, "password of role \"%s\"", ledger->owner);
	return session_transaction_begin(application, session, failure) &&
	       database->ledger->ensure(session, ledger, failure) &&
	       database->ledger->record(session, ledger, &entry, NULL, failure) &&
	       database->session->commit(session, failure);
}

static bool
record_password(const struct provision_run *run, const struct database_spec *database,
                const char *role, struct failure *failure)
{
	const struct settings *settings = run->application->settings;
	const char *owner = database_owner(settings, database->name, database->owner);
	cleanup_memory char *schema = ledger_schema_of(settings, database->name, role);
	const struct ledger ledger = {
		.schema = schema,
		.owner = role,
		.reader = strcmp(owner, role) != 0 ? owner : NULL,
	};
	const struct connect_request request = {
		.login = {.as = LOGIN_OF_OWNER, .role = role, .database = database->name},
		.refusal_ends_waiting = true,
	};
	struct session *session = NULL;

	if (!connect_when_ready(run->application, &request, &session, NULL, failure))
		return false;

	bool is_recorded = write_password_row(run, session, &ledger, failure);

	run->application->database->session->close(session);
	return is_recorded;
}

bool
provision_record_passwords(struct provision_run *run, const struct database_spec *database,
                           struct failure *failure)
{
	struct name_list *changed = &run->outcome->changed_passwords;

	for (size_t index = changed->count; index-- > 0;)
	{
		if (!is_due_in(run, database, index))
			continue;
		if (run->is_looking)
		{
			run->pending_count++;
			continue;
		}
		if (!record_password(run, database, changed->items[index], failure))
			return fail_context(failure, "cannot record the new password of role \"%s\"",
			                    changed->items[index]);
		crash_point("provision_password_recorded");
		name_list_remove(changed, index);
	}
	return true;
}
