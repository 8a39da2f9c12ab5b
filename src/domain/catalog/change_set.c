#include "domain/catalog/change_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "domain/catalog/fact_difference.h"
#include "domain/catalog/partition_reference.h"

static void
add_object(struct change_set *changes, const struct fact *live, const struct fact *desired)
{
	changes->items[changes->count++] = (struct object_change){
		.live = live,
		.desired = desired,
		.steps = {.texts = changes->texts},
		.renamed_to = FACT_NOWHERE,
	};
}

static int
compare_sides(const struct change_set *changes, size_t live, size_t desired)
{
	if (live == changes->live->count)
		return 1;
	if (desired == changes->desired->count)
		return -1;
	return fact_compare(&changes->live->items[live], &changes->desired->items[desired]);
}

static void
pair_sides(struct change_set *changes)
{
	size_t live = 0;
	size_t desired = 0;

	while (live < changes->live->count || desired < changes->desired->count)
	{
		int order = compare_sides(changes, live, desired);
		const struct fact *left = order <= 0 ? &changes->live->items[live] : NULL;
		const struct fact *right = order >= 0 ? &changes->desired->items[desired] : NULL;

		if (left != NULL)
			changes->live_places[live++] = changes->count;
		if (right != NULL)
			changes->desired_places[desired++] = changes->count;
		add_object(changes, left, right);
	}
}

/* Lists of dependents stand one after the other: count them, then put each into its place. */
static void
collect_dependents(struct change_set *changes)
{
	size_t *start = memory_allocate(changes->count + 2, sizeof *start);
	size_t total = 0;

	for (size_t i = 0; i < changes->count + 2; i++)
		start[i] = 0;
	for (size_t i = 0; i < changes->live->count; i++)
	{
		const struct fact_places *dependencies = &changes->live->items[i].dependencies;

		for (size_t j = 0; j < dependencies->count; j++)
			start[changes->live_places[dependencies->items[j]] + 2]++;
		total += dependencies->count;
	}
	for (size_t i = 2; i < changes->count + 2; i++)
		start[i] += start[i - 1];
	changes->dependents = memory_allocate(total + 1, sizeof *changes->dependents);
	for (size_t i = 0; i < changes->live->count; i++)
	{
		const struct fact_places *dependencies = &changes->live->items[i].dependencies;

		for (size_t j = 0; j < dependencies->count; j++)
			changes->dependents[start[changes->live_places[dependencies->items[j]] + 1]++] =
				changes->live_places[i];
	}
	changes->dependents_start = start;
}

static const struct fact *
either_side(const struct object_change *object)
{
	return object->live != NULL ? object->live : object->desired;
}

/* A column of what was a table and becomes a view is not the same one. */
static bool
is_elsewhere(const struct change_set *changes, const struct object_change *object)
{
	return object->desired->kind == FACT_COLUMN &&
	       change_set_live_place(changes, object->live->parent) !=
	           change_set_desired_place(changes, object->desired->parent);
}

static bool
is_reattached(const struct change_set *changes, size_t partition)
{
	const struct object_change *object = &changes->items[partition];

	if (object->live == NULL || object->desired == NULL)
		return true;

	size_t live = partition_parent(changes->live, object->live);
	size_t desired = partition_parent(changes->desired, object->desired);

	return change_set_live_place(changes, live) != change_set_desired_place(changes, desired);
}

/* Nothing that the table's parent gets or loses reaches it. */
static void
mark_own_columns(struct change_set *changes)
{
	for (size_t i = 0; i < changes->count; i++)
	{
		const struct fact *fact = either_side(&changes->items[i]);

		if (fact->kind != FACT_COLUMN || fact->parent_id == NULL)
			continue;

		size_t partition = change_set_find(changes, FACT_PARTITION, fact->parent_id);

		changes->items[i].is_own = partition != FACT_NOWHERE && is_reattached(changes, partition);
	}
}

/* FACT_ALTERED and the like, with the steps. */
static enum fact_outcome
compare_pair(const struct change_set *changes, struct object_change *object)
{
	struct fact live = *object->live;
	struct fact desired = *object->desired;

	if (object->is_own)
	{
		live.extra.is_inherited = false;
		desired.extra.is_inherited = false;
	}
	return fact_difference(&live, &desired, changes->live->server_version_num, &object->steps,
	                       &object->is_retyped);
}

