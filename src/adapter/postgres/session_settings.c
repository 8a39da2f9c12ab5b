#include "adapter/postgres/session.h"

#include <stdlib.h>
#include <string.h>

/*
 * Settings that would change what a query gives, how long it may take, or what a
 * name means. Roles and databases can carry other values (ALTER ROLE ... SET).
 */
struct pinned_setting
{
	const char *name;
	const char *value;
	int least_version_num;
};

static const struct pinned_setting pinned_settings[] = {
	{"search_path", "pg_catalog, pg_temp", 0},
	/* Waiting is bounded by lock_timeout and by the budgets of the run. */
	{"statement_timeout", "0", 0},
	{"idle_in_transaction_session_timeout", "0", 0},
	{"idle_session_timeout", "0", 140000},
	{"transaction_timeout", "0", 170000},
	{"client_min_messages", "warning", 0},
	/* Deparsed texts must be the same in every run (literals in defaults, partition bounds). */
	{"TimeZone", "UTC", 0},
	{"DateStyle", "ISO, MDY", 0},
	{"IntervalStyle", "postgres", 0},
	{"extra_float_digits", "1", 0},
	{"bytea_output", "hex", 0},
	{"quote_all_identifiers", "off", 0},
	{"standard_conforming_strings", "on", 0},
	{"client_encoding", "UTF8", 0},
	/* Catalog queries look expensive and are not: compiling them costs more than they do. */
	{"jit", "off", 0},
};

enum
{
	PINNED_COUNT = sizeof pinned_settings / sizeof pinned_settings[0]
};

void
session_append_settings(const struct session *session, struct text *sql, bool is_local)
{
	const char *scope = is_local ? "true" : "false";

	/* One statement with the facts of the session behind: one answer to read. */
	text_append_format(sql, "select pg_catalog.set_config('lock_timeout','%lld',%s)",
	                   (long long)session->lock_timeout_ms, scope);
	for (size_t index = 0; index < PINNED_COUNT; index++)
	{
		const struct pinned_setting *setting = &pinned_settings[index];

		if (session->facts.server_version_num >= setting->least_version_num)
			text_append_format(sql, ",pg_catalog.set_config('%s','%s',%s)", setting->name,
			                   setting->value, scope);
	}
	if (!session->facts_are_known)
		text_append(sql, ",pg_catalog.pg_backend_pid() backend_pid"
		                 ",pg_catalog.pg_is_in_recovery() is_in_recovery"
		                 ",pg_catalog.current_setting('default_transaction_read_only') is_read_only"
		                 ",pg_catalog.current_setting('is_superuser') is_superuser");
}

static bool
answer_is_on(const PGresult *answer, const char *column)
{
	const char *value = PQgetvalue(answer, 0, PQfnumber(answer, column));

	return strcmp(value, "on") == 0 || strcmp(value, "t") == 0;
}

void
session_learn(struct session *session, const PGresult *answer)
{
	struct session_facts *facts = &session->facts;

	if (session->facts_are_known || PQntuples(answer) != 1 || PQfnumber(answer, "backend_pid") < 0)
		return;
	facts->backend_pid =
		(int)strtol(PQgetvalue(answer, 0, PQfnumber(answer, "backend_pid")), NULL, 10);
	facts->is_in_recovery = answer_is_on(answer, "is_in_recovery");
	facts->is_read_only = answer_is_on(answer, "is_read_only");
	facts->is_superuser = answer_is_on(answer, "is_superuser");
	facts->is_behind_pooler = facts->backend_pid != PQbackendPID(session->connection);
	session->facts_are_known = true;
}

static void
append_pins(struct session *session)
{
	cleanup_text struct text settings = TEXT_EMPTY;
	bool is_local = session->transaction_is_open || !session->facts_are_known ||
	                session->facts.is_behind_pooler;

	if (session->identity_may_differ)
		message_append(&session->deferred, NULL, "reset session authorization;reset role", 2);
	session->identity_may_differ = false;
	session_append_settings(session, &settings, is_local);
	message_append(&session->deferred, NULL, text_bytes(&settings), 1);
	session->session_pin_is_sent = !is_local;
}

static void
append_lock_timeout(struct session *session)
{
	cleanup_text struct text sql = TEXT_EMPTY;

	text_append_format(&sql, "set local lock_timeout=%lld", (long long)session->lock_timeout_ms);
	message_append(&session->deferred, NULL, text_bytes(&sql), 1);
}

void
session_prepare_message(struct session *session)
{
	if (session->begin_is_pending)
		message_append(&session->deferred, NULL, "begin isolation level read committed", 1);
	session->begin_is_pending = false;
	if (session->settings_are_pinned)
		return;
	if (!session->session_is_pinned)
		append_pins(session);
	else if (session->transaction_is_open)
		append_lock_timeout(session);
	session->settings_are_pinned = true;
}

void
session_forget_pins(struct session *session)
{
	session->settings_are_pinned = false;
	session->session_is_pinned = false;
}
