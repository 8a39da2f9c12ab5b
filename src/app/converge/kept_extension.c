#include "app/converge/kept_extension.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/script_name.h"

static bool
makes_extension(const struct schema_run *run, const struct definition *object)
{
	struct script_cursor cursor = {.at = object->identity,
	                               .end = object->identity + strlen(object->identity)};
	cleanup_memory char *name = script_take_identifier(&cursor);

	return object->kind == KIND_EXTENSION_VERSION && name != NULL &&
	       name_list_contains(run->shadow_extensions, name);
}

bool
kept_extension_keep_made(struct schema_run *run, struct definitions *definitions,
                         struct failure *failure)
{
	const struct database *database = run->application->database;
	struct session *session = run->connection->session;
	cleanup_definitions struct definitions recorded = {0};
	cleanup_definitions struct definitions also = {0};

	if (!managed_schema_may_reach_beyond(run->schema))
		return true;
	/* Of all of the database, what is in no schema is told whoever made it. */
	if (run->shadow_extensions->count > 0 && run->observed.is_recorded &&
	    run->schema->managed_scope != MANAGED_DATABASE &&
	    !database->ledger->expected(session, run->schema, &recorded, failure))
		return false;
	for (size_t index = 0; index < recorded.objects.count; index++)
	{
		const struct definition *object = &recorded.objects.items[index];

		if (makes_extension(run, object))
			definitions_append(&also, &(const struct definition_words){.kind = object->kind_name,
			                                                           .identity = object->identity,
			                                                           .hash = object->hash});
	}
	definitions_sort(&also);
	return database->catalog->keep_made(session, run->schema, &also, definitions, failure);
}
