#include "domain/name_list.h"

#include <stdio.h>

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

static void
test_name_list__keeps_copies_in_order(UNUSED void **state)
{
	cleanup_name_list struct name_list names = {0};
	char name[] = "noetl";

	name_list_append(&names, name);
	(void)snprintf(name, sizeof name, "demo");
	name_list_append(&names, name);
	assert_int_equal(names.count, 2);
	assert_string_equal(names.items[0], "noetl");
	assert_string_equal(names.items[1], "demo");
}

static void
test_name_list__finds_whole_names_only(UNUSED void **state)
{
	cleanup_name_list struct name_list names = {0};

	assert_false(name_list_contains(&names, "noetl"));
	name_list_append(&names, "noetl");
	assert_true(name_list_contains(&names, "noetl"));
	assert_false(name_list_contains(&names, "noet"));
	assert_false(name_list_contains(&names, "NOETL"));
}

static void
test_name_list__closes_the_gap_of_what_is_removed(UNUSED void **state)
{
	cleanup_name_list struct name_list names = {0};

	for (const char *name = "abcdefghij"; *name != '\0'; name++)
		name_list_append(&names, (const char[]){*name, '\0'});
	name_list_remove(&names, 0);
	name_list_remove(&names, 8);
	name_list_remove(&names, 3);
	assert_int_equal(names.count, 7);
	assert_string_equal(names.items[0], "b");
	assert_string_equal(names.items[3], "f");
	assert_string_equal(names.items[6], "i");
	name_list_append(&names, "k");
	assert_string_equal(names.items[7], "k");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_name_list__two_names_that_are_not_given_are_not_one),
		cmocka_unit_test(test_name_list__keeps_the_order_of_what_stays),
		cmocka_unit_test(test_name_list__keeps_copies_in_order),
		cmocka_unit_test(test_name_list__finds_whole_names_only),
		cmocka_unit_test(test_name_list__closes_the_gap_of_what_is_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
