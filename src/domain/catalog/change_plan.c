#include "domain/catalog/change_plan.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/catalog/change_edges.h"
#include "domain/catalog/change_order.h"
#include "domain/catalog/change_set.h"
#include "domain/catalog/inherit_local.h"
#include "domain/catalog/rebuild.h"
#include "domain/catalog/rename_match.h"
#include "domain/catalog/step_create.h"
#include "domain/catalog/step_drop.h"

static void
add_alter(struct change_set *changes, struct change_order *order, size_t place)
{
	struct object_change *object = &changes->items[place];
	struct node_key key = {NODE_ALTER, place};

	change_steps_describe(&object->steps, 0, CHANGE_ALTER, object->desired);
	change_steps_move(&object->steps, &change_order_node(order, key)->steps);
}

static void
add_steps(struct change_set *changes, struct change_order *order, struct change_plan *plan)
{
	cleanup_identity_names struct identity_names identities = {0};

	identity_names_collect(changes, &identities);
	for (size_t i = 0; i < changes->count; i++)
	{
		if (change_set_is_gone(changes, i))
			step_drop_add(changes, &identities, order, i);
		if (change_set_is_made(changes, i) && !step_create_add(changes, order, i))
			/* A list of pointers. NOLINTNEXTLINE(bugprone-sizeof-expression) */
			*ARRAY_ADD(plan->unmade, plan->unmade_count) = changes->items[i].desired;
		if (change_set_state(changes, i) == CHANGE_STATE_ALTERED)
			add_alter(changes, order, i);
	}
	for (size_t i = 0; i < changes->count; i++)
	{
		if (change_set_is_made(changes, i))
			step_create_add_attributes(changes, order, i);
	}
}

/* The caller frees it. */
static enum fact_kind *
kinds_by_place(const struct change_set *changes)
{
	enum fact_kind *kinds = memory_allocate(changes->count + 1, sizeof *kinds);

	for (size_t i = 0; i < changes->count; i++)
		kinds[i] = change_set_kind(changes, i);
	return kinds;
}

void
change_plan_make(const struct fact_set *live, const struct fact_set *desired,
                 struct change_plan *plan)
{
	cleanup_change_set struct change_set changes;
	cleanup_change_order struct change_order order;
	struct change_steps steps = {0};

	*plan = (struct change_plan){0};
	change_set_make(live, desired, &plan->texts, &changes);
	rename_match(&changes);
	inherit_local_add(&changes);
	rebuild_dependents(&changes);

	cleanup_memory enum fact_kind *kinds = kinds_by_place(&changes);

	change_order_begin(&order, kinds, changes.count, &plan->texts);
	add_steps(&changes, &order, plan);
	change_edges_add(&changes, &order);
	change_order_write(&order, &steps);
	plan->steps = steps.items;
	plan->count = steps.count;
}

void
change_plan_free(struct change_plan *plan)
{
	free(plan->steps);
	free(plan->unmade);
	text_arena_free(&plan->texts);
	*plan = (struct change_plan){0};
}
