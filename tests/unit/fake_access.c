#include "fake_access.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

static struct fake_access *current;

static void
note(const char *call, const char *argument)
{
	text_append_format(&current->database->calls, "%s%s ", call, argument);
}

static char *
copy_or_null(const char *text)
{
	return text != NULL ? memory_copy_text(text) : NULL;
}

static bool
fake_compare(struct session *session, const struct access_question *question,
             struct access_difference_list *differences, struct failure *failure)
{
	(void)session;
	(void)failure;
	note("compare", "");
	if (question->subject == ACCESS_DATABASE)
		current->last_drops_leftovers = question->drops_leftovers;
	for (size_t index = 0; index < current->row_count; index++)
	{
		const struct fake_access_row *row = &current->rows[index];
		struct access_difference copy = row->difference;

		if (row->subject != question->subject || row->is_fixed)
			continue;
		copy.identity = copy_or_null(copy.identity);
		copy.expected = copy_or_null(copy.expected);
		copy.found = copy_or_null(copy.found);
		copy.statement = copy_or_null(copy.statement);
		copy.hint = copy_or_null(copy.hint);
		access_difference_list_append(differences, copy);
	}
	return true;
}

static bool
fake_columns(struct session *session, const struct managed_schema *schema,
             struct column_status *statuses, struct failure *failure)
{
	(void)session;
	(void)failure;
	memcpy(statuses, current->columns, schema->required_column_count * sizeof *statuses);
	return true;
}

static bool
fake_entrance(struct session *session, const char *role, const char *database,
              struct entrance *entrance, struct failure *failure)
{
	int at = current->entrance_asked_count < current->entrance_count ? current->entrance_asked_count
	                                                                 : current->entrance_count - 1;

	(void)session;
	(void)role;
	(void)database;
	(void)failure;
	current->entrance_asked_count++;
	*entrance = current->entrances[at];
	return true;
}

static bool
fake_open_databases(struct session *session, struct name_list *names, struct failure *failure)
{
	(void)session;
	(void)failure;
	if (current->open_database != NULL)
		name_list_append(names, current->open_database);
	return true;
}

static struct fake_access_row *
row_of_statement(const char *statement)
{
	for (size_t index = 0; index < current->row_count; index++)
	{
		struct fake_access_row *row = &current->rows[index];

		if (row->difference.statement != NULL && strcmp(row->difference.statement, statement) == 0)
			return row;
	}
	return NULL;
}

static bool
fake_fix(struct administrator_session *session, const struct access_difference *difference,
         int64_t lock_timeout_ms, char **refusal, struct failure *failure)
{
	struct fake_access_row *row = row_of_statement(difference->statement);

	(void)lock_timeout_ms;
	(void)session;
	note("mend:", difference->statement);
	row->is_fixed = !row->is_stubborn;
	if (row->failure.kind != FAILURE_NONE)
	{
		*failure = row->failure;
		return false;
	}
	if (row->refusal != NULL)
		*refusal = memory_copy_text(row->refusal);
	return true;
}

static bool
fake_set_password(struct administrator_session *session, const char *role, const char *password,
                  const char *administrator, struct failure *failure)
{
	(void)session;
	(void)administrator;
	(void)failure;
	note("set_password:", role);
	(void)snprintf(current->last_password, sizeof current->last_password, "%s", password);
	return true;
}

static bool
fake_password_status(struct administrator_session *session, const char *role, const char *password,
                     enum password_status *status, struct failure *failure)
{
	(void)session;
	(void)role;
	(void)password;
	(void)failure;
	note("password_standing", "");
	*status = current->password_status;
	return true;
}

static void
fake_administrator_close(struct administrator_session *administrator)
{
	current->database->session.close(fake_database_session(administrator));
}

static bool
fake_administrator_is_behind_pooler(const struct administrator_session *administrator)
{
	(void)administrator;
	return current->database->is_behind_pooler;
}

