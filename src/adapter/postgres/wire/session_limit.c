#include "adapter/postgres/wire/session_limit.h"

#include <string.h>

#include "base/count_of.h"
#include "base/text.h"

struct time_limit
{
	const char *sqlstate;
	const char *setting;
};

static const struct time_limit time_limits[] = {
	{"57014", "statement_timeout"},
	{"25P03", "idle_in_transaction_session_timeout"},
	{"25P04", "transaction_timeout"},
	{"57P05", "idle_session_timeout"},
};

struct login_limit
{
	const char *sqlstate; /* or its beginning */
	const char *place;    /* in the server's source */
	void (*explain)(struct failure *failure, const char *role, const char *database);
};

static void
append_name(struct text *text, const char *name)
{
	text_append_char(text, '"');
	for (const char *byte = name; *byte != '\0'; byte++)
	{
		if (*byte == '"')
			text_append_char(text, '"');
		text_append_char(text, *byte);
	}
	text_append_char(text, '"');
}

/* Which of the three places it is cannot be asked before a session has begun. */
static void
append_resets(struct text *text, const char *setting, const char *role, const char *database)
{
	text_append(text, "ALTER ROLE ");
	append_name(text, role);
	text_append(text, " IN DATABASE ");
	append_name(text, database);
	text_append_format(text, " RESET %s; ALTER ROLE ", setting);
	append_name(text, role);
	text_append_format(text, " RESET %s; ALTER DATABASE ", setting);
	append_name(text, database);
	text_append_format(text, " RESET %s", setting);
}

static void
explain_library(struct failure *failure, const char *role, const char *database)
{
	cleanup_text struct text resets = TEXT_EMPTY;

	failure->kind = FAILURE_DENIED;
	failure->reason = REASON_LIBRARY_REFUSED;
	append_resets(&resets, "local_preload_libraries", role, database);
	(void)fail_hint(failure,
	                "The library is named in local_preload_libraries or session_preload_libraries "
	                "of the role or the database. Where it is set (\\drds), reset it: %s",
	                text_bytes(&resets));
}

static void
explain_database_limit(struct failure *failure, const char *role, const char *database)
{
	cleanup_text struct text name = TEXT_EMPTY;

	(void)role;
	failure->reason = REASON_CONNECTION_LIMIT;
	append_name(&name, database);
	(void)fail_hint(failure,
	                "The database has a connection limit. Let other sessions in it end, or run: "
	                "ALTER DATABASE %s CONNECTION LIMIT -1",
	                text_bytes(&name));
}

static void
explain_role_limit(struct failure *failure, const char *role, const char *database)
{
	cleanup_text struct text name = TEXT_EMPTY;

	(void)database;
	failure->reason = REASON_CONNECTION_LIMIT;
	append_name(&name, role);
	(void)fail_hint(failure,
	                "The role has a connection limit. Let other sessions of it end, or run: "
	                "ALTER ROLE %s CONNECTION LIMIT -1",
	                text_bytes(&name));
}

static const struct login_limit login_limits[] = {
	{"", ", dfmgr.c:", explain_library},
	{"53300", " CheckMyDatabase, ", explain_database_limit},
	{"53300", " InitializeSessionUserId, ", explain_role_limit},
};

void
session_limit_explain_login(struct failure *failure, const char *role, const char *database,
                            const char *server_message)
{
	for (size_t index = 0; index < COUNT_OF(login_limits); index++)
	{
		const struct login_limit *limit = &login_limits[index];

		if (strncmp(failure->sqlstate, limit->sqlstate, strlen(limit->sqlstate)) == 0 &&
		    failure->sqlstate[0] != '\0' && strstr(server_message, limit->place) != NULL)
		{
			limit->explain(failure, role, database);
			return;
		}
	}
}

void
session_limit_explain(struct failure *failure, const char *role, const char *database)
{
	cleanup_text struct text resets = TEXT_EMPTY;

	for (size_t index = 0; index < COUNT_OF(time_limits); index++)
	{
		const struct time_limit *limit = &time_limits[index];

		if (strcmp(failure->sqlstate, limit->sqlstate) != 0)
			continue;
		failure->kind = FAILURE_DENIED;
		failure->reason = REASON_SESSION_LIMIT;
		append_resets(&resets, limit->setting, role, database);
		(void)fail_hint(failure,
		                "%s leaves a session no time to begin. Where it is set (\\drds), reset it: "
		                "%s",
		                limit->setting, text_bytes(&resets));
	}
}
