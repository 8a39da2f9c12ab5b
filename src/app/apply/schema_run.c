#include "app/apply/schema_run.h"

#include "app/converge/plan_report.h"

struct schema_run
schema_run_start(const struct application *application, struct schema_queue *queue, size_t index,
                 struct schema_session *connection)
{
	const struct clock *clock = application->clock;
	struct schema_run run = {
		.application = application,
		.queue = queue,
		.schema = &queue->schemas[index],
		.goal = queue->goal,
		.ledger = ledger_of_schema(&queue->schemas[index]),
		.connection = connection,
		.started_ms = clock->now_ms(clock->context),
		.started_unix_ms = clock->unix_ms(clock->context),
		.is_provisioned = queue->is_provisioned,
		.plan = queue->plans != NULL ? &queue->plans[index] : NULL,
	};

	clock->random_uuid(clock->context, run.run_id);
	return run;
}

size_t
schema_run_left_count(const struct schema_run *run)
{
	return run->queue->count - (size_t)(run->schema - run->queue->schemas);
}
