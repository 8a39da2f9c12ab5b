#include "app/partition/partitions.h"

#include <inttypes.h>
#include <string.h>

#include "app/run_mandate.h"
#include "app/run_origin.h"
#include "app/session_transaction.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/memory.h"
#include "domain/partition_plan.h"
#include "port/partition.h"

struct partition_work
{
	const struct application *application;
	struct session *session;
	const struct managed_schema *schema;
	const struct bundle_partition *rule;
	struct partition_outcome *outcome;
};

static bool
begin_step(const struct partition_work *work, struct failure *failure)
{
	return session_transaction_begin(work->application, work->session, failure);
}

static bool
undo_step(const struct partition_work *work, const struct failure *failure)
{
	return session_transaction_undo(work->application, work->session, failure);
}

static bool
read_table(const struct partition_work *work, struct partitioned_table *table,
           struct failure *failure)
{
	const struct database *database = work->application->database;
	const char *schema = work->schema->name;

	if (!begin_step(work, failure))
		return false;
	if (!database->partition->read(work->session, schema, work->rule, table, failure))
		return undo_step(work, failure);
	return database->session->rollback(work->session, failure);
}

static bool
check_table(const struct partition_work *work, const struct partitioned_table *table,
            struct failure *failure)
{
	const struct bundle_partition *rule = work->rule;

	if (table->identity == NULL)
	{
		(void)fail(failure, FAILURE_DRIFT,
		           "cannot make partitions: schema \"%s\" in database \"%s\" has no table \"%s\"",
		           work->schema->name, work->schema->database, rule->table);
		return fail_hint(failure, "\"noetl-schema apply %s\" creates it.", work->schema->bundle);
	}
	if (table->key_column != NULL && strcmp(table->key_column, rule->column) == 0)
		return true;
	(void)fail(failure, FAILURE_DRIFT,
	           "cannot make partitions: table %s in database \"%s\" is not partitioned by range of "
	           "column \"%s\"",
	           table->identity, work->schema->database, rule->column);
	return fail_hint(failure, "\"noetl-schema verify %s\" tells what else differs.",
	                 work->schema->bundle);
}

static char *
note_of(const struct partition_work *work, const struct partition_step *step, int64_t moved_count)
{
	if (step->expired != NULL)
		return memory_format("%s was %s", step->name,
		                     work->rule->expiry == PARTITION_EXPIRY_DROP ? "dropped" : "detached");
	if (moved_count == 0)
		return memory_format("%s was made", step->name);
	return memory_format("%s was made, %" PRId64 " row%s left the default partition for it",
	                     step->name, moved_count, moved_count == 1 ? "" : "s");
}

static bool
record_step(const struct partition_work *work, int64_t started_ms, const char *note,
            struct failure *failure)
{
	const struct application *application = work->application;
	const struct clock *clock = application->clock;
	const struct ledger ledger = ledger_of_schema(work->schema);
	struct run_entry entry = {
		.source = work->schema->source,
		.schema = work->schema->name,
		.outcome = OUTCOME_PARTITIONED,
		.version = work->schema->version,
		.tool_version = application->tool_version,
		.session_role = work->schema->owner,
		.statement_count = 1,
		.started_ms = started_ms,
		.finished_ms = clock->unix_ms(clock->context),
		.note = note,
		.origin = run_origin_of(application),
	};

	clock->random_uuid(clock->context, entry.run);
	return application->database->ledger->ensure(work->session, &ledger, failure) &&
	       application->database->ledger->record(work->session, &ledger, &entry, NULL, failure);
}

static bool
run_partition_step(const struct partition_work *work, const struct partition_step *step,
                   struct partition_made *made, struct failure *failure)
{
	const struct partition_operations *operations = work->application->database->partition;
	const struct partition_request request = {work->schema->name, work->rule, step};

	if (step->expired != NULL)
		return operations->expire(work->session, &request, failure);
	return operations->make(work->session, &request, made, failure);
}

static void
count_step(const struct partition_work *work, const struct partition_step *step,
           int64_t moved_count)
{
	if (step->expired != NULL)
		work->outcome->expired_count++;
	else
		work->outcome->made_count++;
	work->outcome->moved_count += moved_count;
}

static bool
commit_step(const struct partition_work *work, const struct partition_step *step,
            const struct partition_made *made, int64_t started_ms, struct failure *failure)
{
	const struct session_operations *operations = work->application->database->session;
	cleanup_memory char *note = note_of(work, step, made->moved_count);

	if (made->was_there)
		return operations->rollback(work->session, failure);
	crash_point("partition_made");
	if (!record_step(work, started_ms, note, failure) ||
	    !run_mandate_holds(work->application, failure))
		return undo_step(work, failure);
	if (!operations->commit(work->session, failure))
		return false;
	crash_point("partition_committed");
	log_info("%s: %s", work->schema->source, note);
	count_step(work, step, made->moved_count);
	return true;
}

static bool
do_step(const struct partition_work *work, const struct partition_step *step,
        struct failure *failure)
{
	const struct clock *clock = work->application->clock;
	int64_t started_ms = clock->unix_ms(clock->context);
	struct partition_made made = {0};

	if (!begin_step(work, failure))
		return false;
	if (run_partition_step(work, step, &made, failure))
		return commit_step(work, step, &made, started_ms, failure);
	(void)fail_context(failure, "partition %s of schema \"%s\"", step->name, work->schema->name);
	return undo_step(work, failure);
}

/* Logs what the plan leaves alone; fails only for an interval that it cannot make. */
static bool
report_plan(const struct partition_work *work, const struct partition_plan *plan,
            struct failure *failure)
{
	if (plan->covered_count > 0)
		log_info("%s: %zu due interval%s of table \"%s\" %s held by partitions of other names or "
		         "bounds, which are left as they are",
		         work->schema->source, plan->covered_count, plan->covered_count == 1 ? "" : "s",
		         work->rule->table, plan->covered_count == 1 ? "is" : "are");
	if (plan->put_off_count > 0)
		log_warning("%s: rows of %zu more past intervals stay in the default partition of table "
		            "\"%s\"; run \"noetl-schema partitions %s\" again",
		            work->schema->source, plan->put_off_count, work->rule->table,
		            work->schema->bundle);
	if (plan->overlap == NULL)
		return true;
	(void)fail(failure, FAILURE_DDL, "cannot make a partition that is due: %s", plan->overlap);
	return fail_hint(failure,
	                 "The bounds of that partition do not match the intervals. Detach it, or "
	                 "give it bounds that match; until then the rows in between go to "
	                 "the default partition.");
}

static bool
make_due_of_table(const struct partition_work *work, struct failure *failure)
{
	cleanup_partitioned_table struct partitioned_table table = {0};
	cleanup_partition_plan struct partition_plan plan = {0};

	if (!read_table(work, &table, failure) || !check_table(work, &table, failure))
		return false;
	partition_plan_make(work->rule, &table, &plan);
	for (size_t i = 0; i < plan.count; i++)
	{
		if (!do_step(work, &plan.steps[i], failure))
			return false;
	}
	return report_plan(work, &plan, failure);
}

bool
partitions_make_due(const struct application *application, struct session *session,
                    const struct managed_schema *schema, struct partition_outcome *outcome,
                    struct failure *failure)
{
	*outcome = (struct partition_outcome){0};
	for (size_t i = 0; i < schema->partition_count; i++)
	{
		const struct partition_work work = {application, session, schema, &schema->partitions[i],
		                                    outcome};

		if (!make_due_of_table(&work, failure))
			return false;
	}
	return true;
}
