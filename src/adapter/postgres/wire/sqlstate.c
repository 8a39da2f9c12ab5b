#include "adapter/postgres/wire/sqlstate.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "adapter/postgres/wire/libpq_message.h"
#include "adapter/postgres/wire/sqlstate_source.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/utf8.h"

/*
 * What a code means. Its kind depends on what was refused: a refused login that may succeed later
 * counts as unreachable, and what a script does to itself is the script's error, even if other
 * causes have the same code.
 */
struct sqlstate_rule
{
	const char *prefix;
	const char *function; /* of the server, that refused; NULL: any */
	enum failure_kind login;
	enum failure_kind own; /* a statement of the program */
	enum failure_kind script;
	enum failure_reason reason; /* what the application does something about */
};

/*
 * First match wins; longer codes first. Functions have the same names in every language of the
 * server; these have had them since version 13.
 */
static const struct sqlstate_rule sqlstate_rules[] = {
	/* Connection lost; of a login: a pooler that has lost its server. */
	{"08", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_TRANSIENT, REASON_NONE},
	/* A parameter of the connection with a bad value. */
	{"22023", NULL, FAILURE_SETTINGS, FAILURE_DDL, FAILURE_DDL, REASON_NONE},
	/* A character that the database's encoding lacks; bytes that are none. */
	{"22P05", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_UNTRANSLATABLE},
	{"22021", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_UNTRANSLATABLE},
	/* VACUUM and its like. SET TRANSACTION has the same code, and another function. */
	{"25001", "PreventInTransactionBlock", FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL,
     REASON_TRANSACTION_OPEN},
	/* Ours: the primary became a standby under us. A script's: it made its transaction read only. */
	{"25006", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_DDL, REASON_READ_ONLY},
	/* Pinned to 0 before a script runs: only the script can have set them. */
	{"25P03", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_DDL, REASON_SESSION_LIMIT},
	{"25P04", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_DDL, REASON_SESSION_LIMIT},
	{"28P01", NULL, FAILURE_DENIED, FAILURE_DENIED, FAILURE_DENIED, REASON_WRONG_PASSWORD},
	/* Unknown role, no pg_hba entry; of a statement: a role that may not be assumed. */
	{"28", NULL, FAILURE_DENIED, FAILURE_DENIED, FAILURE_DENIED, REASON_LOGIN_NOT_PERMITTED},
	/* COMMIT or ROLLBACK in DO, or in a procedure. */
	{"2D000", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_TRANSACTION_OPEN},
	{"3D000", NULL, FAILURE_DENIED, FAILURE_DDL, FAILURE_DDL, REASON_NO_DATABASE},
	{"3F000", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_SCHEMA_ABSENT},
	{"40001", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_TRANSIENT,
     REASON_SERIALIZATION},
	{"40P01", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_TRANSIENT, REASON_DEADLOCK},
	{"40", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_TRANSIENT, REASON_NONE},
	{"42501", NULL, FAILURE_DENIED, FAILURE_DENIED, FAILURE_DENIED, REASON_NO_PRIVILEGE},
	{"42601", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_SYNTAX},
	/* A column, a function, a relation; a role or an extension, a database, a schema. */
	{"42701", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_ALREADY_EXISTS},
	{"42723", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_ALREADY_EXISTS},
	{"42P07", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_ALREADY_EXISTS},
	{"42710", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_ALREADY_EXISTS},
	{"42P04", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_ALREADY_EXISTS},
	{"42P06", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_ALREADY_EXISTS},
	/* A view's columns or a function's result cannot be replaced so; others depend on it. */
	{"42P16", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_DEFINED_OTHERWISE},
	{"42P13", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_DEFINED_OTHERWISE},
	{"2BP01", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_DEFINED_OTHERWISE},
	/* A function, a relation, a column. */
	{"42883", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_UNDEFINED},
	{"42P01", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_UNDEFINED},
	{"42703", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_UNDEFINED},
	/* A type; of a login, a parameter of the connection that the server does not know. */
	{"42704", NULL, FAILURE_SETTINGS, FAILURE_DDL, FAILURE_DDL, REASON_UNDEFINED},
	{"53100", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_TRANSIENT, REASON_DISK_FULL},
	/* The lock table is full; out of memory, which has the same code, is for another run. */
	{"53200", "LockAcquireExtended", FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_DDL,
     REASON_LOCK_TABLE_FULL},
	{"53200", "FastPathGetRelationLockEntry", FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_DDL,
     REASON_LOCK_TABLE_FULL},
	{"53200", "VirtualXactLock", FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_DDL,
     REASON_LOCK_TABLE_FULL},
	{"53300", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_TRANSIENT, REASON_SERVER_FULL},
	{"53", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_TRANSIENT, REASON_NONE},
	{"55000", NULL, FAILURE_DENIED, FAILURE_DDL, FAILURE_DDL, REASON_DATABASE_CLOSED},
	/* Ours: template1 has visitors. A script's: an object that its own transaction uses. */
	{"55006", "CheckTableNotInUse", FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_DDL,
     REASON_TABLE_IN_USE},
	{"55006", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_DDL, REASON_NONE},
	/* NOWAIT of LOCK TABLE, of LOCK TABLE with what inherits, of SELECT. */
	{"55P03", "RangeVarGetRelidExtended", FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_DDL,
     REASON_LOCK_NOWAIT},
	{"55P03", "LockTableRecurse", FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_DDL,
     REASON_LOCK_NOWAIT},
	{"55P03", "heap_lock_tuple", FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_DDL,
     REASON_LOCK_NOWAIT},
	{"55P03", "heapam_tuple_lock", FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_DDL,
     REASON_LOCK_NOWAIT},
	/* lock_timeout. */
	{"55P03", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_TRANSIENT, REASON_LOCK_TIMEOUT},
	/* A new value of an enum. */
	{"55P04", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_COMMIT_NEEDED},
	{"57014", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_TRANSIENT, REASON_CANCELED},
	{"57P05", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_TRANSIENT,
     REASON_SESSION_LIMIT},
	/* Shut down, crashed, starting up, in recovery. */
	{"57P0", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_TRANSIENT, REASON_SHUTDOWN},
	{"57", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_TRANSIENT, REASON_NONE},
	/* undefined_file: the server lacks an extension's files. */
	{"58P01", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_NONE},
	/* I/O error on the server. */
	{"58", NULL, FAILURE_UNREACHABLE, FAILURE_TRANSIENT, FAILURE_TRANSIENT, REASON_NONE},
	{"", NULL, FAILURE_UNREACHABLE, FAILURE_DDL, FAILURE_DDL, REASON_NONE},
};

