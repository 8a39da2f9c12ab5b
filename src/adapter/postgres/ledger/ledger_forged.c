#include "adapter/postgres/ledger/ledger_forged.h"

#include "adapter/postgres/wire/session.h"

bool
ledger_fail_forged(const struct session *session, const struct ledger *ledger, const char *what,
                   const char *why, struct failure *failure)
{
	(void)fail(failure, FAILURE_DENIED, "ledger \"%s\" in %s has a %s that no run wrote: %s",
	           ledger->schema, session->place, what, why);
	return fail_hint(failure,
	                 "Only role \"%s\" can write there. Take the rows out (docs/ledger.md, "
	                 "\"Repairing it\"), or drop the schema: the next run compares again.",
	                 ledger->owner);
}