static bool
fake_administrator_begin(struct administrator_session *administrator, int64_t lock_timeout_ms,
                         struct failure *failure)
{
	return current->database->session.begin(fake_database_session(administrator), lock_timeout_ms,
	                                        failure);
}

static bool
fake_administrator_commit(struct administrator_session *administrator, struct failure *failure)
{
	return current->database->session.commit(fake_database_session(administrator), failure);
}

static bool
fake_administrator_rollback(struct administrator_session *administrator, struct failure *failure)
{
	return current->database->session.rollback(fake_database_session(administrator), failure);
}

static bool
fake_administrator_find_setting(struct administrator_session *administrator,
                                const struct setting_question *question,
                                struct setting_place *place, struct failure *failure)
{
	return current->database->session.find_setting(fake_database_session(administrator), question,
	                                               place, failure);
}

static bool
fake_administrator_compare(struct administrator_session *administrator,
                           const struct access_question *question,
                           struct access_difference_list *differences, struct failure *failure)
{
	return fake_compare(fake_database_session(administrator), question, differences, failure);
}

static bool
fake_make_schema_run_role(struct administrator_session *administrator,
                          const struct schema_run_role *role, struct failure *failure)
{
	(void)administrator;
	(void)failure;
	note("make_run_role:", role->owner);
	(void)snprintf(current->run_role, sizeof current->run_role, "%s", role->name);
	(void)snprintf(current->run_role_password, sizeof current->run_role_password, "%s",
	               role->password);
	if (current->run_role_failure.kind == FAILURE_NONE || current->run_role_failure_count == 0)
		return true;
	current->run_role_failure_count--;
	*failure = current->run_role_failure;
	return false;
}

static bool
fake_drop_schema_run_role(struct administrator_session *administrator, const char *name,
                          const char *administrator_name, bool *is_powerless,
                          struct failure *failure)
{
	(void)administrator;
	(void)administrator_name;
	note("drop_run_role:", strcmp(name, current->run_role) == 0 ? "own" : name);
	*is_powerless = !current->run_role_keeps_login;
	if (current->drop_failure_count == 0)
		return true;
	current->drop_failure_count--;
	*failure = current->drop_failure;
	return false;
}

static bool
fake_expired_schema_run_roles(struct administrator_session *administrator,
                              const char *administrator_name, struct name_list *names,
                              struct failure *failure)
{
	(void)administrator;
	(void)administrator_name;
	(void)failure;
	if (current->expired_run_role != NULL)
		name_list_append(names, current->expired_run_role);
	return true;
}

void
fake_access_init(struct fake_access *fake, struct fake_database *database)
{
	*fake = (struct fake_access){
		.database = database,
		.inspection =
			{
				.compare = fake_compare,
				.columns = fake_columns,
				.entrance = fake_entrance,
				.open_databases = fake_open_databases,
			},
		.provisioning =
			{
				.take_session = fake_database_administrator,
				.close = fake_administrator_close,
				.is_behind_pooler = fake_administrator_is_behind_pooler,
				.begin = fake_administrator_begin,
				.commit = fake_administrator_commit,
				.rollback = fake_administrator_rollback,
				.compare = fake_administrator_compare,
				.find_setting = fake_administrator_find_setting,
				.fix = fake_fix,
				.set_password = fake_set_password,
				.password_status = fake_password_status,
				.make_schema_run_role = fake_make_schema_run_role,
				.drop_schema_run_role = fake_drop_schema_run_role,
				.expired_schema_run_roles = fake_expired_schema_run_roles,
			},
		.entrance_count = 1,
		.run_role_failure_count = FAKE_FAILS_ALWAYS,
	};
	database->database.inspection = &fake->inspection;
	database->database.provisioning = &fake->provisioning;
	current = fake;
}

struct fake_access_row *
fake_access_add(struct fake_access *fake, enum access_subject subject,
                struct access_difference difference)
{
	struct fake_access_row *row = &fake->rows[fake->row_count++];

	*row = (struct fake_access_row){.subject = subject, .difference = difference};
	return row;
}
