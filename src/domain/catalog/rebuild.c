#include "domain/catalog/rebuild.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "domain/catalog/attached_index.h"
#include "domain/catalog/domain_holders.h"
#include "domain/catalog/lone_index.h"
#include "domain/catalog/partition_reference.h"
#include "domain/catalog/retype.h"

struct work_list
{
	struct change_set *changes;
	size_t *items;
	size_t count;
};

static void
put_work(struct work_list *work, size_t place)
{
	*ARRAY_ADD(work->items, work->count) = place;
}

static bool
is_plain_column(const struct fact *fact)
{
	return fact->kind == FACT_COLUMN && fact->definition[0] == '\0';
}

static bool
column_goes_with(const struct fact *column, enum fact_kind cause)
{
	if (is_plain_column(column) && cause != FACT_TABLE)
		return false;
	return !column->extra.is_inherited || cause != FACT_COLUMN;
}

/* What is gone takes its dependent along; the dependent is on the desired side as well. */
static bool
goes_with(const struct change_set *changes, const struct object_change *object, size_t cause)
{
	enum fact_kind kind = change_set_kind(changes, cause);

	switch (object->live->kind)
	{
		case FACT_SCHEMA:
		case FACT_ROLE:
			return false;
		case FACT_TABLE:
			if (kind == FACT_SCHEMA)
				return true;
			if (!fact_kind_traits(kind)->is_type && kind != FACT_SERVER)
				return false;
			break;
		case FACT_COLUMN:
			if (change_set_live_place(changes, object->live->parent) == cause)
				return true;
			if (!column_goes_with(object->live, kind))
				return false;
			break;
		case FACT_SEQUENCE:
			if (kind != FACT_SCHEMA)
				return false;
			break;
		case FACT_EXTENSION:
			if (kind == FACT_SCHEMA)
				return false;
			break;
		default:
			break;
	}
	/* It is altered so that it does without. */
	return changes->items[cause].state != CHANGE_STATE_DROPPED ||
	       object->state != CHANGE_STATE_ALTERED;
}

static bool
is_rebuilt_on_retype(const struct fact *fact)
{
	return fact_kind_traits(fact->kind)->is_rebuilt_on_retype ||
	       (fact->kind == FACT_COLUMN && !is_plain_column(fact)) || fact_is_foreign_key(fact);
}

/* Columns stay when it is made anew: it stands aside for as long. */
static bool
is_of_columns(enum fact_kind kind)
{
	return fact_kind_traits(kind)->is_type || kind == FACT_COLLATION;
}

/* The column of a type that is made anew gets the new type, and keeps its rows. */
static void
retype_with(struct change_set *changes, struct object_change *column, size_t cause)
{
	struct object_change *type = &changes->items[cause];

	if (column->desired == NULL || (column->desired->extra.is_inherited && !column->is_own) ||
	    type->desired == NULL)
		return;
	type->stands_aside = true;
	if (column->is_retyped)
		return;
	retype_column(column->live, column->desired,
	              retype_using(type->live, type->desired, column->desired, changes->texts),
	              &column->steps);
	column->is_retyped = true;
	column->state = CHANGE_STATE_ALTERED;
}

/* What was to be renamed has to be made anew: under its new name. */
static void
give_up_rename(struct work_list *work, size_t place)
{
	struct object_change *live = &work->changes->items[place];
	struct object_change *desired = &work->changes->items[live->renamed_to];

	change_steps_free(&desired->steps);
	desired->state = CHANGE_STATE_CREATED;
	live->state = CHANGE_STATE_DROPPED;
	put_work(work, place);
}

static bool
becomes_plain(const struct object_change *column)
{
	return is_plain_column(column->live) || column->desired == NULL ||
	       is_plain_column(column->desired);
}

static void
make_anew(struct work_list *work, size_t place)
{
	if (work->changes->items[place].state == CHANGE_STATE_RENAMED)
	{
		give_up_rename(work, place);
		return;
	}
	change_set_replace(work->changes, place);
	put_work(work, place);
}

static void
follow_to(struct work_list *work, size_t cause, size_t place)
{
	struct change_set *changes = work->changes;
	struct object_change *object = &changes->items[place];
	bool cause_is_gone = change_set_is_gone(changes, cause);

	if (change_set_is_gone(changes, place) || object->state == CHANGE_STATE_NONE)
		return;
	/* What is generated cannot be cast: it is made again. */
	if (cause_is_gone && object->live->kind == FACT_COLUMN && becomes_plain(object) &&
	    is_of_columns(change_set_kind(changes, cause)))
	{
		retype_with(changes, object, cause);
	}
	else if (cause_is_gone ? goes_with(changes, object, cause) : is_rebuilt_on_retype(object->live))
	{
		make_anew(work, place);
		return;
	}
	if (object->is_retyped && !object->is_retype_followed)
	{
		object->is_retype_followed = true;
		put_work(work, place);
	}
}

