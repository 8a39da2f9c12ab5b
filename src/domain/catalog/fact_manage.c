#include "domain/catalog/fact_manage.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/catalog/fact_definition.h"

enum
{
	/* A part of a part: a default of a column of a table. */
	PART_DEPTH = 4
};

/* The fact whose definition tells of this one: itself, or what it is a part of. */
static const struct fact *
defined_fact(const struct fact_set *set, const struct fact *fact)
{
	for (int depth = 0;
	     depth < PART_DEPTH && !fact_kind_is_defined(fact->kind) && fact->parent != FACT_NOWHERE;
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

	/* Who made it is of no matter where another needs it. */
	if (fact_definition_find(management->elsewhere, defined) != NULL)
		return false;
	if (is_data(live, fact, management))
		return fact_definition_find(management->promised, defined) != NULL;
	return management->prunes || fact->is_dropped_by_ddl ||
	       fact_definition_find(management->promised, defined) != NULL;
}

/* Where each fact of the two sides is in the joint set; FACT_NOWHERE: not in it. */
struct joint_places
{
	size_t *of_desired;
	size_t *of_live;
	bool *is_without; /* of the desired ones */
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

	return !fact_kind_is_defined(fact->kind) && whole != NULL &&
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

/* A part of nothing but a schema. */
static bool
is_whole(const struct fact_set *live, const struct fact *fact)
{
	return fact->parent == FACT_NOWHERE || live->items[fact->parent].kind == FACT_SCHEMA;
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

	if (fact->is_postponed)
		return true;
	for (int depth = 0; depth <= PART_DEPTH; depth++)
	{
		bool is_desired = fact_set_find(desired, fact->kind, fact->id) != FACT_NOWHERE;

		if (depth > 0 && is_desired)
			return true;
		if (is_desired || is_managed(live, fact, management) ||
		    must_go(desired, live, fact, management))
			return false;
		if (is_whole(live, fact))
			return true;
		fact = &live->items[fact->parent];
	}
	return true;
}

/* Neither kept nor desired. */
static bool
is_going(const struct fact_set *desired, const struct fact_set *live, const bool *kept,
         size_t place)
{
	const struct fact *fact = &live->items[place];

	return !kept[place] && fact_set_find(desired, fact->kind, fact->id) == FACT_NOWHERE;
}

/* Cannot be without something that goes. A schema is kept for what is in it. */
static bool
needs_what_goes(const struct fact_set *desired, const struct fact_set *live, const bool *kept,
                const struct fact *fact)
{
	for (size_t index = 0; index < fact->dependencies.count; index++)
	{
		size_t place = fact->dependencies.items[index];

		if (live->items[place].kind != FACT_SCHEMA && is_going(desired, live, kept, place))
			return true;
	}
	return !is_whole(live, fact) && is_going(desired, live, kept, fact->parent);
}

/* What is a part of something that stays, and a partition, which is its parent's, go with no word. */
static bool
is_others(const struct fact_set *live, const bool *kept, const struct fact *fact)
{
	return !fact->extra.is_partition && (is_whole(live, fact) || kept[fact->parent]);
}

/* What another source has promised stays: then what it needs cannot go, and the server says so. */
static void
let_go_with_others(const struct fact_set *desired, struct fact_set *live,
                   const struct management *management, bool *kept)
{
	bool is_changed = true;

	while (is_changed)
	{
		is_changed = false;
		for (size_t index = 0; index < live->count; index++)
		{
			struct fact *fact = &live->items[index];

			if (!kept[index] || !needs_what_goes(desired, live, kept, fact) ||
			    fact_definition_find(management->elsewhere, defined_fact(live, fact)) != NULL)
				continue;
			if (is_others(live, kept, fact))
				fact->claim = CLAIM_OTHERS;
			kept[index] = false;
			is_changed = true;
		}
	}
}

static void
keep_schema(const struct fact_set *desired, const struct fact_set *live, size_t place, bool *kept)
{
	if (place != FACT_NOWHERE && live->items[place].kind == FACT_SCHEMA &&
	    is_going(desired, live, kept, place))
		kept[place] = true;
}

static void
keep_schemas(const struct fact_set *desired, const struct fact_set *live, bool *kept)
{
	for (size_t index = 0; index < live->count; index++)
	{
		const struct fact_places *dependencies = &live->items[index].dependencies;

		if (!kept[index])
			continue;
		keep_schema(desired, live, live->items[index].parent, kept);
		for (size_t at = 0; at < dependencies->count; at++)
			keep_schema(desired, live, dependencies->items[at], kept);
	}
}

static size_t
append_fact(struct fact_set *joint, const struct fact *fact)
{
	joint->items[joint->count] = *fact;
	joint->items[joint->count].is_borrowed = true;
	return joint->count++;
}

static bool
is_of_left_out(const struct fact_set *desired, const struct fact *fact,
               const struct name_list *left_out)
{
	while (fact->kind != FACT_TABLE && fact->parent != FACT_NOWHERE)
		fact = &desired->items[fact->parent];
	return name_list_contains(left_out, fact->id);
}

/* What attaches an index is no part of its table. */
static bool
is_not_desired_after_all(const struct fact_set *desired, const struct fact *fact,
                         const struct name_list *left_out)
{
	if (left_out == NULL || left_out->count == 0)
		return false;
	for (size_t index = 0; fact->kind == FACT_INDEX_ATTACH && index < fact->dependencies.count;
	     index++)
	{
		if (is_of_left_out(desired, &desired->items[fact->dependencies.items[index]], left_out))
			return true;
	}
	return is_of_left_out(desired, fact, left_out);
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
			places->of_desired[at] =
				places->is_without[at] ? FACT_NOWHERE : append_fact(joint, next);
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
		if (places[index] != FACT_NOWHERE && (kept == NULL || kept[index]))
			move_fact(&joint->items[places[index]], map);
	}
}

void
fact_set_keep_unmanaged(const struct fact_set *desired, struct fact_set *live,
                        const struct management *management, struct fact_set *joint)
{
	cleanup_memory bool *kept = memory_allocate(live->count, sizeof *kept);
	cleanup_memory size_t *of_live = memory_allocate(live->count, sizeof *of_live);
	cleanup_memory size_t *of_desired = memory_allocate(desired->count, sizeof *of_desired);
	cleanup_memory bool *is_without = memory_allocate(desired->count, sizeof *is_without);
	struct joint_places places = {
		.of_live = of_live, .of_desired = of_desired, .is_without = is_without};

	*joint = (struct fact_set){.server_version_num = desired->server_version_num};
	joint->items = memory_allocate(desired->count + live->count, sizeof *joint->items);
	for (size_t index = 0; index < live->count; index++)
	{
		of_live[index] = FACT_NOWHERE;
		kept[index] = is_kept(desired, live, index, management);
	}
	let_go_with_others(desired, live, management, kept);
	keep_schemas(desired, live, kept);
	for (size_t index = 0; index < desired->count; index++)
		is_without[index] =
			is_not_desired_after_all(desired, &desired->items[index], management->left_out);
	join(desired, live, kept, &places, joint);
	move_facts(of_desired, desired->count, of_desired, NULL, joint);
	move_facts(of_live, live->count, of_live, kept, joint);
}
