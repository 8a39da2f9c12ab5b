#include "domain/catalog/fact_manage.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

enum
{
	KINDS_OF_A_FACT = 3,
	/* A part of a part: a default of a column of a table. */
	PART_DEPTH = 4
};

/* The kinds of definitions that a kind of fact may have; KIND_OTHER: the fact's own word. */
struct definition_kinds
{
	enum object_kind items[KINDS_OF_A_FACT];
	size_t count;
};

static const struct definition_kinds definition_kinds[FACT_KIND_COUNT] = {
	[FACT_SCHEMA] = {{KIND_SCHEMA}, 1},
	[FACT_EXTENSION] = {{KIND_EXTENSION, KIND_EXTENSION_VERSION}, 2},
	[FACT_DEFAULT_PRIVILEGE] = {{KIND_DEFAULT_PRIVILEGE}, 1},
	[FACT_COLLATION] = {{KIND_COLLATION}, 1},
	[FACT_CONVERSION] = {{KIND_CONVERSION}, 1},
	[FACT_ENUM] = {{KIND_ENUM}, 1},
	[FACT_COMPOSITE_TYPE] = {{KIND_COMPOSITE_TYPE}, 1},
	[FACT_DOMAIN] = {{KIND_DOMAIN}, 1},
	[FACT_RANGE_TYPE] = {{KIND_RANGE_TYPE}, 1},
	[FACT_BASE_TYPE] = {{KIND_TYPE}, 1},
	[FACT_DOMAIN_CONSTRAINT] = {{KIND_DOMAIN_CONSTRAINT}, 1},
	[FACT_FUNCTION] = {{KIND_FUNCTION, KIND_PROCEDURE, KIND_AGGREGATE}, 3},
	[FACT_OPERATOR] = {{KIND_OPERATOR}, 1},
	[FACT_OPERATOR_FAMILY] = {{KIND_OPERATOR_FAMILY}, 1},
	[FACT_OPERATOR_CLASS] = {{KIND_OPERATOR_CLASS}, 1},
	[FACT_TEXT_SEARCH_TEMPLATE] = {{KIND_TEXT_SEARCH_TEMPLATE}, 1},
	[FACT_TEXT_SEARCH_PARSER] = {{KIND_TEXT_SEARCH_PARSER}, 1},
	[FACT_TEXT_SEARCH_DICTIONARY] = {{KIND_TEXT_SEARCH_DICTIONARY}, 1},
	[FACT_TEXT_SEARCH_CONFIGURATION] = {{KIND_TEXT_SEARCH_CONFIGURATION}, 1},
	[FACT_SEQUENCE] = {{KIND_SEQUENCE}, 1},
	[FACT_TABLE] = {{KIND_TABLE, KIND_FOREIGN_TABLE}, 2},
	[FACT_COLUMN] = {{KIND_COLUMN}, 1},
	[FACT_CONSTRAINT] = {{KIND_CONSTRAINT}, 1},
	[FACT_INDEX] = {{KIND_INDEX}, 1},
	[FACT_STATISTICS] = {{KIND_STATISTICS}, 1},
	[FACT_VIEW] = {{KIND_VIEW}, 1},
	[FACT_MATERIALIZED_VIEW] = {{KIND_MATERIALIZED_VIEW}, 1},
	[FACT_RULE] = {{KIND_RULE}, 1},
	[FACT_TRIGGER] = {{KIND_TRIGGER}, 1},
	[FACT_POLICY] = {{KIND_POLICY}, 1},
	/* In no schema: definitions have the same word. */
	[FACT_LANGUAGE] = {{KIND_OTHER}, 1},
	[FACT_FOREIGN_DATA_WRAPPER] = {{KIND_OTHER}, 1},
	[FACT_SERVER] = {{KIND_OTHER}, 1},
	[FACT_CAST] = {{KIND_OTHER}, 1},
	[FACT_PUBLICATION] = {{KIND_OTHER}, 1},
	[FACT_EVENT_TRIGGER] = {{KIND_OTHER}, 1},
};

