#include "app/failure_hint.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/count_of.h"
#include "base/text.h"

#define OWN_COMMAND "noetl-schema "
#define COMMAND_IN_CLUSTER "k8s/look "
#define WHAT_IT_IS " (k8s/look, a script of the sources, makes a Job from the last one.)"

struct hint_rule
{
	enum hint_occasion occasion;
	enum failure_kind kind;
	enum failure_reason reason; /* REASON_NONE: any */
	const char *hint;
};

/* COMMIT inside a script is impossible, because its statements run in one transaction. */
#define NO_COMMIT_INSIDE "The statements of a script run in one transaction. "

/* First match of an occasion wins. */
static const struct hint_rule rules[] = {
	/* --ensure-role does not help if the administrator itself is refused. */
	{HINT_LOGIN_OF_ADMINISTRATOR, FAILURE_DENIED, REASON_NO_DATABASE,
     "Set NOETL_ADMIN_DB to a database that exists."},
	{HINT_LOGIN_OF_ADMINISTRATOR, FAILURE_DENIED, REASON_WRONG_PASSWORD,
     "Check the user and the password (is the Secret the current one?): NOETL_ADMIN_USER and "
     "NOETL_ADMIN_PASSWORD, without them POSTGRES_USER and POSTGRES_PASSWORD."},

	{HINT_LOGIN, FAILURE_DENIED, REASON_NO_DATABASE,
     "Create the database, or run with --ensure-role and an administrator's login."},
	{HINT_LOGIN, FAILURE_DENIED, REASON_WRONG_PASSWORD,
     "Check the user and the password (is the Secret the current one?), or run with --ensure-role "
     "and an administrator's login."},
	{HINT_LOGIN, FAILURE_DENIED, REASON_LOGIN_NOT_PERMITTED,
     "Check that the role may log in and that pg_hba.conf lets this address in."},
	{HINT_LOGIN, FAILURE_DENIED, REASON_NO_PRIVILEGE, "Grant the role CONNECT on the database."},
	{HINT_LOGIN, FAILURE_UNREACHABLE, REASON_SERVER_FULL,
     "Other clients hold all connections: free some, or raise max_connections."},
	{HINT_LOGIN, FAILURE_UNREACHABLE, REASON_NONE,
     "Check POSTGRES_HOST and POSTGRES_PORT and whether the server runs; --wait-timeout gives it "
     "longer."},

	{HINT_SCHEMA, FAILURE_DENIED, REASON_NO_PRIVILEGE,
     "Let an administrator grant this privilege to the role, or run with --ensure-role and an "
     "administrator's login."},
	{HINT_SCHEMA, FAILURE_DDL, REASON_TRANSACTION_OPEN,
     NO_COMMIT_INSIDE
     "Put the line \"-- noetl-schema: outside\" before this one, which then runs alone and outside "
     "of it; so do DO and CALL with COMMIT or ROLLBACK in them."},
	{HINT_SCHEMA, FAILURE_DDL, REASON_COMMIT_NEEDED,
     NO_COMMIT_INSIDE
     "Put the line \"-- noetl-schema: commit\" between the new value and what uses it."},
	{HINT_SCHEMA, FAILURE_DDL, REASON_TABLE_IN_USE,
     NO_COMMIT_INSIDE
     "Where rows wait for COMMIT to be checked, put SET CONSTRAINTS ALL IMMEDIATE before this "
     "statement, or the line \"-- noetl-schema: commit\"; where a cursor or a loop reads the table, close it first."},
	{HINT_SCHEMA, FAILURE_DDL, REASON_READ_ONLY,
     "The script makes its transaction read only: take SET TRANSACTION READ ONLY, or "
     "transaction_read_only, out of it."},
	{HINT_SCHEMA, FAILURE_DDL, REASON_STATEMENT_TIMEOUT,
     "The script sets statement_timeout, or resets it to that of the role: give it more time "
     "there."},
	{HINT_SCHEMA, FAILURE_DDL, REASON_SESSION_LIMIT,
     "The script sets transaction_timeout or idle_in_transaction_session_timeout: take that out "
     "of it."},
	{HINT_SCHEMA, FAILURE_DDL, REASON_LOCK_NOWAIT,
     "Take NOWAIT out of the script: the program waits for NOETL_LOCK_TIMEOUT and tries again for "
     "NOETL_CHANGE_TIMEOUT."},
	{HINT_SCHEMA, FAILURE_DDL, REASON_LOCK_TABLE_FULL,
     "Raise max_locks_per_transaction on the server, which takes a restart: all sessions together "
     "can lock max_locks_per_transaction * (max_connections + max_prepared_transactions) objects, "
     "and each table, index and sequence that a script makes counts."},
	{HINT_SCHEMA, FAILURE_TRANSIENT, REASON_LOCK_TABLE_FULL,
     "Let other sessions end, or raise max_locks_per_transaction on the server, which takes a "
     "restart."},
	{HINT_SCHEMA, FAILURE_DDL, REASON_UNTRANSLATABLE,
     "The database's encoding lacks this character: write another one, or use a database with "
     "encoding UTF8."},
	{HINT_SCHEMA, FAILURE_DDL, REASON_ALREADY_EXISTS,
     "A script that has changed runs again on what is there: write CREATE ... IF NOT EXISTS or "
     "CREATE OR REPLACE, and ALTER TABLE ... ADD COLUMN IF NOT EXISTS for what is new. A dump as "
     "it is goes into an empty schema only."},
	{HINT_SCHEMA, FAILURE_DDL, REASON_NONE, "Fix the DDL at that position and run apply again."},
	{HINT_SCHEMA, FAILURE_TRANSIENT, REASON_LOCK_TIMEOUT,
     "Let the sessions that the detail names end, or give NOETL_CHANGE_TIMEOUT more time."},
	{HINT_SCHEMA, FAILURE_TRANSIENT, REASON_SHUTDOWN,
     "The server's log says why the connection ended; run it again afterwards."},
	{HINT_SCHEMA, FAILURE_TRANSIENT, REASON_DISK_FULL,
     "Make room on the server's disk, then run it again."},
};