static enum change_state
compare_object(const struct change_set *changes, struct object_change *object)
{
	static const enum change_state states[] = {
		[FACT_SAME] = CHANGE_STATE_SAME,
		[FACT_ALTERED] = CHANGE_STATE_ALTERED,
		[FACT_REPLACED] = CHANGE_STATE_REPLACED,
	};

	if (object->desired != NULL && object->desired->extra.is_built_later)
		return CHANGE_STATE_SAME;
	if (object->live == NULL)
		return CHANGE_STATE_CREATED;
	if (object->desired == NULL)
		return fact_kind_traits(object->live->kind)->is_never_dropped ? CHANGE_STATE_NONE
		                                                              : CHANGE_STATE_DROPPED;
	if (is_elsewhere(changes, object))
		return CHANGE_STATE_REPLACED;
	return states[compare_pair(changes, object)];
}

void
change_set_make(const struct fact_set *live, const struct fact_set *desired,
                struct text_arena *texts, struct change_set *changes)
{
	size_t most = live->count + desired->count + 1;

	*changes = (struct change_set){
		.live = live,
		.desired = desired,
		.items = memory_allocate(most, sizeof *changes->items),
		.live_places = memory_allocate(live->count + 1, sizeof *changes->live_places),
		.desired_places = memory_allocate(desired->count + 1, sizeof *changes->desired_places),
		.texts = texts,
	};
	pair_sides(changes);
	collect_dependents(changes);
	mark_own_columns(changes);
	for (size_t i = 0; i < changes->count; i++)
		changes->items[i].state = compare_object(changes, &changes->items[i]);
}

void
change_set_free(struct change_set *changes)
{
	for (size_t i = 0; i < changes->count; i++)
		change_steps_free(&changes->items[i].steps);
	free(changes->items);
	free(changes->live_places);
	free(changes->desired_places);
	free(changes->dependents);
	free(changes->dependents_start);
	*changes = (struct change_set){0};
}

enum fact_kind
change_set_kind(const struct change_set *changes, size_t place)
{
	return either_side(&changes->items[place])->kind;
}

const char *
change_set_id(const struct change_set *changes, size_t place)
{
	return either_side(&changes->items[place])->id;
}

static int
compare_with_object(const void *key, const void *object)
{
	return fact_compare(key, either_side(object));
}

size_t
change_set_find(const struct change_set *changes, enum fact_kind kind, const char *id)
{
	const struct fact key = {.kind = kind, .id = id};
	const struct object_change *found =
		bsearch(&key, changes->items, changes->count, sizeof *changes->items, compare_with_object);

	return found != NULL ? (size_t)(found - changes->items) : FACT_NOWHERE;
}

size_t
change_set_live_place(const struct change_set *changes, size_t place)
{
	return place != FACT_NOWHERE ? changes->live_places[place] : FACT_NOWHERE;
}

size_t
change_set_desired_place(const struct change_set *changes, size_t place)
{
	return place != FACT_NOWHERE ? changes->desired_places[place] : FACT_NOWHERE;
}

enum change_state
change_set_state(const struct change_set *changes, size_t place)
{
	return place != FACT_NOWHERE ? changes->items[place].state : CHANGE_STATE_NONE;
}

bool
change_set_is_gone(const struct change_set *changes, size_t place)
{
	enum change_state state = change_set_state(changes, place);

	return state == CHANGE_STATE_DROPPED || state == CHANGE_STATE_REPLACED;
}

bool
change_set_is_made(const struct change_set *changes, size_t place)
{
	enum change_state state = change_set_state(changes, place);

	return state == CHANGE_STATE_CREATED || state == CHANGE_STATE_REPLACED;
}

void
change_set_replace(struct change_set *changes, size_t place)
{
	struct object_change *object = &changes->items[place];

	change_steps_free(&object->steps);
	object->is_retyped = false;
	object->state = CHANGE_STATE_REPLACED;
}
