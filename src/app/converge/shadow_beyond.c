#include "app/converge/shadow_beyond.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/object_place.h"

/* As DROP has it; NULL: goes with something else, or is not told by its name alone. */
static const char *const drop_words[] = {
	[RENAMABLE_SCHEMA] = "schema",
	[RENAMABLE_TABLE] = "table",
	[RENAMABLE_FOREIGN_TABLE] = "foreign table",
	[RENAMABLE_VIEW] = "view",
	[RENAMABLE_MATERIALIZED_VIEW] = "materialized view",
	[RENAMABLE_SEQUENCE] = "sequence",
	[RENAMABLE_TYPE] = "type",
	[RENAMABLE_DOMAIN] = "domain",
	[RENAMABLE_DOMAIN_CONSTRAINT] = NULL,
};

/* Never those of the server's schemas or of the ledger. */
static bool
is_beyond(const struct managed_schema *schema, const struct object_place *place)
{
	const struct script_name *name = &place->made.name;
	const char *home = place->made.kind == RENAMABLE_SCHEMA ? name->name : name->schema;

	return drop_words[place->made.kind] != NULL && home != NULL &&
	       strcmp(home, schema->name) != 0 && strcmp(home, schema->ledger_schema) != 0 &&
	       strncmp(home, "pg_", 3) != 0 && strcmp(home, "information_schema") != 0;
}

/* Of the statements of the scripts; a DO block looks first, and may see the live side. */
static void
read_beyond(const struct managed_schema *schema, struct object_place_list *places)
{
	size_t count = 0;

	object_place_list_read(schema->scripts, schema->script_count, schema->name, places);
	object_place_list_leave_out_blocks(places);
	for (size_t index = 0; index < places->count; index++)
		count += is_beyond(schema, &places->items[index]);
	if (count == 0)
		object_place_list_free(places);
}

static void
append_named(const struct object_place *place, struct definitions *named)
{
	cleanup_text struct text identity = TEXT_EMPTY;

	if (place->made.kind == RENAMABLE_SCHEMA)
		script_identifier_append(&identity, place->made.name.name);
	else
		script_name_append(&identity, &place->made.name);
	definitions_append(named, &(const struct definition_words){
								  .kind = drop_words[place->made.kind],
								  .identity = text_bytes(&identity),
								  .hash = "",
							  });
}

static bool
drop_named(struct schema_run *run, struct failure *failure)
{
	cleanup_object_place_list struct object_place_list places = {0};
	cleanup_definitions struct definitions named = {0};

	read_beyond(run->schema, &places);
	for (size_t index = 0; index < places.count; index++)
	{
		if (is_beyond(run->schema, &places.items[index]))
			append_named(&places.items[index], &named);
	}
	return named.objects.count == 0 ||
	       run->application->database->catalog->drop_promised(
			   run->connection->session, run->schema, &named, SHADOW_DROP_WHAT_MAY_BE, failure);
}

static bool
drop_promised(struct schema_run *run, struct failure *failure)
{
	const struct database *database = run->application->database;
	struct session *session = run->connection->session;
	cleanup_definitions struct definitions promised = {0};

	return !run->observed.has_beyond ||
	       (database->ledger->expected(session, run->schema, &promised, failure) &&
	        database->catalog->drop_promised(session, run->schema, &promised, SHADOW_DROP_BEYOND,
	                                         failure));
}

bool
shadow_beyond_drop(struct schema_run *run, struct failure *failure)
{
	/* Where the settings say what is managed, all of it was put aside. */
	return run->schema->managed_scope != MANAGED_BY_PROMISE ||
	       !managed_schema_may_reach_beyond(run->schema) ||
	       (drop_promised(run, failure) && drop_named(run, failure));
}

static bool
is_among(const struct object_place *place, const struct name_list *existing)
{
	cleanup_memory char *name =
		memory_format("%s.%s", place->made.name.schema, place->made.name.name);

	return name_list_contains(existing, name);
}

bool
shadow_beyond_is_there(struct schema_run *run, bool *is_there, struct failure *failure)
{
	const struct catalog_operations *catalog = run->application->database->catalog;
	cleanup_object_place_list struct object_place_list places = {0};
	cleanup_name_list struct name_list existing = {0};

	*is_there = false;
	if (!managed_schema_may_reach_beyond(run->schema))
		return true;
	read_beyond(run->schema, &places);
	if (places.count == 0)
		return true;
	if (!catalog->existing_names(run->connection->session, &existing, failure))
		return false;
	for (size_t index = 0; index < places.count; index++)
	{
		const struct object_place *place = &places.items[index];

		*is_there |= is_beyond(run->schema, place) && place->made.kind != RENAMABLE_SCHEMA &&
		             is_among(place, &existing);
	}
	return true;
}