/* The server has a hint for these reasons too, which says less. */
static bool
is_known_better(enum failure_reason reason)
{
	return reason == REASON_COMMIT_NEEDED || reason == REASON_LOCK_TABLE_FULL;
}

static void
add_of_occasion(struct failure *failure, enum hint_occasion occasion)
{
	for (size_t index = 0; index < COUNT_OF(rules); index++)
	{
		const struct hint_rule *rule = &rules[index];

		if (rule->occasion != occasion || rule->kind != failure->kind ||
		    (rule->reason != REASON_NONE && rule->reason != failure->reason))
			continue;
		if (failure->hint[0] == '\0' || is_known_better(rule->reason))
			(void)fail_hint(failure, "%s", rule->hint);
		return;
	}
}

/* What a pipe ends in is run where the pipe is. */
static bool
names_command(const char *hint, const char *at)
{
	return strncmp(at, OWN_COMMAND, strlen(OWN_COMMAND)) == 0 &&
	       (at - hint < 2 || strncmp(at - 2, "| ", 2) != 0);
}

void
failure_hint_for_pod(struct failure *failure)
{
	cleanup_text struct text told = TEXT_EMPTY;
	bool is_changed = false;

	for (const char *at = failure->hint; *at != '\0';)
	{
		if (!names_command(failure->hint, at))
		{
			text_append_char(&told, *at++);
			continue;
		}
		is_changed = true;
		text_append(&told, COMMAND_IN_CLUSTER);
		at += strlen(OWN_COMMAND);
	}
	if (is_changed)
		(void)fail_hint(failure, "%s%s", text_bytes(&told), WHAT_IT_IS);
}

void
failure_hint_add(struct failure *failure, enum hint_occasion occasion)
{
	add_of_occasion(failure, occasion);
	if (occasion == HINT_LOGIN_OF_ADMINISTRATOR && failure->hint[0] == '\0')
		add_of_occasion(failure, HINT_LOGIN);
}
