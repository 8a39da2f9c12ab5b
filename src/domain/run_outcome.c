#include "domain/run_outcome.h"

#include <stddef.h>

static const char *const names[RUN_OUTCOME_COUNT] = {
	[OUTCOME_NONE] = NULL,
	[OUTCOME_CREATED] = "created",
	[OUTCOME_CHANGED] = "changed",
	[OUTCOME_ADOPTED] = "adopted",
	[OUTCOME_VERIFIED] = "verified",
	[OUTCOME_RESET] = "reset",
	[OUTCOME_PASSWORD_CHANGED] = "password_changed",
	[OUTCOME_PARTITIONED] = "partitioned",
	[OUTCOME_COMMITTED] = "committed (the answer was lost, the ledger has this run)",
};

const char *
run_outcome_name(enum run_outcome outcome)
{
	return names[outcome];
}
