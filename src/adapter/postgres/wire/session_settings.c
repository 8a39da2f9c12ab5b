#include "adapter/postgres/wire/session.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

#include "adapter/postgres/wire/answer.h"
#include "base/count_of.h"
#include "base/log.h"

/*
 * Settings that would change what a query gives, how long it may take, or what a name means.
 * Roles and databases can carry other values (ALTER ROLE ... SET, ALTER DATABASE ... SET), and the
 * owner of a database sets them for the administrator's sessions in it too.
 *
 * Settings of storage (default_tablespace, temp_tablespaces, default_table_access_method,
 * default_toast_compression) are not pinned: they are a choice of the site that new tables follow.
 * Those that only a superuser can set (session_replication_role, event_triggers, lc_messages) are
 * not pinned either: an ordinary role could not pin them.
 */
struct pinned_setting
{
	const char *name;
	const char *value;
	int least_version_num;
	const char *condition; /* SQL; NULL: always */
};

static const struct pinned_setting pinned_settings[] = {
	{"search_path", "pg_catalog, pg_temp", 0, NULL},
	/* Waiting is bounded by lock_timeout and by the budgets of the run. */
	{"statement_timeout", "0", 0, NULL},
	{"idle_in_transaction_session_timeout", "0", 0, NULL},
	{"idle_session_timeout", "0", 140000, NULL},
	{"transaction_timeout", "0", 170000, NULL},
	{"client_min_messages", "warning", 0, NULL},
	/* A serializable transaction fails on a standby, and fails for what other sessions do. */
	{"default_transaction_isolation", "read committed", 0, NULL},
	{"default_transaction_deferrable", "off", 0, NULL},
	/* A success that is reported must survive a crash of the server. */
	{"synchronous_commit", "on", 0,
     "pg_catalog.current_setting('synchronous_commit') operator(pg_catalog.=) 'off'"},
	/* Deparsed texts must be the same in every run (literals in defaults, partition bounds). */
	{"TimeZone", "UTC", 0, NULL},
	{"DateStyle", "ISO, MDY", 0, NULL},
	{"IntervalStyle", "postgres", 0, NULL},
	{"extra_float_digits", "1", 0, NULL},
	{"bytea_output", "hex", 0, NULL},
	{"quote_all_identifiers", "off", 0, NULL},
	{"client_encoding", "UTF8", 0, NULL},
	/* A statement must mean the same in every session, and a function must be checked when made. */
	{"standard_conforming_strings", "on", 0, NULL},
	{"transform_null_equals", "off", 0, NULL},
	{"array_nulls", "on", 0, NULL},
	{"xmloption", "content", 0, NULL},
	{"check_function_bodies", "on", 0, NULL},
	{"row_security", "on", 0, NULL},
	/* It would end the session at the first error, even at one that a block catches. */
	{"exit_on_error", "off", 0, NULL},
	/* A role that the administrator makes must not leave a membership behind. */
	{"createrole_self_grant", "", 160000, NULL},
	/*
	 * The server ends the statement of a lost session within a second, even if no cancel request
	 * could be sent (cancel.h). Other systems may refuse the setting, and the whole message with
	 * it.
	 */
	{"client_connection_check_interval", "1s", 140000,
     "pg_catalog.version() operator(pg_catalog.~) 'linux'"},
	/* Catalog queries look expensive and are not: compiling them costs more than they do. */
	{"jit", "off", 0, NULL},
};

enum
{
	TRANSACTION_TIMEOUT_VERSION_NUM = 170000,
	PINNED_COUNT = COUNT_OF(pinned_settings),
	NOTICE_LIMIT = 100 /* of one message */
};

static void
append_pin(const struct pinned_setting *setting, struct text *sql, const char *scope)
{
	text_append_char(sql, ',');
	if (setting->condition != NULL)
		text_append_format(sql, "case when %s then ", setting->condition);
	text_append_format(sql, "pg_catalog.set_config('%s','%s',%s)", setting->name, setting->value,
	                   scope);
	if (setting->condition != NULL)
		text_append(sql, " end");
}

/* What the server's lock_timeout must be for what is sent next. */
static int64_t
lock_timeout_ms(const struct session *session)
{
	return session->transaction_is_open ? session->lock_timeout_ms
	                                    : session->question_lock_timeout_ms;
}

/*
 * Every name is qualified, operators too: where these settings run first, the search path is still
 * the one of the role or of the database.
 */
void
session_append_settings(const struct session *session, struct text *sql, bool is_local)
{
	const char *scope = is_local ? "true" : "false";

	/* One statement with the properties of the session behind: one answer to read. */
	text_append_format(sql, "select pg_catalog.set_config('lock_timeout','%lld',%s)",
	                   (long long)(is_local ? lock_timeout_ms(session) : 0), scope);
	for (size_t index = 0; index < PINNED_COUNT; index++)
	{
		if (session->properties.server_version_num >= pinned_settings[index].least_version_num)
			append_pin(&pinned_settings[index], sql, scope);
	}
	if (session->overrides_read_only)
		text_append_format(sql, ",pg_catalog.set_config('default_transaction_read_only','off',%s)",
		                   scope);
	/* A role that is a setting of the database would take a superuser's powers away. */
	if (!session->keeps_role)
		text_append_format(sql, ",pg_catalog.set_config('role','none',%s)", scope);
	if (!session->properties_are_known)
		text_append(sql, ",pg_catalog.pg_backend_pid() backend_pid"
		                 ",pg_catalog.pg_is_in_recovery() is_in_recovery"
		                 ",pg_catalog.current_setting('default_transaction_read_only') is_read_only"
		                 ",pg_catalog.current_setting('is_superuser') is_superuser");
}

