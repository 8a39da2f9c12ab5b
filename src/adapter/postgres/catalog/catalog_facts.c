#include "adapter/postgres/catalog/catalog_facts.h"

#include <stdlib.h>

#include "adapter/postgres/catalog/catalog_made.h"
#include "adapter/postgres/catalog/catalog_managed.h"
#include "adapter/postgres/fact/facts.h"
#include "adapter/postgres/wire/session_properties.h"
#include "base/cleanup.h"
#include "base/memory.h"

/* The session's words for what was put aside are the request's. */
static struct renamed_schema *
copy_renamed(const struct session_renames *renames)
{
	struct renamed_schema *renamed = memory_allocate(renames->count, sizeof *renamed);

	for (size_t index = 0; index < renames->count; index++)
		renamed[index] =
			(struct renamed_schema){renames->items[index].renamed, renames->items[index].original};
	return renamed;
}

bool
catalog_facts_of_schema(struct session *session, const struct managed_schema *schema,
                        const struct name_list *relations, struct fact_set *facts,
                        struct failure *failure)
{
	cleanup_name_list struct name_list names = {0};
	const struct session_renames *renames = session_renames(session);
	bool has_globals = false;

	if (schema->managed_scope == MANAGED_DATABASE &&
	    !catalog_claim_managed(session, schema, failure))
		return false;
	catalog_managed_names(session, schema, &names, &has_globals);

	cleanup_memory struct renamed_schema *renamed = copy_renamed(renames);
	const struct fact_request request = {
		.schemas = (const char *const *)names.items,
		.schema_count = names.count,
		.has_globals = has_globals && schema->managed_scope == MANAGED_DATABASE,
		.renamed = renamed,
		.renamed_count = renames->count,
		.suffix = renames->suffix,
		.relations = relations,
	};

	return facts_read(session, &request, facts, failure);
}
