#include "app/converge/removal.h"

#include "app/apply/postpone_question.h"
#include "app/converge/renames.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/catalog/fact_definition.h"
#include "domain/catalog/fact_name.h"
#include "domain/dropping_statement.h"
#include "port/shadow.h"

static bool
has_given_up(const struct expectation *expectation)
{
	const struct definition_list *recorded = &expectation->recorded.objects;

	for (size_t index = 0; index < recorded->count; index++)
	{
		if (!definitions_have(&expectation->definitions, &recorded->items[index]))
			return true;
	}
	return false;
}

bool
removal_look(const struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	const struct catalog_operations *catalog = run->application->database->catalog;

	renames_follow_promises(run, &expectation->recorded);
	if (!expectation->selection.is_of_all && definitions_count(&expectation->before) > 0)
		return true;
	definitions_free(&expectation->before);
	return (!has_given_up(expectation) && !postpone_is_asked(run)) ||
	       catalog->definitions(run->connection->session, run->schema, &expectation->before,
	                            failure);
}

/* What the DDL makes again, it does not remove. */
static void
mark_dropped(struct expectation *expectation, size_t place)
{
	struct fact_set *live = &expectation->live_facts;

	if (place != FACT_NOWHERE && fact_set_find(&expectation->desired_facts, live->items[place].kind,
	                                           live->items[place].id) == FACT_NOWHERE)
		live->items[place].is_dropped_by_ddl = true;
}

static const char *
schema_of(const struct schema_run *run, const struct dropped_object *object)
{
	return object->name.schema != NULL ? object->name.schema : run->schema->name;
}

static void
mark_by_name(const struct schema_run *run, const struct dropped_object *object,
             struct expectation *expectation)
{
	const struct part_name part = {schema_of(run, object), object->name.name, object->part};

	for (size_t index = 0; index < DROPPED_KINDS; index++)
	{
		const struct fact_set *live = &expectation->live_facts;
		enum fact_kind kind = object->kinds[index];

		mark_dropped(expectation, object->part != NULL
		                              ? fact_set_find_part(live, kind, &part)
		                              : fact_set_find_name(live, kind, part.schema, part.relation));
	}
}

static void
append_routine(const struct schema_run *run, const struct dropped_object *object,
               struct name_list *routines)
{
	cleanup_text struct text name = TEXT_EMPTY;

	script_identifier_append(&name, schema_of(run, object));
	text_append_char(&name, '.');
	script_identifier_append(&name, object->name.name);
	if (object->arguments != NULL)
		text_append(&name, object->arguments);
	name_list_append(routines, text_bytes(&name));
}

/* Only the server knows the types of arguments by all their names. */
static bool
mark_routines(const struct schema_run *run, const struct name_list *routines,
              struct expectation *expectation, struct failure *failure)
{
	cleanup_memory uint32_t *oids = memory_allocate(routines->count, sizeof *oids);
	struct fact_set *live = &expectation->live_facts;

	if (routines->count == 0)
		return true;
	if (!run->application->database->shadow->find_routines(run->connection->session, run->schema,
	                                                       routines, oids, failure))
		return false;
	for (size_t place = 0; place < live->count; place++)
	{
		for (size_t index = 0; live->items[place].kind == FACT_FUNCTION && index < routines->count;
		     index++)
		{
			if (oids[index] != 0 && oids[index] == live->items[place].objid)
				mark_dropped(expectation, place);
		}
	}
	return true;
}

static void
read_dropped(const struct script *script, struct dropped_object_list *dropped)
{
	for (size_t index = 0; index < script->statement_count; index++)
	{
		const struct statement *statement = &script->statements[index];

		if (statement_is_sent(statement))
			dropping_statement_read(script->text + statement->offset_bytes, statement->length_bytes,
			                        dropped);
	}
}

static bool
mark_dropped_by_ddl(const struct schema_run *run, struct expectation *expectation,
                    struct failure *failure)
{
	cleanup_dropped_object_list struct dropped_object_list dropped = {0};
	cleanup_name_list struct name_list routines = {0};

	for (size_t index = 0; index < run->schema->script_count; index++)
		read_dropped(&run->schema->scripts[index], &dropped);
	for (size_t index = 0; index < dropped.count; index++)
	{
		if (dropped.items[index].kinds[0] == FACT_FUNCTION)
			append_routine(run, &dropped.items[index], &routines);
		else
			mark_by_name(run, &dropped.items[index], expectation);
	}
	return mark_routines(run, &routines, expectation, failure);
}

bool
removal_mark(const struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	fact_definition_mark_changed(&expectation->live_facts, &expectation->desired_facts,
	                             &expectation->recorded, &expectation->before);
	return mark_dropped_by_ddl(run, expectation, failure);
}

/* Who prunes has said that all goes that the DDL does not make. */
bool
removal_is_claimed(const struct schema_run *run, const struct fact *fact,
                   const struct change_step *step)
{
	return step->action == CHANGE_DROP && fact->claim != CLAIM_OWN && !fact->is_dropped_by_ddl &&
	       !run->schema->prunes;
}

bool
removal_is_free(const struct fact *fact, const struct change_step *step)
{
	return step->action == CHANGE_DROP && fact->is_dropped_by_ddl &&
	       !fact_kind_traits(fact->kind)->holds_data && fact->kind != FACT_MATERIALIZED_VIEW;
}

void
removal_append_claim(const struct fact *fact, struct text *words)
{
	static const char *const claims[] = {
		[CLAIM_OWN] = "goes",
		[CLAIM_CHANGED] = "was changed by somebody since it was promised",
		[CLAIM_OTHERS] = "was made by somebody else, and cannot be without what goes",
	};

	text_append_format(words, "; %s %s %s", fact_kind_name(fact->kind), fact->id,
	                   claims[fact->claim]);
}

/* Itself, or what it is a part of. */
static bool
is_dropped(const struct fact_set *facts, const struct fact *fact)
{
	while (!fact->is_dropped_by_ddl && fact->parent != FACT_NOWHERE)
		fact = &facts->items[fact->parent];
	return fact->is_dropped_by_ddl;
}

void
removal_leave_out_dropped(const struct fact_set *live_facts, struct definitions *live)
{
	struct definition_list *objects = &live->objects;
	cleanup_memory bool *is_left_out = memory_allocate(objects->count, sizeof *is_left_out);
	size_t kept_count = 0;

	for (size_t index = 0; index < live_facts->count; index++)
	{
		const struct fact *fact = &live_facts->items[index];
		const struct definition *found =
			is_dropped(live_facts, fact) ? fact_definition_find(live, fact) : NULL;

		if (found != NULL && !object_kind_is_access(found->kind))
			is_left_out[found - objects->items] = true;
	}
	for (size_t index = 0; index < objects->count; index++)
	{
		if (!is_left_out[index])
			objects->items[kept_count++] = objects->items[index];
	}
	objects->count = kept_count;
}
