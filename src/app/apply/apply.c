#include "app/apply/apply.h"

#include <stdlib.h>

#include "app/apply/schema_sequence.h"
#include "base/log.h"

static bool
resolve_bundles(const struct application *application, const struct apply_request *request,
                struct managed_schema_list *schemas, struct failure *failure)
{
	static const char *const by_default[] = {"noetl"};
	const struct bundle_source *source = application->bundles;
	bool nothing_was_named = request->bundle_count == 0 && request->file_count == 0;
	const char *const *names = nothing_was_named ? by_default : request->bundles;
	size_t count = nothing_was_named ? 1 : request->bundle_count;

	for (size_t index = 0; index < count; index++)
	{
		if (!source->resolve(source->context, names[index], application->settings, schemas,
		                     failure))
			return false;
	}
	return true;
}

static bool
scan_files(const struct application *application, struct managed_schema_list *schemas,
           struct failure *failure)
{
	for (size_t index = 0; index < schemas->count; index++)
	{
		struct managed_schema *schema = &schemas->items[index];

		for (size_t script = 0; schema->is_file && script < schema->script_count; script++)
		{
			if (!application->database->script->scan(&schema->scripts[script], failure))
				return false;
		}
	}
	return true;
}

bool
selection_resolve(const struct application *application, const struct apply_request *request,
                  struct managed_schema_list *schemas, struct failure *failure)
{
	cleanup_managed_schema_list struct managed_schema_list found = {0};
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
	*schemas = found;
	found = (struct managed_schema_list){0};
	return true;
}

bool
apply(const struct application *application, const struct apply_request *request,
      struct failure *failure)
{
	cleanup_managed_schema_list struct managed_schema_list schemas = {0};

	if (!selection_resolve(application, request, &schemas, failure))
		return false;

	struct schema_queue queue = {.schemas = schemas.items, .count = schemas.count};

	return schema_queue_run(application, &queue, failure);
}
