#include "domain/catalog/change_edges.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "domain/catalog/change_node.h"
#include "domain/catalog/partition_edges.h"
#include "domain/catalog/statement_text.h"

static struct node_key
alter_of(size_t place)
{
	return (struct node_key){NODE_ALTER, place};
}

/* After which nothing of it is left, whatever name it had. */
static struct node_key
drop_of_old(const struct change_set *changes, size_t place)
{
	return changes->items[place].stands_aside ? (struct node_key){NODE_DROP_OLD, place}
	                                          : change_node_of_drop(changes, place);
}

/* One live dependency of an object that goes, or that is altered so that it does without. */
static void
add_live_edge(const struct change_set *changes, struct change_order *order, size_t place,
              size_t dependency)
{
	bool is_gone = change_set_is_gone(changes, place);
	bool is_altered = change_set_state(changes, place) == CHANGE_STATE_ALTERED;
	struct node_key mine = is_gone      ? change_node_of_drop(changes, place)
	                       : is_altered ? alter_of(place)
	                                    : NODE_ABSENT;

	if (!change_set_is_gone(changes, dependency))
	{
		/* Labels are added whatever uses the type. */
		if (is_gone && change_set_state(changes, dependency) == CHANGE_STATE_ALTERED &&
		    change_set_kind(changes, dependency) != FACT_ENUM)
			change_order_edge(order, mine, alter_of(dependency));
		return;
	}
	if (is_gone && changes->items[place].stands_aside)
	{
		change_order_edge(order, (struct node_key){NODE_DROP_OLD, place},
		                  drop_of_old(changes, dependency));
		return;
	}
	if (changes->items[dependency].stands_aside)
	{
		struct node_key old = {NODE_DROP_OLD, dependency};

		if (is_altered || !change_set_is_made(changes, place))
			change_order_edge(order, mine, old);
		if (!is_gone)
			return;
	}
	change_order_edge(order, mine, change_node_of_drop(changes, dependency));
}

static void
add_desired_edges(const struct change_set *changes, struct change_order *order, size_t place,
                  const struct fact_places *before)
{
	for (size_t i = 0; i < before->count; i++)
		change_order_edge(
			order,
			change_node_of_desired(changes, change_set_desired_place(changes, before->items[i])),
			change_node_of_desired(changes, place));
}

/* Rows that are there get the default of the domain when the column comes, and not afterwards. */
static void
add_column_after_default(const struct change_set *changes, struct change_order *order, size_t place)
{
	const struct fact *column = changes->items[place].desired;
	size_t table = change_set_desired_place(changes, column->parent);

	if (column->kind != FACT_COLUMN || !change_set_is_made(changes, place) ||
	    change_set_is_made(changes, table))
		return;
	for (size_t i = 0; i < column->dependencies.count; i++)
	{
		const struct fact *domain = &changes->desired->items[column->dependencies.items[i]];
		size_t taken = domain->kind == FACT_DOMAIN
		                   ? change_set_find(changes, FACT_DOMAIN_DEFAULT, domain->id)
		                   : FACT_NOWHERE;

		change_order_edge(order, change_node_of_desired(changes, taken),
		                  change_node_of_create(changes, place));
	}
}

static void
add_dependency_edges(const struct change_set *changes, struct change_order *order, size_t place)
{
	const struct object_change *object = &changes->items[place];

	for (size_t i = 0; object->live != NULL && i < object->live->dependencies.count; i++)
		add_live_edge(changes, order, place,
		              change_set_live_place(changes, object->live->dependencies.items[i]));
	if (object->desired == NULL || object->state == CHANGE_STATE_SAME)
		return;
	add_desired_edges(changes, order, place, &object->desired->dependencies);
	add_desired_edges(changes, order, place, &object->desired->order);
	add_column_after_default(changes, order, place);
	if (object->state == CHANGE_STATE_REPLACED)
		change_order_edge(order, change_node_of_drop(changes, place),
		                  change_node_of_create(changes, place));
}

/* A name that tables, types, indexes or sequences share, and what makes it free. */
struct slot_holder
{
	const char *slot;
	struct node_key node;
};

struct slot_holders
{
	struct slot_holder *items;
	size_t count;
};

static void
hold_slot(struct slot_holders *holders, const char *slot, struct node_key node)
{
	if (slot != NULL)
		*ARRAY_ADD(holders->items, holders->count) = (struct slot_holder){slot, node};
}

/* What the sequence of an identity column takes; NULL for another column. */
static const char *
identity_slot(const struct change_set *changes, const struct fact *fact)
{
	if (fact == NULL || fact->extra.identity_sequence == NULL)
		return NULL;
	return statement_format(changes->texts, "relation %s", fact->extra.identity_sequence);
}

static void
hold_slots(const struct change_set *changes, size_t place, struct slot_holders *holders)
{
	const struct object_change *object = &changes->items[place];

	if (change_set_is_gone(changes, place))
		hold_slot(holders, object->live->extra.slot, change_node_of_drop(changes, place));
	if (object->state == CHANGE_STATE_RENAMED)
		hold_slot(holders, object->live->extra.slot, alter_of(object->renamed_to));
	if (object->state == CHANGE_STATE_ALTERED && object->desired->extra.identity_sequence == NULL)
		hold_slot(holders, identity_slot(changes, object->live), alter_of(place));
}

static int
compare_slots(const void *left, const void *right)
{
	return strcmp(((const struct slot_holder *)left)->slot,
	              ((const struct slot_holder *)right)->slot);
}

static size_t
first_holder(const struct slot_holders *holders, const char *slot)
{
	size_t low = 0;
	size_t high = holders->count;

	while (low < high)
	{
		size_t middle = low + (high - low) / 2;

		if (strcmp(holders->items[middle].slot, slot) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
take_slot(const struct slot_holders *holders, const char *slot, struct node_key node,
          struct change_order *order)
{
	if (slot == NULL)
		return;
	for (size_t i = first_holder(holders, slot);
	     i < holders->count && strcmp(holders->items[i].slot, slot) == 0; i++)
		change_order_edge(order, holders->items[i].node, node);
}

static void
take_slots(const struct change_set *changes, size_t place, const struct slot_holders *holders,
           struct change_order *order)
{
	const struct object_change *object = &changes->items[place];
	struct node_key node = change_node_of_desired(changes, place);
	bool is_new = change_set_is_made(changes, place) ||
	              (object->state == CHANGE_STATE_ALTERED && object->live == NULL);
	bool is_new_identity = is_new || (object->state == CHANGE_STATE_ALTERED &&
	                                  object->live->extra.identity_sequence == NULL);

	if (is_new)
		take_slot(holders, object->desired->extra.slot, node, order);
	if (is_new_identity)
		take_slot(holders, identity_slot(changes, object->desired), node, order);
}

static void
add_slot_edges(const struct change_set *changes, struct change_order *order)
{
	struct slot_holders holders = {0};

	for (size_t i = 0; i < changes->count; i++)
		hold_slots(changes, i, &holders);
	if (holders.count > 1)
		qsort(holders.items, holders.count, sizeof *holders.items, compare_slots);
	for (size_t i = 0; i < changes->count && holders.count > 0; i++)
		take_slots(changes, i, &holders, order);
	free(holders.items);
}

void
change_edges_add(const struct change_set *changes, struct change_order *order)
{
	for (size_t i = 0; i < changes->count; i++)
		add_dependency_edges(changes, order, i);
	add_slot_edges(changes, order);
	partition_edges_add(changes, order);
}
