#include "adapter/postgres/provisioning.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/administrator.h"
#include "adapter/postgres/libpq_message.h"
#include "adapter/postgres/login_refusal.h"
#include "adapter/postgres/query.h"
#include "adapter/postgres/scram.h"
#include "adapter/postgres/session.h"
#include "base/cleanup.h"
#include "base/memory.h"

/* The administrator's rights were weighed before: what stops it is a rule of the site, or a hook. */
static bool
fail_mending(const struct session *session, const char *statement, struct failure *failure)
{
	if (failure->kind == FAILURE_DENIED)
		(void)fail_hint(failure, "Let somebody who may run in database \"%s\": %s",
		                PQdb(session->connection), statement);
	return false;
}

/* An attempt may fail without harm; but not because the session, or the run, is at its end. */
static bool
is_mere_refusal(const struct access_difference *difference, const struct failure *failure)
{
	return difference->class == ACCESS_ATTEMPT && !failure->connection_lost &&
	       failure->kind != FAILURE_INTERRUPTED;
}

static bool
mend_outside(struct session *session, const char *purpose,
             const struct access_difference *difference, char **refusal, struct failure *failure)
{
	if (statement_run_outside(session, purpose, difference->statement, failure))
		return true;
	if (!is_mere_refusal(difference, failure) || refusal == NULL)
		return fail_mending(session, difference->statement, failure);
	*refusal = memory_copy_text(failure->message);
	failure_clear(failure);
	return true;
}

static bool
provisioning_mend(struct administrator_session *administrator,
                  const struct access_difference *difference, int64_t lock_timeout_ms,
                  char **refusal, struct failure *failure)
{
	struct session *session = administrator->session;
	cleanup_rows struct rows *rows = NULL;
	cleanup_text struct text sql = TEXT_EMPTY;
	cleanup_memory char *purpose = memory_format("give %s what it was promised (%s)",
	                                             difference->object, difference->promised);

	if (difference->is_outside)
		return mend_outside(session, purpose, difference, refusal, failure);
	/* Several statements of one message are one transaction. */
	if (!session->transaction_is_open)
		text_append_format(&sql, "set local lock_timeout=%lld;", (long long)lock_timeout_ms);
	text_append(&sql, difference->statement);
	if (!statement_run(session, purpose, text_bytes(&sql), &rows, failure))
		return fail_mending(session, difference->statement, failure);
	if (difference->class == ACCESS_ATTEMPT && refusal != NULL)
	{
		const char *answer = rows_count(rows) > 0 ? rows_text(rows, 0, "refusal") : NULL;

		*refusal = answer != NULL && answer[0] != '\0' ? memory_copy_text(answer) : NULL;
	}
	return true;
}

/* libpq knows SASLprep, the salt and the iterations; the server takes a verifier as it is. */
static bool
make_verifier(struct session *session, const char *role, const char *password, char **verifier,
              struct failure *failure)
{
	if (!session->may_be_told_a_verifier)
		return login_refusal_fail_verifier(failure, role);

	char *made = PQencryptPasswordConn(session->connection, password, role, "scram-sha-256");

	if (made == NULL)
	{
		cleanup_memory char *why = libpq_message_fold(PQerrorMessage(session->connection));

		/* No memory, or no random numbers: nothing that other settings would change. */
		return fail(failure, FAILURE_TRANSIENT, "cannot make a SCRAM verifier for role \"%s\": %s",
		            role, why);
	}
	*verifier = memory_copy_text(made);
	explicit_bzero(made, strlen(made));
	PQfreemem(made);
	return true;
}

static bool
provisioning_set_password(struct administrator_session *administrator, const char *role,
                          const char *password, const char *administrator_name,
                          struct failure *failure)
{
	struct session *session = administrator->session;
	static const char purpose[] = "set a role's password";
	cleanup_secret char *verifier = NULL;
	cleanup_rows struct rows *rows = NULL;

