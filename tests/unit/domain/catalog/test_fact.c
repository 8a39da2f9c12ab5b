#include "domain/catalog/fact.h"

#include "fake_facts.h"
#include "unit_test.h"

static void
test_fact__a_set_is_sorted_by_kind_and_identity(UNUSED void **state)
{
	struct fake_facts facts = {0};

	(void)fake_fact(&facts, FACT_VIEW, "s.a", "");
	(void)fake_fact(&facts, FACT_TABLE, "s.u", "");
	(void)fake_fact(&facts, FACT_TABLE, "s.t", "");

	const struct fact_set *set = fake_set(&facts);

	assert_string_equal(set->items[0].id, "s.t");
	assert_string_equal(set->items[1].id, "s.u");
	assert_string_equal(set->items[2].id, "s.a");
	assert_int_equal(fact_set_find(set, FACT_VIEW, "s.a"), 2);
	assert_int_equal(fact_set_find(set, FACT_TABLE, "s.a"), FACT_NOWHERE);
	fake_facts_free(&facts);
}

static void
test_fact__nothing_is_found_in_an_empty_set(UNUSED void **state)
{
	const struct fact_set empty = {0};

	assert_int_equal(fact_set_find(&empty, FACT_TABLE, "s.t"), FACT_NOWHERE);
}

static void
test_fact__no_value_is_not_an_empty_one(UNUSED void **state)
{
	const struct fact_value none = {0};
	const struct fact_value empty = {.text = ""};

	assert_false(fact_value_is_same(&none, &empty));
	assert_true(fact_value_is_same(&none, &none));
	assert_true(fact_value_is_empty(&none));
	assert_true(fact_value_is_empty(&empty));
}

static void
test_fact__pairs_are_the_same_in_the_same_order_only(UNUSED void **state)
{
	struct fact_pair pairs[] = {{"a", "1"}, {"b", NULL}};
	struct fact_pair reversed[] = {{"b", NULL}, {"a", "1"}};
	const struct fact_pairs one = {pairs, 2};
	const struct fact_pairs other = {reversed, 2};

	assert_true(fact_pairs_are_same(&one, &one));
	assert_false(fact_pairs_are_same(&one, &other));
	assert_true(fact_pairs_contain(&other, &pairs[0]));
	assert_false(fact_pairs_contain(&other, &(struct fact_pair){"a", NULL}));
	assert_null(fact_pairs_find(&one, "c"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fact__a_set_is_sorted_by_kind_and_identity),
		cmocka_unit_test(test_fact__nothing_is_found_in_an_empty_set),
		cmocka_unit_test(test_fact__no_value_is_not_an_empty_one),
		cmocka_unit_test(test_fact__pairs_are_the_same_in_the_same_order_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
