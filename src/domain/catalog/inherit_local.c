#include "domain/catalog/inherit_local.h"

#include <string.h>

#include "base/text.h"

static bool
is_check(const struct fact *fact)
{
	return fact->kind == FACT_CONSTRAINT && fact->extra.constraint_type != NULL &&
	       fact->extra.constraint_type[0] == 'c';
}

/* Both sides have it, and neither makes it anew. */
static bool
stays(const struct object_change *object)
{
	return object->state == CHANGE_STATE_SAME || object->state == CHANGE_STATE_ALTERED;
}

static bool
has_to_be_own(const struct object_change *column)
{
	return stays(column) && column->live != NULL && column->live->extra.is_inherited &&
	       column->live->extra.inherit_count > 0 && !column->desired->extra.is_inherited &&
	       column->desired->extra.inherit_count > 0;
}

/* Checks of its own that the table is to have. */
static bool
has_own_check(const struct change_set *changes, const char *table, const char *name)
{
	for (size_t i = 0; i < changes->desired->count; i++)
	{
		const struct fact *fact = &changes->desired->items[i];

		if (is_check(fact) && text_is_same(fact->parent_id, table) &&
		    text_is_same(fact->extra.name, name))
			return true;
	}
	return false;
}

static bool
is_parent(const struct change_set *changes, const struct fact *inherit, const char *table)
{
	for (size_t i = 0; i < inherit->dependencies.count; i++)
	{
		const struct fact *needed = &changes->live->items[inherit->dependencies.items[i]];

		if (needed->kind == FACT_TABLE && strcmp(needed->id, table) == 0 &&
		    !text_is_same(inherit->parent_id, table))
			return true;
	}
	return false;
}

/* A parent that inherits may bring checks that no fact tells. */
static bool
brings_what_must_not_be_own(const struct change_set *changes, const struct fact *inherit,
                            const struct fact *fact)
{
	if (fact->parent_id == NULL || !is_parent(changes, inherit, fact->parent_id))
		return false;
	return fact->kind == FACT_INHERIT ||
	       (is_check(fact) && !has_own_check(changes, inherit->parent_id, fact->extra.name));
}

static bool
may_leave(const struct change_set *changes, const struct object_change *inherit)
{
	if (inherit->state != CHANGE_STATE_SAME || inherit->live == NULL)
		return false;
	for (size_t i = 0; i < changes->live->count; i++)
	{
		if (brings_what_must_not_be_own(changes, inherit->live, &changes->live->items[i]))
			return false;
	}
	return true;
}

/* One that has to stay inherited alone would not. */
static bool
may_all_be_own(const struct change_set *changes, const char *table)
{
	for (size_t i = 0; i < changes->desired->count; i++)
	{
		const struct fact *fact = &changes->desired->items[i];

		if (fact->kind == FACT_COLUMN && text_is_same(fact->parent_id, table) &&
		    fact->extra.is_inherited)
			return false;
	}
	return true;
}

static bool
is_inherit_of(const struct change_set *changes, size_t place, const char *table)
{
	const struct fact *live = changes->items[place].live;

	return live != NULL && live->kind == FACT_INHERIT && text_is_same(live->parent_id, table);
}

/* In one step, so that no other comes between. */
static void
leave_and_come_back(struct change_set *changes, const char *table)
{
	cleanup_text struct text leave = TEXT_EMPTY;
	cleanup_text struct text come_back = TEXT_EMPTY;
	struct object_change *first = NULL;

	for (size_t i = 0; i < changes->count; i++)
	{
		struct object_change *inherit = &changes->items[i];

		if (!is_inherit_of(changes, i, table))
			continue;
		if (first == NULL)
			first = inherit;
		if (!may_leave(changes, inherit))
			return;
		text_append_format(&leave, "%s; ", inherit->live->drop_sql);
		text_append_format(&come_back, "%s%s", inherit == first ? "" : "; ",
		                   inherit->live->create_sql);
	}
	if (first == NULL)
		return;
	(void)change_steps_format(&first->steps, "%s%s", text_bytes(&leave), text_bytes(&come_back));
	first->state = CHANGE_STATE_ALTERED;
}

void
inherit_local_add(struct change_set *changes)
{
	const char *table = NULL;

	/* Columns of one table stand together. */
	for (size_t i = 0; i < changes->count; i++)
	{
		const struct object_change *column = &changes->items[i];

		if (change_set_kind(changes, i) != FACT_COLUMN || !has_to_be_own(column) ||
		    text_is_same(column->live->parent_id, table))
			continue;
		table = column->live->parent_id;
		if (table != NULL && may_all_be_own(changes, table))
			leave_and_come_back(changes, table);
	}
}
