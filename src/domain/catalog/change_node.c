#include "domain/catalog/change_node.h"

#include "domain/catalog/row_type_use.h"

/* The table itself, or that of a column. */
static size_t
table_of(const struct change_set *changes, size_t place)
{
	const struct fact *fact = changes->items[place].live;

	return fact->kind == FACT_COLUMN ? change_set_live_place(changes, fact->parent) : place;
}

/* FACT_NOWHERE where it needs a statement of its own. */
static size_t
parent_that_takes_it(const struct change_set *changes, const struct fact *fact)
{
	size_t parent = change_set_live_place(changes, fact->parent);

	if (!change_set_is_gone(changes, parent) || change_set_kind(changes, parent) == FACT_SCHEMA)
		return FACT_NOWHERE;
	if (fact_is_foreign_key(fact) || fact_kind_traits(fact->kind)->is_dropped_by_itself)
		return FACT_NOWHERE;
	if (row_type_use_is_between(changes, fact, table_of(changes, parent)))
		return FACT_NOWHERE;
	return parent;
}

/* The partition is detached first, so that its index or constraint can go by itself. */
static bool
is_detached_before(const struct change_set *changes, const struct fact *fact)
{
	if (fact->parent == FACT_NOWHERE ||
	    change_set_is_gone(changes, change_set_live_place(changes, fact->parent)))
		return false;
	return change_set_is_gone(changes, change_set_find(changes, FACT_PARTITION, fact->parent_id));
}

/* The object whose drop does this one's as well; FACT_NOWHERE. */
static size_t
object_that_takes_it(const struct change_set *changes, const struct fact *fact)
{
	size_t parent = parent_that_takes_it(changes, fact);
	size_t attached = change_set_live_place(changes, fact->attached);

	if (parent != FACT_NOWHERE)
		return parent;
	if (fact->kind == FACT_SEQUENCE)
	{
		size_t column = change_set_live_place(changes, fact->owner_column);
		size_t owned_by = change_set_find(changes, FACT_OWNED_BY, fact->id);

		if (change_set_is_gone(changes, column) && change_set_is_gone(changes, owned_by))
			return column;
	}
	if (change_set_is_gone(changes, attached) && !is_detached_before(changes, fact))
		return attached;
	return FACT_NOWHERE;
}

struct node_key
change_node_of_drop(const struct change_set *changes, size_t place)
{
	for (;;)
	{
		const struct fact *fact = changes->items[place].live;

		/* No statement takes it away, and a table's would wait for what comes after it. */
		if (fact->kind == FACT_VALIDATION)
			return (struct node_key){NODE_NOTHING, place};
		if (fact->kind == FACT_COLUMN && fact->extra.is_inherited &&
		    !changes->items[place].is_own && fact->extra.inherit_count > 0 &&
		    !change_set_is_gone(changes, change_set_live_place(changes, fact->parent)))
			return (struct node_key){NODE_NOTHING, place};

		size_t taker = object_that_takes_it(changes, fact);

		if (taker == FACT_NOWHERE)
			return (struct node_key){NODE_DROP, place};
		place = taker;
	}
}

struct node_key
change_node_of_create(const struct change_set *changes, size_t place)
{
	const struct fact *fact = changes->items[place].desired;
	size_t parent = change_set_desired_place(changes, fact->parent);

	if (change_set_is_made(changes, parent))
	{
		size_t table = change_set_desired_place(changes, changes->items[parent].desired->parent);

		if (fact->kind == FACT_COLUMN || fact->kind == FACT_INHERIT)
			return change_node_of_create(changes, parent);
		/* ADD COLUMN takes the default along, so that rows get it; CREATE TABLE does not. */
		if (fact->kind == FACT_DEFAULT && !change_set_is_made(changes, table))
			return change_node_of_create(changes, parent);
	}
	if (fact->kind == FACT_COLUMN && fact->extra.is_inherited && !changes->items[place].is_own)
		return (struct node_key){NODE_NOTHING, place};
	return (struct node_key){NODE_CREATE, place};
}

struct node_key
change_node_of_desired(const struct change_set *changes, size_t place)
{
	if (change_set_is_made(changes, place))
		return change_node_of_create(changes, place);
	if (change_set_state(changes, place) == CHANGE_STATE_ALTERED)
		return (struct node_key){NODE_ALTER, place};
	return NODE_ABSENT;
}
