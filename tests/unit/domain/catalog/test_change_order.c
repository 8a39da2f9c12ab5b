#include "domain/catalog/change_order.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "fake_facts.h"
#include "unit_test.h"

/* Two tables, a view. */
static const enum fact_kind kinds[] = {FACT_TABLE, FACT_TABLE, FACT_VIEW};

static struct node_key
add_node(struct change_order *order, enum node_action action, size_t place, const char *statement)
{
	struct node_key key = {action, place};

	(void)change_steps_add(&change_order_node(order, key)->steps, statement);
	return key;
}

static void
assert_order(struct change_order *order, const char *expected)
{
	cleanup_change_steps struct change_steps steps = {0};

	change_order_write(order, &steps);

	cleanup_memory char *text = fake_steps_text(steps.items, steps.count);

	assert_string_equal(text, expected);
	change_order_free(order);
}

static void
test_change_order__drops_go_first_in_the_reverse_order_of_kinds(UNUSED void **state)
{
	struct change_order order;

	change_order_begin(&order, kinds, 3, NULL);
	(void)add_node(&order, NODE_DROP_OLD, 0, "drop old 0");
	(void)add_node(&order, NODE_CREATE, 2, "create 2");
	(void)add_node(&order, NODE_ALTER, 1, "alter 1");
	(void)add_node(&order, NODE_CREATE, 0, "create 0");
	(void)add_node(&order, NODE_DROP, 1, "drop 1");
	(void)add_node(&order, NODE_DROP, 0, "drop 0");
	(void)add_node(&order, NODE_DROP, 2, "drop 2");
	assert_order(&order, "drop 2\ndrop 0\ndrop 1\ncreate 0\nalter 1\ncreate 2\ndrop old 0\n");
}

static void
test_change_order__an_edge_is_stronger_than_a_kind(UNUSED void **state)
{
	struct change_order order;

	change_order_begin(&order, kinds, 3, NULL);

	struct node_key table = add_node(&order, NODE_CREATE, 0, "create 0");
	struct node_key view = add_node(&order, NODE_CREATE, 2, "create 2");
	struct node_key drop = add_node(&order, NODE_DROP, 1, "drop 1");

	change_order_edge(&order, view, table);
	change_order_edge(&order, view, table);
	change_order_edge(&order, table, drop);
	change_order_edge(&order, drop, drop);
	change_order_edge(&order, drop, NODE_ABSENT);
	assert_order(&order, "create 2\ncreate 0\ndrop 1\n");
}

static void
test_change_order__a_cycle_is_cut_where_least_is_waited_for(UNUSED void **state)
{
	struct change_order order;

	change_order_begin(&order, kinds, 3, NULL);

	struct node_key first = add_node(&order, NODE_CREATE, 0, "create 0");
	struct node_key second = add_node(&order, NODE_CREATE, 1, "create 1");
	struct node_key view = add_node(&order, NODE_CREATE, 2, "create 2");

	change_order_edge(&order, first, second);
	change_order_edge(&order, second, first);
	change_order_edge(&order, second, view);
	change_order_edge(&order, view, first);
	assert_order(&order, "create 1\ncreate 2\ncreate 0\n");
}

static void
test_change_order__a_node_without_steps_keeps_its_place(UNUSED void **state)
{
	struct change_order order;

	change_order_begin(&order, kinds, 3, NULL);

	struct node_key late = add_node(&order, NODE_CREATE, 0, "create 0");
	struct node_key early = add_node(&order, NODE_CREATE, 2, "create 2");
	struct node_key between = {NODE_NOTHING, 1};

	change_order_edge(&order, early, between);
	change_order_edge(&order, between, late);
	assert_order(&order, "create 2\ncreate 0\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_change_order__drops_go_first_in_the_reverse_order_of_kinds),
		cmocka_unit_test(test_change_order__an_edge_is_stronger_than_a_kind),
		cmocka_unit_test(test_change_order__a_cycle_is_cut_where_least_is_waited_for),
		cmocka_unit_test(test_change_order__a_node_without_steps_keeps_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
