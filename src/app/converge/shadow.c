#include "app/converge/shadow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/apply/data_once.h"
#include "app/apply/own_part.h"
#include "app/apply/script_sequence.h"
#include "app/apply/transaction.h"
#include "app/converge/kept_extension.h"
#include "app/converge/lock_room.h"
#include "app/converge/shadow_beyond.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "base/memory.h"
#include "domain/catalog/changed_name.h"
#include "domain/script_shadow.h"
#include "port/reset.h"
#include "port/shadow.h"

enum
{
	SELECTED_LIMIT = 500 /* names: with more, to ask for all is as cheap */
};

/* The schema with scripts as a shadow runs them. */
struct shadow_schema
{
	struct managed_schema schema;
	struct script *copies;       /* NULL where the schema's own will do */
	struct name_list extensions; /* that the scripts make */
};

static void
shadow_schema_free(struct shadow_schema *shadow)
{
	for (size_t index = 0; shadow->copies != NULL && index < shadow->schema.script_count; index++)
		script_free(&shadow->copies[index]);
	free(shadow->copies);
	name_list_free(&shadow->extensions);
}

static bool
needs_copies(const struct managed_schema *schema)
{
	for (size_t index = 0; index < schema->script_count; index++)
	{
		if (script_shadow_differs(&schema->scripts[index]))
			return true;
	}
	return false;
}

static struct shadow_schema
make_shadow_schema(const struct managed_schema *schema)
{
	struct shadow_schema shadow = {.schema = *schema};
	bool is_database = schema->managed_scope == MANAGED_DATABASE;

	if (!needs_copies(schema))
		return shadow;
	shadow.copies = memory_allocate(schema->script_count, sizeof *shadow.copies);
	for (size_t index = 0; index < schema->script_count; index++)
		shadow.copies[index] =
			script_shadow(&schema->scripts[index], is_database, &shadow.extensions);
	shadow.schema.scripts = shadow.copies;
	return shadow;
}

/* The live schemas under other names, and empty ones in their places: nobody waits for it. */
static bool
make_room_beside(struct schema_run *run, struct failure *failure)
{
	return run->application->database->shadow->make_room(run->connection->session, run->schema,
	                                                     run->shadow_extensions, failure);
}

static bool
refuse_dependents(const struct schema_run *run, const struct schema_contents *contents,
                  struct failure *failure)
{
	cleanup_text struct text list = TEXT_EMPTY;

	if (contents->dependent_count == 0)
		return true;
	schema_contents_list_dependents(contents, sizeof failure->detail / 2, &list);
	fail(failure, FAILURE_DENIED,
	     "schema \"%s\" cannot be emptied for it: %zu objects outside depend on what is in it",
	     run->schema->name, contents->dependent_count);
	(void)snprintf(failure->detail, sizeof failure->detail, "%s", text_bytes(&list));
	return false;
}

/*
 * In the schema itself, emptied of all but extensions: names that say the schema mean what they
 * always mean. What is dropped is locked until it comes back with the savepoint.
 */
static bool
make_room_in_place(struct schema_run *run, struct failure *failure)
{
	const struct reset_operations *reset = run->application->database->reset;
	struct session *session = run->connection->session;
	const struct reset_scope scope = {.schema = run->schema->name, .keeps_extensions = true};
	cleanup_schema_contents struct schema_contents contents = {0};

	log_info("%s: schema \"%s\" cannot be put aside (%s), so what it has to be is found out in its "
	         "own place, under ACCESS EXCLUSIVE locks on what is in it, and undone at once",
	         run->schema->source, run->schema->name, failure->message);
	return reset->contents(session, &scope, &contents, failure) &&
	       refuse_dependents(run, &contents, failure) && reset->empty(session, &scope, failure);
}

typedef bool (*room_maker)(struct schema_run *run, struct failure *failure);

/* Within a savepoint, which is gone back to after a refusal. */
static bool
try_room(struct schema_run *run, room_maker make_room, bool *is_made, struct failure *refusal)
{
	if (!transaction_save(run, refusal))
		return false;
	*is_made = make_room(run, refusal);
	return *is_made || (transaction_was_refused(refusal) && transaction_go_back(run, refusal));
}

