#include "domain/catalog/rename_follow.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

/* The column of a sequence, the table of what else there is; NULL for what is a part of neither. */
static const struct fact *
carrier_of(const struct fact_set *set, const struct fact *fact)
{
	bool is_sequence = fact->kind == FACT_SEQUENCE;

	if (!is_sequence && fact->kind != FACT_CONSTRAINT && fact->kind != FACT_INDEX)
		return NULL;

	size_t place = is_sequence ? fact->owner_column : fact->parent;

	return place == FACT_NOWHERE || fact->attached != FACT_NOWHERE ? NULL : &set->items[place];
}

static bool
is_of_tables(const struct fact_set *live, const struct fact *carrier,
             const struct name_list *tables)
{
	if (carrier->kind == FACT_COLUMN && carrier->parent != FACT_NOWHERE)
		carrier = &live->items[carrier->parent];
	return name_list_contains(tables, carrier->id);
}

static bool
is_alike(const struct fact *left, const struct fact *right)
{
	if (left->kind == FACT_SEQUENCE)
		return true;
	return left->extra.rename != NULL && right->extra.rename != NULL &&
	       strcmp(left->extra.rename, right->extra.rename) == 0;
}

static void
append_followed(struct followed_name_list *followed, enum fact_kind kind, const char *id,
                const struct text *statement)
{
	*ARRAY_ADD(followed->items, followed->count) = (struct followed_name){
		.kind = kind,
		.id = text_arena_copy(&followed->texts, id),
		.statement = text_arena_copy(&followed->texts, text_bytes(statement)),
	};
}

static void
follow_fact(const struct fact *live, const struct fact *desired,
            struct followed_name_list *followed)
{
	cleanup_text struct text statement = TEXT_EMPTY;

	if (live->kind == FACT_SEQUENCE)
		text_append_format(&statement, "alter sequence %s rename to %s", live->id,
		                   desired->id + strlen(desired->parent_id) + 1);
	else if (live->kind == FACT_INDEX)
		text_append_format(&statement, "alter index %s rename to %s", live->id,
		                   desired->extra.name);
	else
		text_append_format(&statement, "alter table %s rename constraint %s to %s",
		                   live->extra.table, live->extra.name, desired->extra.name);
	append_followed(followed, live->kind, live->id, &statement);
}

/* One of the desired side that is not there, and that no other has become. */
static size_t
find_successor(const struct fact_set *live, const struct fact *fact, const struct fact *carrier,
               const struct fact_set *desired, const bool *is_taken)
{
	for (size_t place = 0; place < desired->count; place++)
	{
		const struct fact *other = &desired->items[place];
		const struct fact *whole = other->kind == fact->kind ? carrier_of(desired, other) : NULL;

		if (whole != NULL && !is_taken[place] && fact_compare(whole, carrier) == 0 &&
		    is_alike(fact, other) && fact_set_find(live, other->kind, other->id) == FACT_NOWHERE)
			return place;
	}
	return FACT_NOWHERE;
}

/* Of an identity column, whose sequence is no fact of its own. */
static void
follow_identity(const struct fact_set *live, const struct fact *column,
                const struct fact_set *desired, struct followed_name_list *followed)
{
	cleanup_text struct text statement = TEXT_EMPTY;
	size_t place = fact_set_find(desired, column->kind, column->id);
	const char *sequence = column->extra.identity_sequence;
	const char *wanted =
		place != FACT_NOWHERE ? desired->items[place].extra.identity_sequence : NULL;
	const struct fact *table = &live->items[column->parent];

	if (sequence == NULL || wanted == NULL || strcmp(sequence, wanted) == 0)
		return;
	text_append_format(&statement, "alter sequence %s rename to %s", sequence,
	                   wanted + strlen(table->parent_id) + 1);
	append_followed(followed, FACT_SEQUENCE, sequence, &statement);
}

static void
follow_column(const struct fact_set *live, const struct fact *column,
              const struct fact_set *desired, const struct name_list *tables,
              struct followed_name_list *followed)
{
	if (column->parent != FACT_NOWHERE && is_of_tables(live, column, tables))
		follow_identity(live, column, desired, followed);
}

void
rename_follow(const struct fact_set *live, const struct fact_set *desired,
              const struct name_list *tables, struct followed_name_list *followed)
{
	cleanup_memory bool *is_taken = memory_allocate(desired->count + 1, sizeof *is_taken);

	memset(is_taken, 0, (desired->count + 1) * sizeof *is_taken);
	for (size_t index = 0; tables->count > 0 && index < live->count; index++)
	{
		const struct fact *fact = &live->items[index];
		const struct fact *carrier = carrier_of(live, fact);

		if (fact->kind == FACT_COLUMN)
			follow_column(live, fact, desired, tables, followed);
		if (carrier == NULL || !is_of_tables(live, carrier, tables) ||
		    fact_set_find(desired, fact->kind, fact->id) != FACT_NOWHERE)
			continue;

		size_t place = find_successor(live, fact, carrier, desired, is_taken);

		if (place == FACT_NOWHERE)
			continue;
		is_taken[place] = true;
		follow_fact(fact, &desired->items[place], followed);
	}
}

void
followed_name_list_free(struct followed_name_list *followed)
{
	free(followed->items);
	text_arena_free(&followed->texts);
	*followed = (struct followed_name_list){.items = NULL};
}
