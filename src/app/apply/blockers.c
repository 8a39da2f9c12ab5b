#include "app/apply/blockers.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/log.h"

/* Who holds locks in the schema's schema, or, if nobody does, in the ledger's; NULL for unknown. */
static char *
find_blockers(const struct schema_run *run)
{
	const struct lock_operations *operations = run->application->database->lock;
	const char *const schemas[] = {run->schema->name, run->schema->ledger_schema};
	cleanup_memory char *blockers = NULL;
	struct failure ignored = {0};

	for (size_t index = 0; index < COUNT_OF(schemas); index++)
	{
		free(take(blockers));
		if (!operations->describe_blockers(run->connection->session, schemas[index], &blockers,
		                                   &ignored))
			return NULL;
		if (blockers != NULL && blockers[0] != '\0')
			return take(blockers);
	}
	return NULL;
}

void
blockers_name(const struct schema_run *run, struct failure *failure)
{
	/* A session that was never made, or is gone, cannot be asked: who opened it has said what he knows. */
	if (failure->reason != REASON_LOCK_TIMEOUT || failure->connection_lost ||
	    run->connection->session == NULL)
		return;

	cleanup_memory char *blockers = find_blockers(run);

	if (blockers == NULL)
		return;
	log_info("%s: in the way: %s", run->schema->source, blockers);

	size_t length = strnlen(blockers, sizeof failure->detail - 1);

	memcpy(failure->detail, blockers, length);
	failure->detail[length] = '\0';
}
