#include "domain/catalog/partition_edges.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/text.h"
#include "domain/catalog/change_node.h"
#include "domain/catalog/lone_index.h"
#include "domain/catalog/partition_reference.h"

/* An index or a constraint that goes, by its table. */
struct table_part
{
	size_t table; /* both are places of the live set */
	size_t place;
};

struct table_parts
{
	struct table_part *items;
	size_t count;
};

static int
compare_table_parts(const void *left, const void *right)
{
	const struct table_part *one = left;
	const struct table_part *other = right;

	if (one->table != other->table)
		return one->table < other->table ? -1 : 1;
	return (one->place > other->place) - (one->place < other->place);
}

static void
collect_table_parts(const struct change_set *changes, struct table_parts *parts)
{
	for (size_t i = 0; i < changes->live->count; i++)
	{
		const struct fact *fact = &changes->live->items[i];

		if (fact->parent != FACT_NOWHERE && fact->attached != FACT_NOWHERE &&
		    fact->kind != FACT_VALIDATION)
			*ARRAY_ADD(parts->items, parts->count) = (struct table_part){fact->parent, i};
	}
	if (parts->count > 1)
		qsort(parts->items, parts->count, sizeof *parts->items, compare_table_parts);
}

static size_t
first_part_of(const struct table_parts *parts, size_t table)
{
	size_t low = 0;
	size_t high = parts->count;

	while (low < high)
	{
		size_t middle = low + (high - low) / 2;

		if (parts->items[middle].table < table)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct node_key
drop_of(const struct change_set *changes, size_t live_place)
{
	size_t place = change_set_live_place(changes, live_place);

	return change_set_is_gone(changes, place) ? change_node_of_drop(changes, place) : NODE_ABSENT;
}

static void
detach_before_parts(const struct change_set *changes, struct change_order *order,
                    struct node_key detach, const struct table_parts *parts)
{
	size_t table = changes->items[detach.place].live->parent;

	for (size_t i = first_part_of(parts, table); i < parts->count && parts->items[i].table == table;
	     i++)
	{
		const struct fact *part = &changes->live->items[parts->items[i].place];

		change_order_edge(order, detach, drop_of(changes, parts->items[i].place));
		change_order_edge(order, detach, drop_of(changes, part->attached));
	}
}

static void
detach_after_foreign_keys(const struct change_set *changes, struct change_order *order,
                          struct node_key detach)
{
	const struct fact *partition = changes->items[detach.place].live;

	for (size_t i = 0; i < changes->live->count; i++)
	{
		if (partition_is_referenced(changes->live, partition, &changes->live->items[i]))
			change_order_edge(order, drop_of(changes, i), detach);
	}
}

/* All detaching from one parent is over: a node without a statement in place of an edge for each pair. */
static struct node_key
detaching_is_over(size_t parent)
{
	return parent != FACT_NOWHERE ? (struct node_key){NODE_NOTHING, parent} : NODE_ABSENT;
}

/* An index of the parent that goes waits for the detaching, and what of its columns goes for the index. */
static bool
waits_for_detaching(const struct change_set *changes, size_t table, const struct table_parts *parts)
{
	for (size_t i = first_part_of(parts, table); i < parts->count && parts->items[i].table == table;
	     i++)
	{
		size_t attached = changes->live->items[parts->items[i].place].attached;

		if (attached != FACT_NOWHERE && drop_of(changes, attached).place != NODE_ABSENT.place)
			return true;
	}
	return false;
}

/* What is detached for other bounds gets and loses columns with its parent as long as it is attached. */
static void
change_columns_before(const struct change_set *changes, struct change_order *order, size_t place,
                      const struct table_parts *parts)
{
	const struct object_change *object = &changes->items[place];
	size_t live_parent = partition_parent(changes->live, object->live);
	size_t desired_parent = partition_parent(changes->desired, object->desired);
	struct node_key detach = change_node_of_drop(changes, place);
	bool loses = !waits_for_detaching(changes, object->live->parent, parts);

	for (size_t i = 0; i < changes->count; i++)
	{
		const struct object_change *column = &changes->items[i];

		if (change_set_kind(changes, i) != FACT_COLUMN)
			continue;
		if (column->state == CHANGE_STATE_CREATED && column->desired->parent == desired_parent)
			change_order_edge(order, change_node_of_create(changes, i), detach);
		else if (column->is_retyped && loses && column->live->parent == live_parent)
			change_order_edge(order, (struct node_key){NODE_ALTER, i}, detach);
		else if (column->state == CHANGE_STATE_DROPPED && loses &&
		         column->live->parent == live_parent)
			change_order_edge(order, change_node_of_drop(changes, i), detach);
	}
}

/* What is attached to another table changes its columns in between. */
static void
change_own_columns(const struct change_set *changes, struct change_order *order, size_t partition)
{
	bool is_detached = change_set_is_gone(changes, partition);
	bool is_attached = change_set_is_made(changes, partition);
	struct node_key detach = is_detached ? change_node_of_drop(changes, partition) : NODE_ABSENT;
	struct node_key attach = is_attached ? change_node_of_create(changes, partition) : NODE_ABSENT;

	for (size_t i = 0; i < changes->count; i++)
	{
		const struct object_change *column = &changes->items[i];
		const struct fact *fact = column->live != NULL ? column->live : column->desired;

		if (!column->is_own ||
		    change_set_find(changes, FACT_PARTITION, fact->parent_id) != partition)
			continue;
		change_order_edge(order, detach, change_node_of_desired(changes, i));
		if (!change_set_is_gone(changes, i))
			continue;
		change_order_edge(order, detach, change_node_of_drop(changes, i));
		change_order_edge(order, change_node_of_drop(changes, i), attach);
	}
}

static void
add_detach_edges(const struct change_set *changes, struct change_order *order, size_t place,
                 const struct table_parts *parts)
{
	struct node_key detach = change_node_of_drop(changes, place);
	size_t parent = partition_parent(changes->live, changes->items[place].live);

	if (changes->items[place].live->parent != FACT_NOWHERE)
		detach_before_parts(changes, order, detach, parts);
	if (parent == FACT_NOWHERE)
		return;
	detach_after_foreign_keys(changes, order, detach);
	if (changes->items[place].state == CHANGE_STATE_REPLACED)
		change_columns_before(changes, order, place, parts);
	if (changes->items[place].state == CHANGE_STATE_DROPPED)
		change_order_edge(order, detach, detaching_is_over(change_set_live_place(changes, parent)));
}

/* What attaching would find, too: what goes is gone before. */
static void
attach_between_lone_indexes(const struct change_set *changes, struct change_order *order,
                            struct node_key attach)
{
	const struct fact *partition = changes->items[attach.place].desired;

	for (size_t i = 0; i < changes->desired->count; i++)
	{
		size_t place = change_set_desired_place(changes, i);

		if (!change_set_is_made(changes, place) || !is_lone_index(changes, partition, i))
			continue;
		change_order_edge(order, attach, change_node_of_create(changes, place));
	}
	for (size_t i = 0; i < changes->live->count; i++)
	{
		const struct fact *fact = &changes->live->items[i];

		if ((fact->kind == FACT_INDEX || fact->kind == FACT_CONSTRAINT) &&
		    text_is_same(fact->parent_id, partition->parent_id) && fact->attached == FACT_NOWHERE)
			change_order_edge(order, drop_of(changes, i), attach);
	}
}

static void
add_attach_edge(const struct change_set *changes, struct change_order *order, size_t place)
{
	size_t parent = partition_parent(changes->desired, changes->items[place].desired);

	if (parent != FACT_NOWHERE)
		attach_between_lone_indexes(changes, order, (struct node_key){NODE_CREATE, place});
	change_order_edge(order, detaching_is_over(change_set_desired_place(changes, parent)),
	                  change_node_of_create(changes, place));
}

void
partition_edges_add(const struct change_set *changes, struct change_order *order)
{
	struct table_parts parts = {0};

	collect_table_parts(changes, &parts);
	for (size_t i = 0; i < changes->count; i++)
	{
		if (change_set_kind(changes, i) != FACT_PARTITION)
			continue;
		if (change_set_is_gone(changes, i) || change_set_is_made(changes, i))
			change_own_columns(changes, order, i);
		if (change_set_is_gone(changes, i))
			add_detach_edges(changes, order, i, &parts);
		if (change_set_is_made(changes, i))
			add_attach_edge(changes, order, i);
	}
	free(parts.items);
}