struct properties_row
{
	int64_t backend_pid;
	bool is_in_recovery;
	const char *is_read_only;
	const char *is_superuser;
};

static const struct column properties_columns[] = {
	COLUMN(struct properties_row, backend_pid),
	COLUMN(struct properties_row, is_in_recovery),
	COLUMN(struct properties_row, is_read_only),
	COLUMN(struct properties_row, is_superuser),
};
static const struct answer_shape properties_answer =
	ANSWER(struct properties_row, ROWS_ONE, properties_columns);

bool
session_learn(struct session *session, const PGresult *answer, struct failure *failure)
{
	struct session_properties *properties = &session->properties;
	int places[COUNT_OF(properties_columns)];
	struct properties_row row = {0};

	if (session->properties_are_known)
		return true;
	if (!answer_check(answer, &properties_answer, "prepare the session", places, failure))
		return false;
	answer_read(answer, &properties_answer, places, 0, &row);
	/* Another number than the login's is a pooler's; so is one that cannot be a process number. */
	properties->is_behind_pooler = row.backend_pid != PQbackendPID(session->connection);
	properties->backend_pid =
		(int)(row.backend_pid > 0 && row.backend_pid <= INT_MAX ? row.backend_pid : 0);
	properties->is_in_recovery = row.is_in_recovery;
	properties->is_read_only = strcmp(row.is_read_only, "on") == 0;
	properties->is_superuser = strcmp(row.is_superuser, "on") == 0;
	session->properties_are_known = true;
	return true;
}

void
session_note_notice(void *notice_count, const PGresult *notice)
{
	const char *message = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
	size_t *count = notice_count;

	/* client_min_messages keeps notices out: what comes is a warning of the server. */
	if (++*count < NOTICE_LIMIT && message != NULL)
		log_debug("the server warns: %s", message);
	else if (*count == NOTICE_LIMIT)
		log_debug("the server sends many warnings: no more are shown");
}

/*
 * What must come before anything else: time may run out while a SELECT is planned, whereas SET
 * reads no catalog. A transaction's isolation can only be set before its first query.
 */
static void
append_first_settings(struct session *session, bool is_local)
{
	cleanup_text struct text sql = TEXT_EMPTY;
	const char *set = is_local ? "set local" : "set";
	size_t statement_count = 2;

	if (session->properties.server_version_num >= TRANSACTION_TIMEOUT_VERSION_NUM)
	{
		text_append_format(&sql, "%s transaction_timeout=0;", set);
		statement_count++;
	}
	text_append_format(&sql, "%s statement_timeout=0;%s search_path=pg_catalog,pg_temp", set, set);
	if (!session->transaction_is_open)
	{
		text_append_format(&sql, ";set transaction isolation level read committed%s",
		                   session->overrides_read_only ? ",read write" : "");
		statement_count++;
	}
	message_append(&session->deferred, NULL, text_bytes(&sql), statement_count);
}

static void
append_pins(struct session *session)
{
	cleanup_text struct text settings = TEXT_EMPTY;
	bool is_local = session->transaction_is_open || !session->properties_are_known ||
	                session->properties.is_behind_pooler;

	append_first_settings(session, is_local);
	/* Both go back to what the role or the database sets: the settings below have the last word. */
	if (session->identity_may_differ)
		message_append(&session->deferred, NULL, "reset session authorization;reset role", 2);
	session->identity_may_differ = false;
	session_append_settings(session, &settings, is_local);
	message_append(&session->deferred, NULL, text_bytes(&settings), 1);
	session->deferred.parts[session->deferred.part_count - 1].has_properties =
		!session->properties_are_known;
	session->session_pin_is_sent = !is_local;
}

/* Of the transaction, or of the one that several statements in one message are. */
static void
append_lock_timeout(struct session *session)
{
	cleanup_text struct text sql = TEXT_EMPTY;

	text_append_format(&sql, "select pg_catalog.set_config('lock_timeout','%lld',true)",
	                   (long long)lock_timeout_ms(session));
	message_append(&session->deferred, NULL, text_bytes(&sql), 1);
}

/* A script may give the session's lock away (pg_advisory_unlock_all), and not the transaction's. */
static void
append_lock(struct session *session)
{
	cleanup_text struct text sql = TEXT_EMPTY;

	text_append(&sql, "select ");
	session_append_lock_calls(session, &sql, "pg_advisory_xact_lock");
	message_append(&session->deferred, NULL, text_bytes(&sql), 1);
}

void
session_prepare_message(struct session *session)
{
	bool needs_lock = session->begin_is_pending && session->holds_lock;

	if (session->begin_is_pending)
		message_append(&session->deferred, NULL,
		               session->overrides_read_only
		                   ? "begin isolation level read committed,read write"
		                   : "begin isolation level read committed",
		               1);
	session->begin_is_pending = false;
	if (session->settings_are_pinned)
		return;
	if (!session->session_is_pinned)
		append_pins(session);
	/* The session's own is that of statements outside of a transaction, which may wait long. */
	if (session->session_is_pinned || session->session_pin_is_sent)
		append_lock_timeout(session);
	if (needs_lock)
		append_lock(session);
	session->settings_are_pinned = true;
}

void
session_note_sent(struct session *session, bool is_done)
{
	/* Settings of a transaction end with it; those of a refused message are undone. */
	if (!session->transaction_is_open || !is_done)
		session->settings_are_pinned = false;
	if (session->session_pin_is_sent && is_done)
		session->session_is_pinned = true;
	session->session_pin_is_sent = false;
	if (session->clean_is_sent && is_done)
		session->has_traces = false;
	session->clean_is_sent = false;
}

void
session_forget_pins(struct session *session)
{
	session->settings_are_pinned = false;
	session->session_is_pinned = false;
}
