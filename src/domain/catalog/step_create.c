#include "domain/catalog/step_create.h"

#include <string.h>

#include "base/text.h"
#include "domain/catalog/change_node.h"
#include "domain/catalog/fact_access.h"
#include "domain/catalog/fact_attribute.h"
#include "domain/catalog/sequence_start.h"
#include "domain/catalog/type_parts.h"

/* The column that stays while a new sequence becomes its own; NULL. */
static const struct fact *
column_with_rows(const struct change_set *changes, size_t owned_by)
{
	const struct fact *fact = changes->items[owned_by].desired;
	size_t sequence = change_set_find(changes, FACT_SEQUENCE, fact->id);
	size_t column = change_set_find(changes, FACT_COLUMN, fact->definition);
	enum change_state state = change_set_state(changes, column);

	if (change_set_state(changes, sequence) != CHANGE_STATE_CREATED ||
	    (state != CHANGE_STATE_SAME && state != CHANGE_STATE_ALTERED))
		return NULL;
	return changes->items[column].desired;
}

static void
start_sequence(const struct change_set *changes, size_t owned_by, struct change_steps *steps)
{
	const struct fact *column = column_with_rows(changes, owned_by);

	if (column != NULL)
		sequence_start_add(changes->items[owned_by].desired->id, column, steps);
}

bool
step_create_add(const struct change_set *changes, struct change_order *order, size_t place)
{
	const struct fact *fact = changes->items[place].desired;
	struct node_key key = change_node_of_create(changes, place);
	struct change_steps *steps = &change_order_node(order, key)->steps;

	if (key.action != NODE_CREATE || key.place != place)
		return true;
	if (fact->create_sql[0] != '\0')
		(void)change_steps_add(steps, fact->create_sql);
	if (fact->kind == FACT_OWNED_BY)
		start_sequence(changes, place, steps);
	change_steps_describe(steps, 0, CHANGE_CREATE, fact);
	return steps->count > 0 || fact->kind != FACT_BASE_TYPE;
}

/* CREATE EXTENSION names the version. */
static bool
is_created_with(const struct fact *fact, const struct fact_attribute *attribute)
{
	return fact->kind == FACT_EXTENSION && strcmp(attribute->name, "version") == 0;
}

void
step_create_add_attributes(const struct change_set *changes, struct change_order *order,
                           size_t place)
{
	const struct fact *fact = changes->items[place].desired;
	struct node_key key = change_node_of_create(changes, place);
	struct change_steps *steps = &change_order_node(order, key)->steps;
	size_t first = steps->count;

	for (size_t i = 0; i < fact->attribute_count; i++)
	{
		const struct fact_attribute *attribute = &fact->attributes[i];

		if (!is_created_with(fact, attribute) &&
		    !fact_value_is_same(&attribute->fresh, &attribute->value))
			(void)fact_attribute_set(attribute, &attribute->fresh, steps);
	}
	if (fact->kind == FACT_COMPOSITE_TYPE)
		type_parts_comment(NULL, fact, steps);
	if (fact_kind_traits(fact->kind)->has_initial_access)
		fact_access_change(&fact->access,
		                   (struct fact_access_side){&fact->access.initial, fact->access.owner},
		                   &fact->access.items, steps);
	change_steps_describe(steps, first, CHANGE_CREATE, fact);
}
