#include "adapter/postgres/fact/fact_order.h"

#include <stdlib.h>

#include "adapter/postgres/fact/fact_places.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

/* Lists of places, one for each fact of a set. */
struct fact_groups
{
	struct fact_places *items;
	size_t count;
};

static struct fact_groups
make_groups(size_t count)
{
	return (struct fact_groups){memory_allocate(count, sizeof(struct fact_places)), count};
}

static void
free_groups(struct fact_groups *groups)
{
	for (size_t index = 0; index < groups->count; index++)
		free(groups->items[index].items);
	free(groups->items);
}

#define cleanup_groups cleanup_(free_groups)

static bool
is_foreign_key(const struct fact *fact)
{
	return text_is_same(fact->extra.constraint_type, "f");
}

/* A unique index of a partitioned table is valid when those of all parts are attached. */
static void
order_foreign_keys(struct fact_set *set)
{
	cleanup_groups struct fact_groups attachments = make_groups(set->count);

	for (size_t place = 0; place < set->count; place++)
	{
		const struct fact_places *needs = &set->items[place].dependencies;

		for (size_t index = 0; set->items[place].kind == FACT_INDEX_ATTACH && index < needs->count;
		     index++)
			fact_places_add(&attachments.items[needs->items[index]], place);
	}
	for (size_t place = 0; place < set->count; place++)
	{
		struct fact *fact = &set->items[place];

		for (size_t index = 0; is_foreign_key(fact) && index < fact->dependencies.count; index++)
			fact_places_append(&fact->order, &attachments.items[fact->dependencies.items[index]]);
	}
}

/* An inherited column comes after the same column of the parent. */
static void
order_inherited_column(struct fact_set *set, const struct fact *child, size_t column)
{
	const char *name = set->items[column].extra.name;
	cleanup_text struct text id = TEXT_EMPTY;

	if (name == NULL)
		return;
	text_append_format(&id, "%s.%s", child->id, name);

	size_t own = fact_set_find(set, FACT_COLUMN, text_bytes(&id));

	if (own != FACT_NOWHERE && set->items[own].extra.is_inherited)
		fact_places_add(&set->items[own].order, column);
}

/* Columns of both sides first; of a partition what the server would make or ask for otherwise. */
static bool
comes_before(const struct fact *fact, const struct fact *member, bool is_of_child)
{
	if (member->kind == FACT_COLUMN)
		return true;
	return fact->kind == FACT_PARTITION && is_of_child &&
	       (member->attached != FACT_NOWHERE || text_is_same(member->extra.constraint_type, "c"));
}

static void
order_members(struct fact_set *set, struct fact *fact, const struct fact_places *members,
              bool is_of_child)
{
	for (size_t index = 0; index < members->count; index++)
	{
		size_t member = members->items[index];

		if (comes_before(fact, &set->items[member], is_of_child))
			fact_places_add(&fact->order, member);
		if (!is_of_child && set->items[member].kind == FACT_COLUMN)
			order_inherited_column(set, &set->items[fact->parent], member);
	}
}

/* The table that the fact inherits from or is attached to. */
static size_t
find_parent_table(const struct fact_set *set, const struct fact_links *links)
{
	return links->need_count > 0 ? fact_set_find(set, FACT_TABLE, links->needs[0].id)
	                             : FACT_NOWHERE;
}

static void
order_heirs(struct fact_set *set, const struct fact_drafts *links)
{
	cleanup_groups struct fact_groups members = make_groups(set->count);

	for (size_t place = 0; place < set->count; place++)
	{
		if (set->items[place].parent != FACT_NOWHERE)
			fact_places_add(&members.items[set->items[place].parent], place);
	}
	for (size_t place = 0; place < set->count; place++)
	{
		struct fact *fact = &set->items[place];

		if ((fact->kind != FACT_PARTITION && fact->kind != FACT_INHERIT) ||
		    fact->parent == FACT_NOWHERE)
			continue;

		size_t table = find_parent_table(set, &links->items[place].links);

		order_members(set, fact, &members.items[fact->parent], true);
		if (table != FACT_NOWHERE)
			order_members(set, fact, &members.items[table], false);
	}
}

void
fact_order_tell(struct fact_set *set, const struct fact_drafts *links)
{
	order_foreign_keys(set);
	order_heirs(set, links);
}
