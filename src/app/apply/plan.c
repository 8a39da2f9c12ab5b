#include "app/apply/plan.h"

#include "app/apply/schema_queue.h"
#include "base/memory.h"

bool
plan_schemas(const struct application *application, const struct selection *selection,
             struct plan_report_list *reports, struct failure *failure)
{
	if (!selection_resolve_managed(application, selection, &reports->schemas, failure))
		return false;
	reports->count = reports->schemas.count;
	reports->items = memory_allocate(reports->count + 1, sizeof *reports->items);
	for (size_t index = 0; index < reports->count; index++)
		reports->items[index] = (struct plan_report){.schema = &reports->schemas.items[index]};

	struct schema_queue queue = {
		.schemas = reports->schemas.items,
		.count = reports->count,
		.goal = GOAL_PLAN,
		.plans = reports->items,
	};
	bool is_done = schema_queue_run(application, &queue, failure);

	application->progress->finish(application->progress->context);
	return is_done;
}

bool
plan_judge(const struct plan_report_list *reports, struct failure *failure)
{
	size_t work_count = 0;

	for (size_t index = 0; index < reports->count; index++)
		work_count += plan_report_has_work(&reports->items[index]);
	if (work_count == 0)
		return true;
	fail(failure, FAILURE_DRIFT, "%zu of %zu schemas would be changed by apply", work_count,
	     reports->count);
	return fail_hint(failure, "\"noetl-schema apply\" with the same arguments does it.");
}