	if (!make_verifier(session, role, password, &verifier, failure) ||
	    !query_run(session,
	               QUERY("sql/provision_password.sql", purpose, role, verifier, administrator_name),
	               &rows, failure))
		return false;
	if (statement_run(session, purpose, rows_text(rows, 0, "statement"), NULL, failure))
		return true;
	(void)fail_context(failure, "role \"%s\"", role);

	const char *hint = rows_text(rows, 0, "hint");

	return failure->kind == FAILURE_DENIED && hint != NULL ? fail_hint(failure, "%s", hint) : false;
}

static bool
provisioning_password_standing(struct administrator_session *administrator, const char *role,
                               const char *password, enum password_standing *standing,
                               struct failure *failure)
{
	struct session *session = administrator->session;
	static const char scram_prefix[] = "SCRAM-SHA-256$";
	cleanup_rows struct rows *rows = NULL;
	bool matches = false;

	*standing = PASSWORD_UNKNOWN;
	/* Only superusers may read pg_authid; asking would put an error into the server's log. */
	if (!session_facts(session)->is_superuser)
		return true;
	if (!query_run(session, QUERY("sql/provision_verifier.sql", "look at a role's password", role),
	               &rows, failure))
		return false;

	const char *verifier = rows_text(rows, 0, "verifier");

	if (verifier == NULL)
		*standing = PASSWORD_DIFFERS;
	else if (strncmp(verifier, scram_prefix, strlen(scram_prefix)) == 0 &&
	         scram_verifier_matches(verifier, password, &matches))
		*standing = matches ? PASSWORD_MATCHES : PASSWORD_DIFFERS;
	return true;
}

static bool
provisioning_make_schema_run_role(struct administrator_session *administrator,
                                  const struct schema_run_role *role, struct failure *failure)
{
	static const char purpose[] = "make a role for this run";
	struct session *session = administrator->session;
	cleanup_secret char *verifier = NULL;
	cleanup_rows struct rows *rows = NULL;

	if (!make_verifier(session, role->name, role->password, &verifier, failure) ||
	    !query_run(session,
	               QUERY("sql/provision_run_role.sql", purpose, role->name, role->owner,
	                     role->database, role->administrator, verifier),
	               &rows, failure))
		return false;
	if (statement_run(session, purpose, rows_text(rows, 0, "statement"), NULL, failure))
		return true;

	const char *hint = rows_text(rows, 0, "hint");

	return failure->kind == FAILURE_DENIED && hint != NULL ? fail_hint(failure, "%s", hint) : false;
}

static bool
provisioning_drop_schema_run_role(struct administrator_session *administrator, const char *name,
                                  const char *administrator_name, struct failure *failure)
{
	static const char purpose[] = "drop the role of a run";
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(administrator->session,
	               QUERY("sql/provision_run_role_drop.sql", purpose, name, administrator_name),
	               &rows, failure))
		return false;
	return rows_count(rows) == 0 || statement_run(administrator->session, purpose,
	                                              rows_text(rows, 0, "statement"), NULL, failure);
}

static bool
provisioning_expired_schema_run_roles(struct administrator_session *administrator,
                                      const char *administrator_name, struct name_list *names,
                                      struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(administrator->session,
	               QUERY("sql/provision_run_role_expired.sql", "look for roles that runs left",
	                     administrator_name),
	               &rows, failure))
		return false;
	for (size_t row = 0; row < rows_count(rows); row++)
		name_list_append(names, rows_text(rows, row, "name"));
	return true;
}

const struct provisioning_operations postgres_provisioning_operations = {
	.take_session = administrator_take_session,
	.close = administrator_close,
	.is_behind_pooler = administrator_is_behind_pooler,
	.begin = administrator_begin,
	.commit = administrator_commit,
	.rollback = administrator_rollback,
	.compare = administrator_compare,
	.find_setting = administrator_find_setting,
	.mend = provisioning_mend,
	.set_password = provisioning_set_password,
	.password_standing = provisioning_password_standing,
	.make_schema_run_role = provisioning_make_schema_run_role,
	.drop_schema_run_role = provisioning_drop_schema_run_role,
	.expired_schema_run_roles = provisioning_expired_schema_run_roles,
};
