#include "app/converge/block_partitions.h"

#include <string.h>

#include "app/converge/data_replay.h"
#include "base/log.h"
#include "base/text.h"
#include "domain/object_place.h"

static bool
is_there(const struct fact_set *facts, const char *table)
{
	return fact_set_find(facts, FACT_TABLE, table) != FACT_NOWHERE;
}

void
block_partitions_find(const struct schema_run *run, const struct expectation *expectation,
                      struct name_list *tables)
{
	const struct managed_schema *schema = run->schema;
	cleanup_object_place_list struct object_place_list places = {0};
	struct failure_place place = {0};

	if (!data_replay_has_blocks(run))
		return;
	object_place_list_read(schema->scripts, schema->script_count, schema->name, &places);
	object_place_list_leave_out_blocks(&places);
	for (size_t index = 0; index < expectation->desired_facts.count; index++)
	{
		const struct fact *fact = &expectation->desired_facts.items[index];

		if (fact->kind == FACT_PARTITION && !is_there(&expectation->live_facts, fact->id) &&
		    !object_place_find(&places, FACT_TABLE, fact->id, &place))
			name_list_append(tables, fact->id);
	}
}

/* "s.t", "s.t.c", "s.t from s.p". */
static bool
is_of_table(const struct definition *object, const char *table)
{
	size_t length_bytes = strlen(table);

	return strncmp(object->identity, table, length_bytes) == 0 &&
	       strchr(". ", object->identity[length_bytes]) != NULL;
}

/* An index of the partition, or that of a constraint, which is called like it. */
static bool
is_index_of(const struct definition *object, const struct fact *fact, const char *table)
{
	cleanup_text struct text identity = TEXT_EMPTY;

	if (fact->parent_id == NULL || strcmp(fact->parent_id, table) != 0)
		return false;
	if (fact->kind == FACT_INDEX)
		return strcmp(object->identity, fact->id) == 0;
	if (fact->kind != FACT_CONSTRAINT || fact->extra.slot == NULL)
		return false;
	text_append_format(&identity, "relation %s", object->identity);
	return strcmp(text_bytes(&identity), fact->extra.slot) == 0;
}

static bool
goes_with_table(const struct definition *object, const struct fact_set *desired, const char *table)
{
	if (is_of_table(object, table))
		return true;
	for (size_t index = 0; object->kind == KIND_INDEX && index < desired->count; index++)
	{
		if (is_index_of(object, &desired->items[index], table))
			return true;
	}
	return false;
}

static void
forget_table(struct expectation *expectation, const char *table)
{
	struct definition_list *objects = &expectation->definitions.objects;
	size_t kept_count = 0;

	for (size_t index = 0; index < objects->count; index++)
	{
		if (!goes_with_table(&objects->items[index], &expectation->desired_facts, table))
			objects->items[kept_count++] = objects->items[index];
	}
	objects->count = kept_count;
}

void
block_partitions_forget(const struct schema_run *run, struct expectation *expectation,
                        const struct fact_set *now)
{
	cleanup_name_list struct name_list tables = {0};

	block_partitions_find(run, expectation, &tables);
	for (size_t index = 0; index < tables.count; index++)
	{
		if (is_there(now, tables.items[index]))
			continue;
		log_info("%s: partition %s, which a DO block makes, was not made by it here, and is not "
		         "promised",
		         run->schema->source, tables.items[index]);
		forget_table(expectation, tables.items[index]);
	}
}