const struct name_list *
fact_selection_relations(const struct fact_selection *selection)
{
	return selection->is_of_all ? NULL : &selection->relations;
}

/* Both sides are there to be looked at only where the live one was put aside. */
static bool
select_changed(struct schema_run *run, struct desired_state *found, struct failure *failure)
{
	const struct shadow_operations *shadow = run->application->database->shadow;
	struct fact_selection *selection = &found->selection;
	cleanup_definition_difference_list struct definition_difference_list differences = {0};
	cleanup_name_list struct name_list changed = {0};

	selection->is_of_all = true;
	if (found->live_definitions == NULL || !run->shadow_is_beside)
		return true;
	definitions_compare(&found->definitions, found->live_definitions, &differences);
	if (!changed_names_collect(&differences, &changed) || changed.count > SELECTED_LIMIT)
		return true;
	name_list_free(&selection->relations);
	if (!shadow->find_changed(run->connection->session, run->schema, &changed,
	                          &selection->relations, failure))
		return false;
	selection->is_of_all = selection->relations.count > SELECTED_LIMIT;
	return true;
}

/* Last, as it drops and makes anew what reads back otherwise. */
static bool
read_desired_facts(struct schema_run *run, struct desired_state *found, struct failure *failure)
{
	const struct shadow_operations *shadow = run->application->database->shadow;
	struct session *session = run->connection->session;
	const struct live_side live = {found->live_facts, found->live_definitions, &found->definitions};

	return !found->wants_facts ||
	       (select_changed(run, found, failure) &&
	        shadow->facts(session, run->schema, fact_selection_relations(&found->selection),
	                      &found->facts, failure) &&
	        shadow->reparse(session, run->schema, &live, &found->facts, failure));
}

static bool
run_and_read(struct schema_run *run, struct desired_state *found, struct failure *failure)
{
	(void)data_once_shadow(run);
	return script_sequence_run_to_fixed_point(run, &found->definitions, failure) &&
	       kept_extension_keep_made(run, &found->definitions, failure) &&
	       (found->look == NULL || found->look->read(found->look->context, run, failure));
}

typedef bool (*shadow_builder)(struct schema_run *run, struct desired_state *found,
                               struct failure *failure);

static bool
build_alone(struct schema_run *run, struct desired_state *found, struct failure *failure)
{
	return shadow_beyond_drop(run, failure) && run_and_read(run, found, failure) &&
	       read_desired_facts(run, found, failure);
}

/* Goes back to the savepoint that is open. True after a refusal, too, which is then in refusal. */
static bool
build_in_room(struct schema_run *run, shadow_builder build, struct desired_state *found,
              struct failure *refusal)
{
	struct failure undone = {0};

	if (!build(run, found, refusal) && !transaction_was_refused(refusal))
		return false;
	if (transaction_go_back(run, &undone))
		return true;
	*refusal = undone;
	return false;
}

/*
 * What stayed as it was, and not as it is recorded, is held to the record: the room was not emptied
 * of it, so the DDL need not have made it.
 */
static void
hold_to_record(struct definition_list *found, const struct definitions *before,
               const struct definitions *recorded)
{
	for (size_t index = 0; index < found->count; index++)
	{
		struct definition *object = &found->items[index];
		const struct definition *then = definitions_find(before, object);
		const struct definition *promised = definitions_find(recorded, object);

		if (then != NULL && promised != NULL && strcmp(then->hash, object->hash) == 0)
			object->hash = text_arena_copy(&found->texts, promised->hash);
	}
}

/* In the schema itself, emptied of what this source has promised: what others made stays. */
static bool
build_among_others(struct schema_run *run, struct desired_state *found, struct failure *failure)
{
	const struct database *database = run->application->database;
	struct session *session = run->connection->session;
	cleanup_definitions struct definitions recorded = {0};
	cleanup_definitions struct definitions before = {0};

	if (run->observed.is_recorded &&
	    !database->ledger->expected(session, run->schema, &recorded, failure))
		return false;
	if (!database->catalog->drop_promised(session, run->schema, &recorded, SHADOW_DROP_EVERYWHERE,
	                                      failure) ||
	    !database->catalog->definitions(session, run->schema, &before, failure) ||
	    !run_and_read(run, found, failure) ||
	    !own_part_take(run, &before, &found->definitions, failure) ||
	    !read_desired_facts(run, found, failure))
		return false;
	hold_to_record(&found->definitions.objects, &before, &recorded);
	return true;
}

