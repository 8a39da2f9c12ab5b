#include "app/partition_upkeep.h"

#include "app/target_sequence.h"
#include "app/target_session.h"
#include "base/log.h"

static bool
resolve_all(const struct application *application, const char *const *names, size_t count,
            struct target_list *targets, struct failure *failure)
{
	const struct bundle_source *bundles = application->bundles;

	for (size_t i = 0; i < count; i++)
	{
		if (!bundles->resolve(bundles->context, names[i], application->settings, targets, failure))
			return false;
	}
	return true;
}

static size_t
count_names(const char *const *names)
{
	size_t count = 0;

	while (names[count] != NULL)
		count++;
	return count;
}

static bool
resolve_targets(const struct application *application,
                const struct partition_upkeep_request *request, struct target_list *targets,
                struct failure *failure)
{
	const struct bundle_source *bundles = application->bundles;
	const char *const *all = bundles->names(bundles->context);

	if (request->bundle_count > 0)
		return resolve_all(application, request->bundles, request->bundle_count, targets, failure);
	return resolve_all(application, all, count_names(all), targets, failure);
}

/* A schema that nobody applied is nobody's trouble, unless it was asked for by name. */
static bool
is_absence(const struct failure *failure)
{
	return failure_has_sqlstate(failure, TARGET_SCHEMA_IS_ABSENT);
}

static bool
look_after(const struct application *application, struct target_queue *queue, size_t index,
           struct target_session *connection, struct failure *failure)
{
	const struct target *target = &queue->targets[index];

	if (target->partition_count > 0)
		return target_sequence_run(application, queue, index, connection, failure);
	log_info("%s: schema \"%s\" has no partitions to look after", target->source, target->schema);
	return true;
}

bool
partition_upkeep(const struct application *application,
                 const struct partition_upkeep_request *request, struct failure *failure)
{
	cleanup_target_list struct target_list targets = {0};
	bool was_named = request->bundle_count > 0;

	if (!resolve_targets(application, request, &targets, failure))
		return false;

	struct target_queue queue = {
		.targets = targets.items, .count = targets.count, .goal = GOAL_PARTITIONS};
	struct target_session connection = {0};
	bool all_done = true;

	for (size_t i = 0; all_done && i < targets.count; i++)
	{
		if (!was_named && targets.items[i].partition_count == 0)
			continue;
		all_done = look_after(application, &queue, i, &connection, failure);
		if (all_done || was_named || !is_absence(failure))
			continue;
		log_info("%s: skipped: %s", targets.items[i].source, failure->message);
		failure_clear(failure);
		all_done = true;
	}
	target_session_close(application, &connection);
	provision_outcome_free(&queue.provisioned);
	return all_done;
}
