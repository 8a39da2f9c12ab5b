#include "app/apply/schema_partitions.h"

#include <inttypes.h>
#include <stdio.h>

#include "app/apply/transaction.h"
#include "app/partition/partitions.h"
#include "base/crash_point.h"
#include "base/text.h"

/* "created; 4 partitions made, 12 rows moved into them": for the closing line. */
static void
describe_partitions(struct schema_run *run, const struct partition_outcome *outcome)
{
	struct change_result *result = &run->result;
	cleanup_text struct text words = TEXT_EMPTY;

	if (outcome->made_count + outcome->expired_count == 0)
		text_append(&words, result->outcome != OUTCOME_NONE ? run_outcome_name(result->outcome)
		                                                    : "no partition is due");
	else if (result->outcome != OUTCOME_NONE)
		text_append_format(&words, "%s; ", run_outcome_name(result->outcome));
	if (outcome->made_count > 0)
		text_append_format(&words, "%zu partition%s made", outcome->made_count,
		                   outcome->made_count == 1 ? "" : "s");
	if (outcome->moved_count > 0)
		text_append_format(&words, ", %" PRId64 " row%s moved into %s", outcome->moved_count,
		                   outcome->moved_count == 1 ? "" : "s",
		                   outcome->made_count == 1 ? "it" : "them");
	if (outcome->expired_count > 0)
		text_append_format(&words, "%s%zu let go", outcome->made_count > 0 ? ", " : "",
		                   outcome->expired_count);
	(void)snprintf(result->words, sizeof result->words, "%s", text_bytes(&words));
}

bool
schema_partitions_make(struct schema_run *run, struct failure *failure)
{
	struct partition_outcome outcome = {0};

	if (run->schema->partition_count == 0)
		return true;
	/* Partitions have transactions of their own; the table's lock stands in for the schema lock. */
	if (!transaction_end(run, failure) ||
	    !partitions_make_due(run->application, run->connection->session, run->schema, &outcome,
	                         failure))
		return false;
	describe_partitions(run, &outcome);
	/* An attempt that was cut off may have made some. */
	if (outcome.made_count + outcome.expired_count == 0 && run->result.outcome == OUTCOME_NONE &&
	    run->attempt_count == 1)
		run->decision = DECISION_NOTHING_TO_DO;
	crash_point("partitions_made");
	return true;
}
