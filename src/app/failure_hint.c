#include "app/failure_hint.h"

#include <stddef.h>

struct hint_rule
{
	enum hint_occasion occasion;
	enum failure_kind kind;
	enum failure_reason reason; /* REASON_NONE: any */
	const char *hint;
};

/* First match of an occasion wins. */
static const struct hint_rule rules[] = {
	/* No --ensure-role helps against a refusal of the administrator. */
	{HINT_LOGIN_OF_ADMINISTRATOR, FAILURE_DENIED, REASON_NO_DATABASE,
     "Name a database that is there in NOETL_ADMIN_DB."},
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
	{HINT_SCHEMA, FAILURE_DDL, REASON_NONE, "Mend the DDL at that place and run it again."},
	{HINT_SCHEMA, FAILURE_TRANSIENT, REASON_LOCK_TIMEOUT,
     "Let the sessions that the detail names end, or give NOETL_CHANGE_TIMEOUT more time."},
	{HINT_SCHEMA, FAILURE_TRANSIENT, REASON_SHUTDOWN,
     "The server's log says who ended the connection; run it again when that is over."},
	{HINT_SCHEMA, FAILURE_TRANSIENT, REASON_DISK_FULL,
     "Make room on the server's disk, then run it again."},
};

static void
add_of_occasion(struct failure *failure, enum hint_occasion occasion)
{
	for (size_t index = 0; index < sizeof rules / sizeof rules[0]; index++)
	{
		const struct hint_rule *rule = &rules[index];

		if (failure->hint[0] == '\0' && rule->occasion == occasion && rule->kind == failure->kind &&
		    (rule->reason == REASON_NONE || rule->reason == failure->reason))
			(void)fail_hint(failure, "%s", rule->hint);
	}
}

void
failure_hint_add(struct failure *failure, enum hint_occasion occasion)
{
	add_of_occasion(failure, occasion);
	if (occasion == HINT_LOGIN_OF_ADMINISTRATOR)
		add_of_occasion(failure, HINT_LOGIN);
}
