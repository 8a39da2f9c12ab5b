#include "domain/name_list.h"

#include "unit_test.h"

static void
test_name_list__two_names_that_are_not_given_are_not_one(UNUSED void **state)
{
	assert_true(name_is("noetl", "noetl"));
	assert_false(name_is("noetl", "Noetl"));
	assert_false(name_is("noetl", NULL));
	assert_false(name_is(NULL, "noetl"));
	assert_false(name_is(NULL, NULL));
}

static void
test_name_list__keeps_the_order_of_what_stays(UNUSED void **state)
{
	cleanup_name_list struct name_list names = {0};

	name_list_append(&names, "a");
	name_list_append(&names, "b");
	name_list_append(&names, "c");
	name_list_remove(&names, 1);
	assert_int_equal(names.count, 2);
	assert_string_equal(names.items[0], "a");
	assert_string_equal(names.items[1], "c");
	assert_true(name_list_contains(&names, "c"));
	assert_false(name_list_contains(&names, "b"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_name_list__two_names_that_are_not_given_are_not_one),
		cmocka_unit_test(test_name_list__keeps_the_order_of_what_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
