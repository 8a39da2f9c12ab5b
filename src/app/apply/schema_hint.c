#include "app/apply/schema_hint.h"

#include <stddef.h>
#include <string.h>

struct hint_rule
{
	enum failure_kind kind;
	const char *sqlstate; /* or its beginning */
	const char *hint;
};

/* First match wins. */
static const struct hint_rule rules[] = {
	{FAILURE_DENIED, "42501",
     "Let an administrator grant this privilege to the role, or run with --ensure-role and an "
     "administrator's login."},
	{FAILURE_DDL, "", "Mend the DDL at that place and run it again."},
	{FAILURE_TRANSIENT, "55P03",
     "Let the sessions that the detail names end, or give NOETL_CHANGE_TIMEOUT more time."},
	{FAILURE_TRANSIENT, "57P01",
     "The server's log says who ended the connection; run it again when that is over."},
	{FAILURE_TRANSIENT, "53100", "Make room on the server's disk, then run it again."},
};

void
schema_hint_add(struct failure *failure)
{
	if (failure->hint[0] != '\0')
		return;
	for (size_t index = 0; index < sizeof rules / sizeof rules[0]; index++)
	{
		const struct hint_rule *rule = &rules[index];

		if (failure->kind != rule->kind ||
		    strncmp(failure->sqlstate, rule->sqlstate, strlen(rule->sqlstate)) != 0)
			continue;
		(void)fail_hint(failure, "%s", rule->hint);
		return;
	}
}