struct login_text_rule
{
	const char *words;
	enum failure_kind kind;
	const char *sqlstate;
	const char *hint;
};

/* libpq's own refusals have no code. It speaks English: the program never calls setlocale(). */
static const struct login_text_rule login_text_rules[] = {
	{"certificate verify failed", FAILURE_SETTINGS, "",
     "give the certificate authority of the server in PGSSLROOTCERT"},
	{"does not match host name", FAILURE_SETTINGS, "",
     "use the host name that is in the server's certificate, or PGSSLMODE=verify-ca"},
	{"host name must be specified for a verified", FAILURE_SETTINGS, "", ""},
	{"root certificate file", FAILURE_SETTINGS, "",
     "give the certificate authority of the server in PGSSLROOTCERT"},
	{"could not read root certificate", FAILURE_SETTINGS, "", ""},
	{"certificate file", FAILURE_SETTINGS, "", ""},
	{"private key file", FAILURE_SETTINGS, "", ""},
	{"alert unknown ca", FAILURE_SETTINGS, "", "the server does not trust the client certificate"},
	{"alert certificate", FAILURE_SETTINGS, "", "the server wants another client certificate"},
	{"does not support SSL", FAILURE_SETTINGS, "",
     "the server offers no TLS: switch it on there, or lower PGSSLMODE"},
	{"no password supplied", FAILURE_DENIED, "28P01", "the server wants a password: set one"},
	{"channel binding", FAILURE_SETTINGS, "", "check PGCHANNELBINDING and PGSSLMODE"},
	{"incorrect server signature", FAILURE_DENIED, "",
     "the server could not prove that it knows the password: is it the right server?"},
	{"authentication method", FAILURE_SETTINGS, "", ""},
	{"authentication not supported", FAILURE_SETTINGS, "", ""},
	{"authentication not implemented", FAILURE_SETTINGS, "", ""},
	{"invalid port number", FAILURE_SETTINGS, "", ""},
	{"invalid connection option", FAILURE_SETTINGS, "", ""},
	{"invalid integer value", FAILURE_SETTINGS, "", ""},
	{" value: \"", FAILURE_SETTINGS, "", ""}, /* invalid sslmode value: "..." and its like */
	{"is not writable", FAILURE_UNREACHABLE, "", ""},
};

