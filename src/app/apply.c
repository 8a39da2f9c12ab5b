#include "app/apply.h"

#include <stdlib.h>

#include "app/target_sequence.h"
#include "base/log.h"

static bool
resolve_bundles(const struct application *application, const struct apply_request *request,
                struct target_list *targets, struct failure *failure)
{
	static const char *const by_default[] = {"noetl"};
	const struct bundle_source *source = application->bundles;
	bool nothing_was_named = request->bundle_count == 0 && request->file_count == 0;
	const char *const *names = nothing_was_named ? by_default : request->bundles;
	size_t count = nothing_was_named ? 1 : request->bundle_count;

	for (size_t index = 0; index < count; index++)
	{
		if (!source->resolve(source->context, names[index], application->settings, targets,
		                     failure))
			return false;
	}
	return true;
}

static bool
scan_files(const struct application *application, struct target_list *targets,
           struct failure *failure)
{
	for (size_t index = 0; index < targets->count; index++)
	{
		struct target *target = &targets->items[index];

		for (size_t script = 0; target->is_file && script < target->script_count; script++)
		{
			if (!application->database->script->scan(&target->scripts[script], failure))
				return false;
		}
	}
	return true;
}

bool
apply_resolve_targets(const struct application *application, const struct apply_request *request,
                      struct target_list *targets, struct failure *failure)
{
	cleanup_target_list struct target_list found = {0};
	const struct bundle_source *source = application->bundles;
	const struct bundle_files files = {request->files, request->file_count};

	if (!resolve_bundles(application, request, &found, failure))
		return false;
	if (request->file_count > 0 &&
	    !source->resolve_files(source->context, &files, application->settings, &found, failure))
		return false;
	/* A file that cannot run is told before any server is asked; our own bundles are proved by tests. */
	if (!scan_files(application, &found, failure))
		return false;
	*targets = found;
	found = (struct target_list){0};
	return true;
}

bool
apply(const struct application *application, const struct apply_request *request,
      struct failure *failure)
{
	cleanup_target_list struct target_list targets = {0};

	if (!apply_resolve_targets(application, request, &targets, failure))
		return false;

	struct target_queue queue = {.targets = targets.items, .count = targets.count};

	return target_queue_run(application, &queue, failure);
}