static bool
have_definition(const struct definitions *definitions, const struct fact *fact)
{
	const struct definition_kinds *kinds = &definition_kinds[fact->kind];

	for (size_t index = 0; definitions != NULL && index < kinds->count; index++)
	{
		const struct definition object = {
			.kind = kinds->items[index],
			.kind_name = kinds->items[index] == KIND_OTHER ? fact_kind_name(fact->kind)
		                                                   : object_kind_name(kinds->items[index]),
			.identity = fact->id,
		};

		if (definitions_have(definitions, &object))
			return true;
	}
	return false;
}

/* The fact whose definition tells of this one: itself, or what it is a part of. */
static const struct fact *
defined_fact(const struct fact_set *set, const struct fact *fact)
{
	for (int depth = 0; depth < PART_DEPTH && definition_kinds[fact->kind].count == 0 &&
	                    fact->parent != FACT_NOWHERE;
	     depth++)
		fact = &set->items[fact->parent];
	return fact;
}

/* A partition of a table whose partitions are data, or a part of one. */
static bool
is_data(const struct fact_set *live, const struct fact *fact, const struct management *management)
{
	if (management->kept_parents->count == 0)
		return false;
	while (fact->kind != FACT_TABLE && fact->parent != FACT_NOWHERE)
		fact = &live->items[fact->parent];

	size_t bound = fact_set_find(live, FACT_PARTITION, fact->id);

	if (bound == FACT_NOWHERE)
		return false;
	for (size_t index = 0; index < live->items[bound].dependencies.count; index++)
	{
		const struct fact *parent = &live->items[live->items[bound].dependencies.items[index]];

		if (parent->kind == FACT_TABLE && strcmp(parent->id, fact->id) != 0 &&
		    name_list_contains(management->kept_parents, parent->id))
			return true;
	}
	return false;
}

static bool
is_managed(const struct fact_set *live, const struct fact *fact,
           const struct management *management)
{
	const struct fact *defined = defined_fact(live, fact);

	if (have_definition(management->elsewhere, defined) || is_data(live, fact, management))
		return have_definition(management->promised, defined);
	return management->prunes || have_definition(management->promised, defined);
}

/* Where each fact of the two sides is in the joint set; FACT_NOWHERE: not in it. */
struct joint_places
{
	size_t *of_desired;
	size_t *of_live;
};

/* What attaches two indexes goes with either of them, whoever made them. */
static bool
loses_an_index(const struct fact_set *desired, const struct fact_set *live,
               const struct fact *attach, const struct management *management)
{
	for (size_t index = 0; index < attach->dependencies.count; index++)
	{
		const struct fact *other = &live->items[attach->dependencies.items[index]];

		if (fact_set_find(desired, other->kind, other->id) == FACT_NOWHERE &&
		    is_managed(live, other, management))
			return true;
	}
	return false;
}

/* Of a serial column that is to be an identity: its sequence's name is needed. */
static bool
is_in_the_way(const struct fact_set *desired, const struct fact *sequence)
{
	for (size_t index = 0; index < desired->count; index++)
	{
		const char *taken = desired->items[index].extra.identity_sequence;

		if (taken != NULL && strcmp(taken, sequence->id) == 0)
			return true;
	}
	return false;
}

/* Has no definition of its own: it is in that of what it is a part of. */
static bool
defines_what_is_desired(const struct fact_set *desired, const struct fact_set *live,
                        const struct fact *fact)
{
	const struct fact *whole = fact->parent != FACT_NOWHERE ? &live->items[fact->parent] : NULL;

	return definition_kinds[fact->kind].count == 0 && whole != NULL &&
	       fact_set_find(desired, whole->kind, whole->id) != FACT_NOWHERE;
}

static bool
must_go(const struct fact_set *desired, const struct fact_set *live, const struct fact *fact,
        const struct management *management)
{
	if (fact->kind == FACT_INDEX_ATTACH)
		return loses_an_index(desired, live, fact, management);
	if (fact->kind == FACT_SEQUENCE)
		return is_in_the_way(desired, fact);
	return defines_what_is_desired(desired, live, fact) && !is_data(live, fact, management);
}

