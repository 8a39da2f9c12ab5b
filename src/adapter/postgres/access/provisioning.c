#include "adapter/postgres/access/provisioning.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/access/administrator.h"
#include "adapter/postgres/query/query.h"
#include "adapter/postgres/query/query_names.h"
#include "adapter/postgres/wire/libpq_message.h"
#include "adapter/postgres/wire/login_refusal.h"
#include "adapter/postgres/wire/scram.h"
#include "adapter/postgres/wire/session.h"
#include "base/cleanup.h"
#include "base/memory.h"

struct attempt_row
{
	const char *refusal; /* null or empty: none */
};

static const struct column attempt_columns[] = {TEXT_OR_NULL(struct attempt_row, refusal)};
static const struct answer_shape attempt_answer =
	ANSWER(struct attempt_row, ROWS_AT_MOST_ONE, attempt_columns);

/* A statement that a query has written for the next message, and the hint if it is refused. */
struct statement_row
{
	const char *statement; /* null: it would do nothing */
	const char *hint;
};

static const struct column statement_columns[] = {
	TEXT_OR_NULL(struct statement_row, statement),
	TEXT_OR_NULL(struct statement_row, hint),
};
static const struct answer_shape statement_answer =
	ANSWER(struct statement_row, ROWS_ONE, statement_columns);

struct drop_row
{
	const char *statement;
	bool takes_login;
};

static const struct column drop_columns[] = {
	COLUMN(struct drop_row, statement),
	COLUMN(struct drop_row, takes_login),
};
static const struct answer_shape drop_answer = ANSWER(struct drop_row, ROWS_ANY, drop_columns);

struct verifier_row
{
	const char *verifier; /* null for a role without a password, and for no role */
};

static const struct column verifier_columns[] = {TEXT_OR_NULL(struct verifier_row, verifier)};
static const struct answer_shape verifier_answer =
	ANSWER(struct verifier_row, ROWS_ONE, verifier_columns);

/* The administrator's rights were checked before: a rule of the site, or a hook, refuses it. */
static bool
fail_fixing(const struct session *session, const char *statement, struct failure *failure)
{
	if (failure->kind == FAILURE_DENIED)
		(void)fail_hint(failure, "Let a role with this right run in database \"%s\": %s",
		                PQdb(session->connection), statement);
	return false;
}

/* An attempt may fail without harm, unless the session, or the run, is at its end. */
static bool
is_mere_refusal(const struct access_difference *difference, const struct failure *failure)
{
	return difference->class == ACCESS_ATTEMPT && !failure->connection_lost &&
	       failure->kind != FAILURE_INTERRUPTED;
}

static bool
fix_outside(struct session *session, const struct statement_text *statement,
            const struct access_difference *difference, char **refusal, struct failure *failure)
{
	if (statement_run_outside(session, statement, failure))
		return true;
	if (!is_mere_refusal(difference, failure) || refusal == NULL)
		return fail_fixing(session, difference->statement, failure);
	*refusal = memory_copy_text(failure->message);
	failure_clear(failure);
	return true;
}

static bool
provisioning_fix(struct administrator_session *administrator,
                 const struct access_difference *difference, int64_t lock_timeout_ms,
                 char **refusal, struct failure *failure)
{
	struct session *session = administrator->session;
	cleanup_rows struct rows *rows = NULL;
	cleanup_text struct text sql = TEXT_EMPTY;
	cleanup_memory char *purpose =
		memory_format("give %s %s what it was promised (%s)", object_kind_name(difference->kind),
	                  difference->identity, difference->expected);

	/* Several statements of one message are one transaction. */
	if (!difference->is_outside && !session->transaction_is_open)
		text_append_format(&sql, "set local lock_timeout=%lld;", (long long)lock_timeout_ms);
	text_append(&sql, difference->statement);

	bool is_attempt = difference->class == ACCESS_ATTEMPT && refusal != NULL;
	const struct statement_text statement = {.purpose = purpose,
	                                         .sql = text_bytes(&sql),
	                                         .answer = is_attempt ? &attempt_answer : NULL,
	                                         .limit_ms = LONG_ANSWER_LIMIT_MS};
	struct attempt_row row = {0};

	if (difference->is_outside)
		return fix_outside(session, &statement, difference, refusal, failure);
	if (!statement_read(session, &statement, &rows, failure))
		return fail_fixing(session, difference->statement, failure);
	if (is_attempt)
	{
		rows_read(rows, 0, &row);
		*refusal =
			row.refusal != NULL && row.refusal[0] != '\0' ? memory_copy_text(row.refusal) : NULL;
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

		/* No memory, or no random numbers: other settings would not help. */
		return fail(failure, FAILURE_TRANSIENT, "cannot make a SCRAM verifier for role \"%s\": %s",
		            role, why);
	}
	*verifier = memory_copy_text(made);
	explicit_bzero(made, strlen(made));
	PQfreemem(made);
	return true;
}