/* How pg_hba.conf's refusals end where the login came without TLS: PostgreSQL 14 and later, 13. */
static const char *const unencrypted_words[] = {", no encryption", ", SSL off"};

/* PgBouncer gives every refusal the code 08P01, its own and those that it passes on. */
static const char pooler_refusal[] = "08P01";

static const struct login_text_rule pooler_text_rules[] = {
	{"password authentication failed", FAILURE_DENIED, "28P01", ""},
	{"SASL authentication failed", FAILURE_DENIED, "28P01",
     "the pooler does not know this role with this password: see its auth_file or auth_query"},
	{"no such user", FAILURE_DENIED, "28000", "the pooler does not know this role"},
	{"no pg_hba.conf entry", FAILURE_DENIED, "28000", ""},
	{"no such database", FAILURE_DENIED, "3D000", "the pooler does not know this database"},
	{"database \"", FAILURE_DENIED, "3D000", ""}, /* ... does not exist */
	{"role \"", FAILURE_DENIED, "28000", ""}, /* ... does not exist, is not permitted to log in */
	{"permission denied for database", FAILURE_DENIED, "42501", ""},
};

/* function: NULL if it is not known. */
static const struct sqlstate_rule *
sqlstate_find(const char *sqlstate, const char *function)
{
	const struct sqlstate_rule *rule = sqlstate_rules;

	while (strncmp(sqlstate, rule->prefix, strlen(rule->prefix)) != 0 ||
	       (rule->function != NULL && (function == NULL || strcmp(function, rule->function) != 0)))
		rule++;
	return rule;
}

static void
copy_text(char *target, size_t target_bytes, const char *text)
{
	(void)snprintf(target, target_bytes, "%s", text != NULL ? text : "");
	utf8_drop_cut_end(target);
}

static void
set_sqlstate(struct failure *failure, const char *sqlstate)
{
	copy_text(failure->sqlstate, sizeof failure->sqlstate, sqlstate);
	failure->reason = sqlstate_find(failure->sqlstate, NULL)->reason;
}

static void
append_context_line(struct text *text, const char *line, size_t length_bytes)
{
	text_append_format(text, "%s%.*s", text->length_bytes > 0 ? "\n" : "", (int)length_bytes, line);
}

/*
 * A context quotes the statement that was refused. One of ours may have a hundred lines, which a
 * user cannot change: the first and the last show which it was.
 */
static void
append_own_context(struct text *text, const char *context)
{
	const char *last = strrchr(context, '\n');

	append_context_line(text, context, strcspn(context, "\n"));
	if (last == NULL)
		return;
	if (last != strchr(context, '\n'))
		text_append(text, " ...");
	append_context_line(text, last + 1, strlen(last + 1));
}

static void
copy_detail(struct failure *failure, const PGresult *result, bool is_own_statement)
{
	const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
	const char *context = PQresultErrorField(result, PG_DIAG_CONTEXT);
	const char *query = PQresultErrorField(result, PG_DIAG_INTERNAL_QUERY);
	cleanup_text struct text text = TEXT_EMPTY;

	if (detail != NULL)
		text_append(&text, detail);
	if (query != NULL)
		text_append_format(&text, "%sinternal query: %s", text.length_bytes > 0 ? "\n" : "", query);
	if (context != NULL && is_own_statement)
		append_own_context(&text, context);
	else if (context != NULL)
		append_context_line(&text, context, strlen(context));
	copy_text(failure->detail, sizeof failure->detail, text_bytes(&text));
}

