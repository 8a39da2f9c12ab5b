#include "app/partition/partition_upkeep.h"

#include "app/apply/schema_sequence.h"
#include "app/apply/schema_session.h"
#include "base/log.h"

static size_t
count_names(const char *const *names)
{
	size_t count = 0;

	while (names[count] != NULL)
		count++;
	return count;
}

static struct selection
select_every_bundle(const struct application *application)
{
	const struct bundle_source *bundles = application->bundles;
	const char *const *names = bundles->names(bundles->context);

	return (struct selection){.bundles = names, .bundle_count = count_names(names)};
}

/* An absent schema is an error only if it was named; it may never have been applied. */
static bool
is_absence(const struct failure *failure)
{
	return failure->kind == FAILURE_DRIFT && failure->reason == REASON_SCHEMA_ABSENT;
}

static bool
look_after(struct schema_run *run, struct failure *failure)
{
	const struct managed_schema *schema = run->schema;

	if (schema->partition_count > 0)
		return schema_sequence_run(run, failure);
	log_info("%s: schema \"%s\" has no partitions to maintain", schema->source, schema->name);
	return true;
}

bool
partition_upkeep(const struct application *application, const struct selection *selection,
                 struct failure *failure)
{
	cleanup_managed_schema_list struct managed_schema_list schemas = {0};
	bool was_named = selection->bundle_count > 0;
	struct selection resolved = was_named ? *selection : select_every_bundle(application);

	if (!selection_resolve(application, &resolved, &schemas, failure))
		return false;

	struct schema_queue queue = {
		.schemas = schemas.items, .count = schemas.count, .goal = GOAL_PARTITIONS};
	struct schema_session connection = {0};
	bool all_done = true;

	for (size_t i = 0; all_done && i < schemas.count; i++)
	{
		if (!was_named && schemas.items[i].partition_count == 0)
			continue;

		struct schema_run run = schema_run_start(application, &queue, i, &connection);

		all_done = look_after(&run, failure);
		if (all_done || was_named || !is_absence(failure))
			continue;
		log_info("%s: skipped: %s", schemas.items[i].source, failure->message);
		failure_clear(failure);
		all_done = true;
	}
	schema_session_close(application, &connection);
	provision_outcome_free(&queue.provisioned);
	return all_done;
}
