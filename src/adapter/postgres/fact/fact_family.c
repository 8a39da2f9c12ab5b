#include "adapter/postgres/fact/fact_family.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/fact/fact_places.h"
#include "base/memory.h"
#include "base/text.h"

enum
{
	PARENT_KINDS = 3,
	CLASS_OF_RELATIONS = 1259 /* 'pg_catalog.pg_class'::regclass of every version */
};

struct parent_row
{
	enum fact_kind kinds[PARENT_KINDS];
	size_t count;
};

#define OF_RELATION                                        \
	{                                                      \
		{FACT_TABLE, FACT_VIEW, FACT_MATERIALIZED_VIEW}, 3 \
	}
#define OF(kind)  \
	{             \
		{kind}, 1 \
	}

/* What the parent of a fact may be; a schema where nothing is said. */
static const struct parent_row parents[FACT_KIND_COUNT] = {
	[FACT_COLUMN] = OF_RELATION,
	[FACT_CONSTRAINT] = OF_RELATION,
	[FACT_INDEX] = OF_RELATION,
	[FACT_TRIGGER] = OF_RELATION,
	[FACT_POLICY] = OF_RELATION,
	[FACT_RULE] = OF_RELATION,
	[FACT_STATISTICS] = OF_RELATION,
	[FACT_INHERIT] = OF_RELATION,
	[FACT_PARTITION] = OF_RELATION,
	[FACT_VALIDATION] = OF_RELATION,
	[FACT_REPLICA_IDENTITY] = OF_RELATION,
	[FACT_CLUSTER] = OF_RELATION,
	[FACT_DEFAULT] = OF(FACT_COLUMN),
	[FACT_IDENTITY_SEQUENCE] = OF(FACT_COLUMN),
	[FACT_DOMAIN_CONSTRAINT] = OF(FACT_DOMAIN),
	[FACT_DOMAIN_DEFAULT] = OF(FACT_DOMAIN),
	[FACT_TEXT_SEARCH_MAPPING] = OF(FACT_TEXT_SEARCH_CONFIGURATION),
	[FACT_USER_MAPPING] = OF(FACT_SERVER),
	[FACT_PUBLICATION_MEMBER] = OF(FACT_PUBLICATION),
	[FACT_OWNED_BY] = OF(FACT_SEQUENCE),
};
static const struct parent_row in_schema = OF(FACT_SCHEMA);

static void
join_parent(const struct fact_set *set, struct fact *fact)
{
	const struct parent_row *row =
		parents[fact->kind].count > 0 ? &parents[fact->kind] : &in_schema;

	if (fact->parent_id == NULL)
		return;
	for (size_t index = 0; index < row->count && fact->parent == FACT_NOWHERE; index++)
		fact->parent = fact_set_find(set, row->kinds[index], fact->parent_id);
	if (fact->parent == FACT_NOWHERE)
		fact->parent_id = NULL;
	fact_places_add(&fact->dependencies, fact->parent);
}

struct slot
{
	const char *name;
	size_t place;
};

static int
compare_slots(const void *left, const void *right)
{
	return strcmp(((const struct slot *)left)->name, ((const struct slot *)right)->name);
}

struct slots
{
	struct slot *items; /* sorted */
	size_t count;
};

static struct slots
collect_slots(const struct fact_set *set)
{
	struct slots slots = {.items = memory_allocate(set->count, sizeof *slots.items)};

	for (size_t place = 0; place < set->count; place++)
	{
		if (set->items[place].extra.slot != NULL)
			slots.items[slots.count++] = (struct slot){set->items[place].extra.slot, place};
	}
	if (slots.count > 1)
		qsort(slots.items, slots.count, sizeof *slots.items, compare_slots);
	return slots;
}

static size_t
find_relation(const struct slots *slots, const char *relation)
{
	cleanup_text struct text name = TEXT_EMPTY;

	text_append_format(&name, "relation %s", relation);

	const struct slot key = {.name = text_bytes(&name)};
	const struct slot *found =
		slots->count > 0 ? bsearch(&key, slots->items, slots->count, sizeof key, compare_slots)
						 : NULL;

	return found != NULL ? found->place : FACT_NOWHERE;
}

static void
join_links(const struct fact_set *set, const struct fact_links *links,
           const struct fact_place_map *places, struct fact *fact)
{
	for (size_t index = 0; index < links->need_count; index++)
		fact_places_add(&fact->dependencies,
		                fact_set_find(set, links->needs[index].kind, links->needs[index].id));
	for (size_t index = 0; index < links->relation_count; index++)
		fact_places_add(
			&fact->dependencies,
			fact_place_map_find(
				places, (struct catalog_address){CLASS_OF_RELATIONS, links->relations[index], 0}));
	if (links->owner_column != NULL)
		fact->owner_column = fact_set_find(set, FACT_COLUMN, links->owner_column);
}

void
fact_family_join(struct fact_set *set, const struct fact_drafts *links,
                 const struct fact_place_map *places)
{
	struct slots slots = collect_slots(set);

	for (size_t place = 0; place < set->count; place++)
	{
		struct fact *fact = &set->items[place];
		const struct fact_links *own = &links->items[place].links;

		join_parent(set, fact);
		join_links(set, own, places, fact);
		if (own->attached != NULL)
			fact->attached = fact->kind == FACT_VALIDATION
			                     ? fact_set_find(set, FACT_CONSTRAINT, own->attached)
			                     : find_relation(&slots, own->attached);
	}
	free(slots.items);
}
