#include "app/converge/lock_room.h"

#include <inttypes.h>

#include "domain/name_list.h"
#include "domain/renamable_statement.h"
#include "port/convergence.h"

static bool
fail_without_room(const struct schema_run *run, const struct lock_room *room,
                  struct failure *failure)
{
	fail(failure, FAILURE_DDL,
	     "what schema \"%s\" in database \"%s\" has to be cannot be found out: to make it a second "
	     "time takes %" PRId64 " locks, and the server has room for %" PRId64
	     ", for all sessions together; nothing was changed",
	     run->schema->name, run->schema->database, room->needed_count, room->nominal_count);
	return fail_hint(failure,
	                 "Raise max_locks_per_transaction to %" PRId64 " or more (it is %" PRId64
	                 "), which takes a restart of the server.",
	                 room->needed_count * room->per_transaction / room->nominal_count + 1,
	                 room->per_transaction);
}

static bool
is_relation(enum renamable_kind kind)
{
	return kind == RENAMABLE_TABLE || kind == RENAMABLE_FOREIGN_TABLE || kind == RENAMABLE_VIEW ||
	       kind == RENAMABLE_MATERIALIZED_VIEW || kind == RENAMABLE_SEQUENCE ||
	       kind == RENAMABLE_INDEX;
}

static void
list_relation(const struct script *script, const struct statement *statement,
              struct name_list *relations)
{
	struct renamable_list made = {0};

	renamable_statement_read(script->text + statement->offset_bytes, statement->length_bytes,
	                         &made);
	if (made.count > 0 && is_relation(made.items[0].kind) && made.items[0].name.name != NULL)
		name_list_append(relations, made.items[0].name.name);
	renamable_list_free(&made);
}

/* What blocks and functions make is not known beforehand. */
static void
list_relations(const struct managed_schema *schema, struct name_list *relations)
{
	for (size_t index = 0; index < schema->script_count; index++)
	{
		const struct script *script = &schema->scripts[index];

		for (size_t place = 0; place < script->statement_count; place++)
		{
			if (statement_is_sent(&script->statements[place]))
				list_relation(script, &script->statements[place], relations);
		}
	}
}

bool
lock_room_check(const struct schema_run *run, struct failure *failure)
{
	cleanup_name_list struct name_list schemas = {0};
	cleanup_name_list struct name_list relations = {0};
	const struct lock_room_request request = {
		.schemas = run->schema->managed_scope == MANAGED_DATABASE ? NULL : &schemas,
		.relations = &relations,
	};
	struct lock_room room = {0};

	managed_schema_list_names(run->schema, &schemas);
	list_relations(run->schema, &relations);
	if (!run->application->database->convergence->lock_room(run->connection->session, &request,
	                                                        &room, failure))
		return false;
	return room.needed_count <= room.nominal_count || fail_without_room(run, &room, failure);
}