/*
 * Kept is what only the live side has and is not managed. A part is kept only with the whole; the
 * whole sorts before or behind it, so that it is asked and not looked up.
 */
static bool
is_kept(const struct fact_set *desired, const struct fact_set *live, size_t index,
        const struct management *management)
{
	const struct fact *fact = &live->items[index];

	for (int depth = 0; depth <= PART_DEPTH; depth++)
	{
		bool is_desired = fact_set_find(desired, fact->kind, fact->id) != FACT_NOWHERE;

		if (depth > 0 && is_desired)
			return true;
		if (is_desired || is_managed(live, fact, management) ||
		    must_go(desired, live, fact, management))
			return false;
		if (fact->parent == FACT_NOWHERE)
			return true;
		fact = &live->items[fact->parent];
	}
	return true;
}

static size_t
append_fact(struct fact_set *joint, const struct fact *fact)
{
	joint->items[joint->count] = *fact;
	joint->items[joint->count].is_borrowed = true;
	return joint->count++;
}

/* Both sides are in order, so that the joint set is, too. */
static void
join(const struct fact_set *desired, const struct fact_set *live, const bool *kept,
     struct joint_places *places, struct fact_set *joint)
{
	size_t at_live = 0;

	for (size_t at = 0; at <= desired->count; at++)
	{
		const struct fact *next = at < desired->count ? &desired->items[at] : NULL;

		for (; at_live < live->count; at_live++)
		{
			int order = next == NULL ? -1 : fact_compare(&live->items[at_live], next);

			if (order > 0)
				break;
			if (kept[at_live])
				places->of_live[at_live] = append_fact(joint, &live->items[at_live]);
			else if (order == 0)
				places->of_live[at_live] = joint->count; /* where the desired one comes next */
		}
		if (next != NULL)
			places->of_desired[at] = append_fact(joint, next);
	}
}

static size_t
moved(const size_t *map, size_t place)
{
	return place == FACT_NOWHERE ? FACT_NOWHERE : map[place];
}

static struct fact_places
move_places(const struct fact_places *places, const size_t *map)
{
	struct fact_places result = {.items = memory_allocate(places->count, sizeof *result.items)};

	for (size_t index = 0; index < places->count; index++)
	{
		if (map[places->items[index]] != FACT_NOWHERE)
			result.items[result.count++] = map[places->items[index]];
	}
	return result;
}

static void
move_fact(struct fact *fact, const size_t *map)
{
	fact->dependencies = move_places(&fact->dependencies, map);
	fact->order = move_places(&fact->order, map);
	fact->parent = moved(map, fact->parent);
	fact->attached = moved(map, fact->attached);
	fact->owner_column = moved(map, fact->owner_column);
}

static void
move_facts(const size_t *places, size_t count, const size_t *map, const bool *kept,
           struct fact_set *joint)
{
	for (size_t index = 0; index < count; index++)
	{
		if (kept == NULL || kept[index])
			move_fact(&joint->items[places[index]], map);
	}
}

void
fact_set_keep_unmanaged(const struct fact_set *desired, const struct fact_set *live,
                        const struct management *management, struct fact_set *joint)
{
	cleanup_memory bool *kept = memory_allocate(live->count, sizeof *kept);
	cleanup_memory size_t *of_live = memory_allocate(live->count, sizeof *of_live);
	cleanup_memory size_t *of_desired = memory_allocate(desired->count, sizeof *of_desired);
	struct joint_places places = {.of_live = of_live, .of_desired = of_desired};

	*joint = (struct fact_set){.server_version_num = desired->server_version_num};
	joint->items = memory_allocate(desired->count + live->count, sizeof *joint->items);
	for (size_t index = 0; index < live->count; index++)
	{
		of_live[index] = FACT_NOWHERE;
		kept[index] = is_kept(desired, live, index, management);
	}
	join(desired, live, kept, &places, joint);
	move_facts(of_desired, desired->count, of_desired, NULL, joint);
	move_facts(of_live, live->count, of_live, kept, joint);
}
