#include "adapter/postgres/catalog/catalog_privileges.h"

#include "unit_test.h"

static void
check(const char *before, const char *privileges, const char *usual, const char *after)
{
	cleanup_text struct text definition = TEXT_EMPTY;

	text_append(&definition, before);
	catalog_privileges_append(&definition, privileges, usual);
	assert_string_equal(text_bytes(&definition), after);
}

static void
test_catalog_privileges__that_nobody_gave_say_nothing(UNUSED void **state)
{
	check("table t", NULL, NULL, "table t");
	check("table t", NULL, "{o=r/o}", "table t");
}

static void
test_catalog_privileges__that_are_the_usual_ones_say_nothing(UNUSED void **state)
{
	check("table t", "{o=arwd/o}", "{o=arwd/o}", "table t");
	check("table t", "{r=r/o,o=arwd/o}", "{o=arwd/o,r=r/o}", "table t");
	check("table t", "{}", "{}", "table t");
}

static void
test_catalog_privileges__stand_in_one_order(UNUSED void **state)
{
	check("table t", "{r=r/o,=U/o,o=arwd/o}", "{o=arwd/o}",
	      "table t\nprivileges =U/o o=arwd/o r=r/o");
	check("table t", "{o=arwd/o,r=r/o,=U/o}", NULL, "table t\nprivileges =U/o o=arwd/o r=r/o");
}

static void
test_catalog_privileges__that_were_all_revoked_are_not_the_usual_ones(UNUSED void **state)
{
	check("table t", "{}", "{o=arwd/o}", "table t\nprivileges");
	check("", "{}", NULL, "privileges");
}

static void
test_catalog_privileges__of_quoted_roles_are_read_as_arrays_are_written(UNUSED void **state)
{
	check("", "{\"\\\"a b\\\"=r/o\",\"\\\"c,d}\\\"=r/o\"}", NULL,
	      "privileges \"a b\"=r/o \"c,d}\"=r/o");
	check("", "{\"back\\\\slash=r/o\"}", NULL, "privileges back\\slash=r/o");
}

static void
test_catalog_privileges__of_the_same_number_may_differ(UNUSED void **state)
{
	check("", "{o=r/o}", "{o=w/o}", "privileges o=r/o");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_catalog_privileges__that_nobody_gave_say_nothing),
		cmocka_unit_test(test_catalog_privileges__that_are_the_usual_ones_say_nothing),
		cmocka_unit_test(test_catalog_privileges__stand_in_one_order),
		cmocka_unit_test(test_catalog_privileges__that_were_all_revoked_are_not_the_usual_ones),
		cmocka_unit_test(test_catalog_privileges__of_quoted_roles_are_read_as_arrays_are_written),
		cmocka_unit_test(test_catalog_privileges__of_the_same_number_may_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