/* Runs a statement that a query has written; the hint is for a denied one. */
static bool
run_written(struct session *session, const char *purpose, const struct statement_row *row,
            struct failure *failure)
{
	if (statement_run(session, purpose, row->statement, failure))
		return true;
	if (failure->kind == FAILURE_DENIED && row->hint != NULL)
		(void)fail_hint(failure, "%s", row->hint);
	return false;
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
	struct statement_row row = {0};

	if (!make_verifier(session, role, password, &verifier, failure) ||
	    !query_run_row(session,
	                   QUERY("sql/provision_password.sql", purpose, &statement_answer,
	                         as_text(role), as_text(verifier), as_text(administrator_name)),
	                   &rows, &row, failure))
		return false;
	return run_written(session, purpose, &row, failure) ||
	       fail_context(failure, "role \"%s\"", role);
}

static bool
provisioning_password_status(struct administrator_session *administrator, const char *role,
                             const char *password, enum password_status *status,
                             struct failure *failure)
{
	struct session *session = administrator->session;
	static const char scram_prefix[] = "SCRAM-SHA-256$";
	cleanup_rows struct rows *rows = NULL;
	struct verifier_row row = {0};
	bool matches = false;

	*status = PASSWORD_UNKNOWN;
	/* Only superusers may read pg_authid; asking would put an error into the server's log. */
	if (!session_properties(session)->is_superuser)
		return true;
	if (!query_run_row(session,
	                   QUERY("sql/provision_verifier.sql", "read a role's password",
	                         &verifier_answer, as_text(role)),
	                   &rows, &row, failure))
		return false;
	if (row.verifier == NULL)
		*status = PASSWORD_DIFFERS;
	else if (strncmp(row.verifier, scram_prefix, strlen(scram_prefix)) == 0 &&
	         scram_verifier_matches(row.verifier, password, &matches))
		*status = matches ? PASSWORD_MATCHES : PASSWORD_DIFFERS;
	return true;
}

static bool
fail_without_connect(const struct schema_run_role *role, const struct statement_row *row,
                     struct failure *failure)
{
	(void)fail(failure, FAILURE_DENIED,
	           "cannot make a role for this run: \"%s\" may not grant CONNECT on database \"%s\"",
	           role->administrator, role->database);
	return row->hint != NULL && fail_hint(failure, "%s", row->hint);
}

static bool
provisioning_make_schema_run_role(struct administrator_session *administrator,
                                  const struct schema_run_role *role, struct failure *failure)
{
	static const char purpose[] = "make a role for this run";
	struct session *session = administrator->session;
	cleanup_secret char *verifier = NULL;
	cleanup_rows struct rows *rows = NULL;
	struct statement_row row = {0};

	if (!make_verifier(session, role->name, role->password, &verifier, failure) ||
	    !query_run_row(session,
	                   QUERY("sql/provision_run_role.sql", purpose, &statement_answer,
	                         as_text(role->name), as_text(role->owner), as_text(role->database),
	                         as_text(role->administrator), as_text(verifier)),
	                   &rows, &row, failure))
		return false;
	return row.statement != NULL ? run_written(session, purpose, &row, failure)
	                             : fail_without_connect(role, &row, failure);
}

/*
 * A statement that removes no login may fail: another role's grant is out of this administrator's
 * reach, or gone.
 */
static bool
ends_dropping(const struct drop_row *row, const struct failure *failure)
{
	return row->takes_login || failure->connection_lost || failure->kind == FAILURE_INTERRUPTED ||
	       failure->reason == REASON_LOCK_TIMEOUT;
}

static bool
provisioning_drop_schema_run_role(struct administrator_session *administrator, const char *name,
                                  const char *administrator_name, bool *is_powerless,
                                  struct failure *failure)
{
	static const char purpose[] = "drop the role of a run";
	struct session *session = administrator->session;
	cleanup_rows struct rows *rows = NULL;
	bool is_dropped = true;

	*is_powerless = false;
	if (!query_read_at_last(session,
	                        QUERY("sql/provision_run_role_drop.sql", purpose, &drop_answer,
	                              as_text(name), as_text(administrator_name)),
	                        &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct drop_row row = {0};

		rows_read(rows, index, &row);
		failure_clear(failure);
		is_dropped = statement_run_at_last(session, purpose, row.statement, failure);
		if (!is_dropped && ends_dropping(&row, failure))
			return false;
		*is_powerless = true;
	}
	return is_dropped;
}

static bool
provisioning_expired_schema_run_roles(struct administrator_session *administrator,
                                      const char *administrator_name, struct name_list *names,
                                      struct failure *failure)
{
	return query_names(administrator->session,
	                   QUERY("sql/provision_run_role_expired.sql", "look for roles that runs left",
	                         &query_names_answer, as_text(administrator_name)),
	                   names, failure);
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
	.fix = provisioning_fix,
	.set_password = provisioning_set_password,
	.password_status = provisioning_password_status,
	.make_schema_run_role = provisioning_make_schema_run_role,
	.drop_schema_run_role = provisioning_drop_schema_run_role,
	.expired_schema_run_roles = provisioning_expired_schema_run_roles,
};
