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
	check("table t", "{r=r/o,=U/o,o=arwd/o}", "{o=arwd/o}", "table t\nprivileges =U/o o=arwd/o");
	check("table t", "{o=arwd/o,r=r/o,=U/o}", NULL, "table t\nprivileges =U/o o=arwd/o");
}

static void
test_catalog_privileges__that_were_all_revoked_are_not_the_usual_ones(UNUSED void **state)
{
	check("table t", "{}", "{o=arwd/o}", "table t\nprivileges");
}

static void
test_catalog_privileges__of_others_say_nothing_of_the_object(UNUSED void **state)
{
	check("table t", "{o=arwd/o,r=r/o}", "{o=arwd/o}", "table t");
	check("column c", "{r=r/o}", NULL, "column c");
	check("column c", "{}", NULL, "column c");
}

static void
append_grantee_and_items(void *context, const char *grantee, const char *items)
{
	text_append_format(context, "[%s: %s]", grantee, items);
}

static void
check_each(const char *privileges, const char *expected)
{
	cleanup_text struct text told = TEXT_EMPTY;

	text_append(&told, "");
	catalog_privileges_each(privileges, append_grantee_and_items, &told);
	assert_string_equal(text_bytes(&told), expected);
}

static void
test_catalog_privileges__of_others_are_told_one_by_one(UNUSED void **state)
{
	check_each(NULL, "");
	check_each("{=U/o,o=arwd/o}", "");
	check_each("{r=w/s,=U/o,r=r/o,o=arwd/o,rr=r/o}", "[r: r=r/o r=w/s][rr: rr=r/o]");
}

static void
test_catalog_privileges__of_quoted_roles_are_read_as_arrays_are_written(UNUSED void **state)
{
	check_each("{\"\\\"a b\\\"=r/o\",\"\\\"c,d=}\\\"=r/o\"}",
	           "[\"a b\": \"a b\"=r/o][\"c,d=}\": \"c,d=}\"=r/o]");
	check_each("{\"back\\\\slash=r/o\"}", "[back\\slash: back\\slash=r/o]");
	check("", "{\"\\\"a b\\\"=r/\\\"a b\\\"\"}", NULL, "privileges \"a b\"=r/\"a b\"");
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
		cmocka_unit_test(test_catalog_privileges__of_others_say_nothing_of_the_object),
		cmocka_unit_test(test_catalog_privileges__of_others_are_told_one_by_one),
		cmocka_unit_test(test_catalog_privileges__of_quoted_roles_are_read_as_arrays_are_written),
		cmocka_unit_test(test_catalog_privileges__of_the_same_number_may_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
