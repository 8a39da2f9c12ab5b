#include "app/apply/canceled.h"

void
canceled_judge(const struct schema_run *run, struct failure *failure)
{
	const struct script_operations *script = run->application->database->script;
	struct session *session = run->connection->session;

	/* Only a statement of a script has a place in one. */
	if (failure->reason != REASON_CANCELED || failure->place.line == 0 ||
	    failure->connection_lost || session == NULL || !script->ran_out_of_time(session, failure))
		return;
	failure->kind = FAILURE_DDL;
	failure->reason = REASON_STATEMENT_TIMEOUT;
}