static bool
fail_statement(struct failure *failure, const PGresult *result, const char *purpose)
{
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	const struct sqlstate_rule *rule = sqlstate_find(
		sqlstate != NULL ? sqlstate : "", PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION));

	if (primary == NULL)
		primary = PQresultErrorMessage(result);
	if (purpose != NULL)
		(void)fail(failure, rule->own, "cannot %s: %s", purpose, primary);
	else
		(void)fail(failure, rule->script, "%s", primary);
	copy_text(failure->sqlstate, sizeof failure->sqlstate, sqlstate);
	failure->reason = rule->reason;
	sqlstate_judge_source(failure, result, purpose != NULL);
	copy_detail(failure, result, purpose != NULL);
	copy_text(failure->hint, sizeof failure->hint,
	          PQresultErrorField(result, PG_DIAG_MESSAGE_HINT));
	return false;
}

bool
sqlstate_fail(struct failure *failure, const PGresult *result, const char *purpose)
{
	return fail_statement(failure, result, purpose);
}

bool
sqlstate_fail_script(struct failure *failure, const PGresult *result)
{
	return fail_statement(failure, result, NULL);
}

/*
 * Finds "FATAL:  28P01: " and gives the code's place; NULL if libpq itself refused.
 * The word before the colon is translated by the server, the spaces are not.
 */
static const char *
find_login_sqlstate(const char *message)
{
	const char *found = NULL;

	for (const char *place = strstr(message, ":  "); place != NULL;
	     place = strstr(place + 1, ":  "))
	{
		const char *code = place + 3;
		size_t length = strspn(code, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

		if (length == SQLSTATE_LENGTH && code[length] == ':')
			found = code;
	}
	return found;
}

static const struct login_text_rule *
find_text(const struct login_text_rule *rules, size_t count, const char *message)
{
	for (size_t index = 0; index < count; index++)
	{
		if (strstr(message, rules[index].words) != NULL)
			return &rules[index];
	}
	return NULL;
}

static void
follow_text_rule(struct failure *failure, const struct login_text_rule *rule)
{
	if (rule == NULL)
		return;
	failure->kind = rule->kind;
	set_sqlstate(failure, rule->sqlstate);
	copy_text(failure->hint, sizeof failure->hint, rule->hint);
}

/* libpq begins with where it tried: "connection to server at ... failed: ". Our message says it better. */
static const char *
skip_login_preamble(const char *message)
{
	const char *failed =
		strncmp(message, "connection to server ", 21) == 0 ? strstr(message, " failed: ") : NULL;

	return failed != NULL ? failed + strlen(" failed: ") : message;
}

/* Which lines of pg_hba.conf a login meets depends on whether it is encrypted. */
static void
add_encryption_hint(struct failure *failure, const char *text)
{
	for (size_t index = 0; index < COUNT_OF(unencrypted_words); index++)
	{
		if (strstr(text, unencrypted_words[index]) != NULL)
			copy_text(failure->hint, sizeof failure->hint,
			          "Check that the role may log in and that pg_hba.conf lets this address in "
			          "without TLS; PGSSLMODE=require asks for TLS.");
	}
}

static void
fail_with_code(struct failure *failure, const char *code, const char *what)
{
	const char *text = code + SQLSTATE_LENGTH + 2;
	char sqlstate[SQLSTATE_LENGTH + 1] = "";

	memcpy(sqlstate, code, SQLSTATE_LENGTH);
	(void)fail(failure, sqlstate_find(sqlstate, NULL)->login, "cannot %s: %s", what, text);
	set_sqlstate(failure, sqlstate);
	add_encryption_hint(failure, text);
	if (strcmp(sqlstate, pooler_refusal) == 0)
		follow_text_rule(failure, find_text(pooler_text_rules, COUNT_OF(pooler_text_rules), text));
}

bool
sqlstate_fail_login(struct failure *failure, const char *libpq_message, const char *what)
{
	cleanup_memory char *message = libpq_message_fold(libpq_message);
	const char *code = find_login_sqlstate(message);

	if (code != NULL)
	{
		fail_with_code(failure, code, what);
		return false;
	}
	(void)fail(failure, FAILURE_UNREACHABLE, "cannot %s: %s", what, skip_login_preamble(message));
	follow_text_rule(failure, find_text(login_text_rules, COUNT_OF(login_text_rules), message));
	return false;
}
