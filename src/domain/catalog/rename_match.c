#include "domain/catalog/rename_match.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "domain/catalog/fact_attribute.h"
#include "domain/catalog/fact_difference.h"

struct rename_candidate
{
	const struct fact *fact;
	size_t parent; /* all places are those of the change set */
	size_t attached;
	size_t place;
};

struct rename_candidates
{
	struct rename_candidate *items;
	size_t count;
};

static int
compare_content(const struct rename_candidate *left, const struct rename_candidate *right)
{
	if (left->fact->kind != right->fact->kind)
		return left->fact->kind < right->fact->kind ? -1 : 1;
	if (left->parent != right->parent)
		return left->parent < right->parent ? -1 : 1;
	if (left->attached != right->attached)
		return left->attached < right->attached ? -1 : 1;
	return strcmp(left->fact->extra.rename, right->fact->extra.rename);
}

static int
compare_candidates(const void *left, const void *right)
{
	const struct rename_candidate *one = left;
	const struct rename_candidate *other = right;
	int by_content = compare_content(one, other);

	return by_content != 0 ? by_content : (one->place > other->place) - (one->place < other->place);
}

static bool
may_be_renamed(const struct fact *fact)
{
	return (fact->kind == FACT_INDEX || fact->kind == FACT_CONSTRAINT) &&
	       fact->extra.rename != NULL && fact->extra.rename[0] != '\0';
}

/* CREATE INDEX CONCURRENTLY failed halfway. */
static bool
is_invalid(const struct fact *fact)
{
	static const char mark[] = "-- invalid";
	size_t length = strlen(fact->definition);

	return length >= sizeof mark - 1 &&
	       strcmp(fact->definition + length - (sizeof mark - 1), mark) == 0;
}

static void
add_candidate(struct rename_candidates *candidates, struct rename_candidate candidate)
{
	if (candidate.parent != FACT_NOWHERE && may_be_renamed(candidate.fact))
		*ARRAY_ADD(candidates->items, candidates->count) = candidate;
}

/* One that is attached to its parent's stays so where that stays, by whatever name. */
static void
add_dropped(const struct change_set *changes, size_t place, struct rename_candidates *dropped)
{
	const struct fact *fact = changes->items[place].live;
	size_t attached = change_set_live_place(changes, fact->attached);

	if (is_invalid(fact) || change_set_is_gone(changes, attached))
		return;
	if (change_set_state(changes, attached) == CHANGE_STATE_RENAMED)
		attached = changes->items[attached].renamed_to;
	add_candidate(dropped,
	              (struct rename_candidate){fact, change_set_live_place(changes, fact->parent),
	                                        attached, place});
}

static void
add_created(const struct change_set *changes, size_t place, struct rename_candidates *created)
{
	const struct fact *fact = changes->items[place].desired;

	add_candidate(created, (struct rename_candidate){
							   fact, change_set_desired_place(changes, fact->parent),
							   change_set_desired_place(changes, fact->attached), place});
}

static void
collect_candidates(const struct change_set *changes, struct rename_candidates *dropped,
                   struct rename_candidates *created)
{
	for (size_t i = 0; i < changes->count; i++)
	{
		if (changes->items[i].state == CHANGE_STATE_DROPPED)
			add_dropped(changes, i, dropped);
		if (changes->items[i].state == CHANGE_STATE_CREATED)
			add_created(changes, i, created);
	}
}

static void
rename_one(struct change_set *changes, const struct rename_candidate *from,
           const struct rename_candidate *to)
{
	struct object_change *object = &changes->items[to->place];
	const struct fact *live = from->fact;
	const struct fact *desired = to->fact;

	if (desired->kind == FACT_INDEX)
		(void)change_steps_format(&object->steps, "alter index %s rename to %s", live->id,
		                          desired->extra.name);
	else
		(void)change_steps_format(&object->steps, "alter table %s rename constraint %s to %s",
		                          desired->extra.table, live->extra.name, desired->extra.name);
	for (size_t i = 0; i < desired->attribute_count; i++)
	{
		const struct fact_attribute *attribute = &desired->attributes[i];
		const struct fact_value *value = fact_value_of(live, attribute->name);

		if (!fact_value_is_same(value, &attribute->value))
			(void)fact_attribute_set(attribute, value, &object->steps);
	}
	object->state = CHANGE_STATE_ALTERED;
	changes->items[from->place].state = CHANGE_STATE_RENAMED;
	changes->items[from->place].renamed_to = to->place;
}

static size_t
content_end(const struct rename_candidates *candidates, size_t start)
{
	size_t end = start + 1;

	while (end < candidates->count &&
	       compare_content(&candidates->items[start], &candidates->items[end]) == 0)
		end++;
	return end;
}

/* Of several that are the same, the last goes first. True: one was renamed. */
static bool
rename_alike(struct change_set *changes, const struct rename_candidates *dropped, size_t end,
             const struct rename_candidates *created, size_t start)
{
	size_t first = end;
	size_t last = end;

	while (first > 0 && compare_content(&dropped->items[first - 1], &created->items[start]) == 0)
		first--;
	for (size_t to = start, created_end = content_end(created, start);
	     to < created_end && end > first; to++)
		rename_one(changes, &dropped->items[--end], &created->items[to]);
	return end < last;
}

static bool
rename_what_matches(struct change_set *changes)
{
	bool is_renamed = false;
	struct rename_candidates dropped = {0};
	struct rename_candidates created = {0};

	collect_candidates(changes, &dropped, &created);

	cleanup_memory struct rename_candidate *dropped_items = dropped.items;
	cleanup_memory struct rename_candidate *created_items = created.items;

	if (dropped.count == 0 || created.count == 0)
		return false;
	qsort(dropped_items, dropped.count, sizeof *dropped_items, compare_candidates);
	qsort(created_items, created.count, sizeof *created_items, compare_candidates);
	for (size_t from = 0, to = 0; from < dropped.count && to < created.count;)
	{
		int order = compare_content(&dropped_items[from], &created_items[to]);

		if (order == 0)
			is_renamed |=
				rename_alike(changes, &dropped, content_end(&dropped, from), &created, to);
		if (order <= 0)
			from = content_end(&dropped, from);
		if (order >= 0)
			to = content_end(&created, to);
	}
	return is_renamed;
}

void
rename_match(struct change_set *changes)
{
	/* What is attached to something that was renamed comes in the next turn. */
	while (rename_what_matches(changes))
		continue;
}