static bool
others_made_something(const struct schema_run *run, bool *is_so, struct failure *failure)
{
	const struct ledger_operations *ledger = run->application->database->ledger;
	cleanup_definitions struct definitions elsewhere = {0};

	if (!ledger->expected_elsewhere(run->connection->session, run->schema, &elsewhere, failure))
		return false;
	*is_so = elsewhere.objects.count > 0;
	return true;
}

/*
 * DDL of a file may refer to what another source has made in the schema. What is refused in an
 * empty one may then be built beside the rest. The first refusal stays where the second try is
 * refused, too.
 */
static bool
try_among_others(struct schema_run *run, struct desired_state *found, struct failure *refusal)
{
	bool is_among_others = false;
	struct failure second = {0};

	if (refusal->kind == FAILURE_NONE || !run->schema->is_file)
		return true;

	bool is_over = others_made_something(run, &is_among_others, &second);

	if (is_over && is_among_others)
	{
		log_info("%s: cannot be built in an empty schema (%s), so it is built beside what others "
		         "made",
		         run->schema->source, refusal->message);
		run->shadow_is_beside = false;
		is_over = transaction_save(run, &second) &&
		          build_in_room(run, build_among_others, found, &second);
	}
	if (!is_over)
		*refusal = second;
	else if (is_among_others && second.kind == FAILURE_NONE)
		failure_clear(refusal);
	return is_over;
}

static bool
build_shadow(struct schema_run *run, struct desired_state *found, struct failure *refusal)
{
	bool is_made = false;

	/* A schema that is made now has room. */
	if (run->decision == DECISION_CREATE)
		return transaction_save(run, refusal) && build_in_room(run, build_alone, found, refusal);
	if (!try_room(run, make_room_beside, &is_made, refusal))
		return false;
	run->shadow_is_beside = is_made;
	if (!is_made && !try_room(run, make_room_in_place, &is_made, refusal))
		return false;
	if (!is_made)
		return true;
	failure_clear(refusal);
	return build_in_room(run, build_alone, found, refusal) && try_among_others(run, found, refusal);
}

/* Data that no definition seemed to need are sent where the DDL is refused without them. */
static bool
build_with_needed_data(struct schema_run *run, struct desired_state *found, struct failure *refusal)
{
	bool is_over = build_shadow(run, found, refusal);

	if (!is_over || refusal->kind == FAILURE_NONE || !data_once_shadow(run))
		return is_over;
	log_debug("%s: is refused without its data (%s), so it is built with them", run->schema->source,
	          refusal->message);
	run->shadow_has_all_data = true;
	failure_clear(refusal);
	return build_shadow(run, found, refusal);
}

void
desired_state_free(struct desired_state *desired)
{
	definitions_free(&desired->definitions);
	fact_set_free(&desired->facts);
	name_list_free(&desired->selection.relations);
}

bool
shadow_read_desired(struct schema_run *run, struct desired_state *desired, struct failure *refusal,
                    struct failure *failure)
{
	cleanup_(shadow_schema_free) struct shadow_schema shadow = make_shadow_schema(run->schema);
	cleanup_desired_state struct desired_state found = {
		.wants_facts = desired->wants_facts,
		.look = desired->look,
		.live_facts = desired->live_facts,
		.live_definitions = desired->live_definitions,
	};
	/* Only the connection is shared: what the shadow counts is not what the run did. */
	struct schema_run shadow_run = *run;

	shadow_run.schema = &shadow.schema;
	shadow_run.shadow_extensions = &shadow.extensions;
	failure_clear(refusal);
	if (run->decision != DECISION_CREATE && !lock_room_check(run, failure))
		return false;
	if (!build_with_needed_data(&shadow_run, &found, refusal))
	{
		*failure = *refusal;
		return false;
	}
	crash_point("shadow_built");
	*desired = found;
	found = (struct desired_state){0};
	return true;
}