static void
follow(struct work_list *work, size_t cause)
{
	const struct change_set *changes = work->changes;

	if (!change_set_is_gone(changes, cause) && !changes->items[cause].is_retyped)
		return;
	for (size_t i = changes->dependents_start[cause]; i < changes->dependents_start[cause + 1]; i++)
		follow_to(work, cause, changes->dependents[i]);
}

/* What stands aside still needs what it was made of. */
static void
stand_aside_with(struct work_list *work, size_t place)
{
	struct change_set *changes = work->changes;
	const struct fact *live = changes->items[place].live;

	for (size_t i = 0; i < live->dependencies.count; i++)
	{
		size_t part = change_set_live_place(changes, live->dependencies.items[i]);
		struct object_change *object = &changes->items[part];

		if (!is_of_columns(change_set_kind(changes, part)) || !change_set_is_gone(changes, part) ||
		    object->desired == NULL || object->stands_aside)
			continue;
		object->stands_aside = true;
		put_work(work, part);
	}
}

static void
spread_standing_aside(struct work_list *work)
{
	for (size_t i = 0; i < work->changes->count; i++)
	{
		if (work->changes->items[i].stands_aside)
			put_work(work, i);
	}
	while (work->count > 0)
		stand_aside_with(work, work->items[--work->count]);
}

static void
follow_all(struct work_list *work)
{
	while (work->count > 0)
		follow(work, work->items[--work->count]);
}

/*
 * An index cannot go while a partition's constraint is attached to it: the partition is detached
 * for as long. True: something is made anew.
 */
static bool
remake_attached(struct work_list *work)
{
	struct change_set *changes = work->changes;
	bool is_remade = false;

	for (size_t i = 0; i < changes->live->count; i++)
	{
		size_t place = attached_index_detach(changes, i);

		if (place == FACT_NOWHERE)
			place = attached_index_remake(changes, i);
		if (place == FACT_NOWHERE)
			continue;
		make_anew(work, place);
		is_remade = true;
	}
	return is_remade;
}

/* A foreign key holds the partition whose rows it refers to. True: something is made anew. */
static bool
remake_references(struct work_list *work)
{
	struct change_set *changes = work->changes;
	const struct fact_set *live = changes->live;
	bool is_remade = false;

	for (size_t i = 0; i < live->count; i++)
	{
		if (live->items[i].kind != FACT_PARTITION ||
		    change_set_state(changes, changes->live_places[i]) != CHANGE_STATE_REPLACED)
			continue;
		for (size_t j = 0; j < live->count; j++)
		{
			size_t place = changes->live_places[j];

			if (change_set_is_gone(changes, place) ||
			    !partition_is_referenced(live, &live->items[i], &live->items[j]))
				continue;
			make_anew(work, place);
			is_remade = true;
		}
	}
	return is_remade;
}

/* Of the table that the partition is attached to anew, or of the partition. */
static bool
remake_lone_indexes(struct work_list *work)
{
	struct change_set *changes = work->changes;
	bool is_remade = false;

	for (size_t i = 0; i < changes->desired->count; i++)
	{
		const struct fact *partition = &changes->desired->items[i];

		if (partition->kind != FACT_PARTITION ||
		    !change_set_is_made(changes, changes->desired_places[i]))
			continue;
		for (size_t j = 0; j < changes->desired->count; j++)
		{
			size_t place = changes->desired_places[j];

			if (changes->items[place].live == NULL || change_set_is_gone(changes, place) ||
			    !is_lone_index(changes, partition, j))
				continue;
			make_anew(work, place);
			is_remade = true;
		}
	}
	return is_remade;
}

void
rebuild_dependents(struct change_set *changes)
{
	struct work_list work = {.changes = changes};

	domain_holders_rebuild(changes);
	for (size_t i = 0; i < changes->count; i++)
	{
		if (change_set_is_gone(changes, i))
			put_work(&work, i);
	}
	for (size_t i = 0; i < changes->count; i++)
	{
		if (changes->items[i].is_retyped)
			put_work(&work, i);
	}
	do
		follow_all(&work);
	while (remake_attached(&work) || remake_references(&work) || remake_lone_indexes(&work));
	spread_standing_aside(&work);
	free(work.items);
}
