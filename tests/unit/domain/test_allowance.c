#include "domain/allowance.h"

#include "unit_test.h"

static void
test_allowance__is_a_kind_and_a_name(UNUSED void **state)
{
	assert_true(allowances_are_valid("table:shop.customer"));
	assert_true(
		allowances_are_valid("materialized view:shop.totals, column:shop.a.b\npartition:p.q"));
	assert_true(allowances_are_valid("table:shop.\"a:b,c\nd\""));
	assert_false(allowances_are_valid("tabel:shop.customer"));
	assert_false(allowances_are_valid("Table:shop.customer"));
	assert_false(allowances_are_valid("table:shop.a,shop.b"));
	assert_false(allowances_are_valid("table:"));
	assert_false(allowances_are_valid("table"));
	assert_false(allowances_are_valid(" , "));
	assert_false(allowances_are_valid(":shop.customer"));
}

static void
test_allowance__allows_that_one_thing(UNUSED void **state)
{
	const char *allowances = "table:shop.a , column: shop.\"b,c\".d\nmaterialized view:shop.e";

	assert_true(allowances_have(allowances, "table", "shop.a"));
	assert_true(allowances_have(allowances, "column", "shop.\"b,c\".d"));
	assert_true(allowances_have(allowances, "materialized view", "shop.e"));
	assert_false(allowances_have(allowances, "table", "shop.e"));
	assert_false(allowances_have(allowances, "table", "shop.aa"));
	assert_false(allowances_have(allowances, "column", "shop.a"));
	assert_false(allowances_have(NULL, "table", "shop.a"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_allowance__is_a_kind_and_a_name),
		cmocka_unit_test(test_allowance__allows_that_one_thing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
