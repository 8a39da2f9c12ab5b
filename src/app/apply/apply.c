#include "app/apply/apply.h"

#include "app/apply/schema_queue.h"

bool
apply(const struct application *application, const struct selection *selection,
      struct failure *failure)
{
	cleanup_managed_schema_list struct managed_schema_list schemas = {0};

	if (!selection_resolve_managed(application, selection, &schemas, failure))
		return false;

	struct schema_queue queue = {.schemas = schemas.items, .count = schemas.count};

	return schema_queue_run(application, &queue, failure);
}
