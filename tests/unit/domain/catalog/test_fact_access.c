#include "domain/catalog/fact_access.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "fake_facts.h"
#include "unit_test.h"

static void
assert_change(const struct fact_access *on, struct fact_privilege_list live,
              struct fact_privilege_list desired, const char *expected)
{
	struct text_arena texts = {0};
	cleanup_change_steps struct change_steps steps = {.texts = &texts};

	fact_access_change(on, (struct fact_access_side){&live, "owner"}, &desired, &steps);

	cleanup_memory char *text = fake_steps_text(steps.items, steps.count);

	assert_string_equal(text, expected);
	text_arena_free(&texts);
}

static const struct fact_access table = {.on = "table s.t"};

static void
test_fact_access__order_alone_is_no_difference(UNUSED void **state)
{
	struct fact_privilege one[] = {{"a", "SELECT", false}, {"b", "SELECT", false}};
	struct fact_privilege other[] = {{"b", "SELECT", false}, {"a", "SELECT", false}};

	assert_change(&table, (struct fact_privilege_list){one, 2},
	              (struct fact_privilege_list){other, 2}, "");
}

static void
test_fact_access__grants_in_the_desired_order_and_leaves_the_owner(UNUSED void **state)
{
	struct fact_privilege live[] = {{"owner", "SELECT", false}, {"b", "SELECT", false}};
	struct fact_privilege desired[] = {{"owner", "SELECT", false},
	                                   {"a", "SELECT", false},
	                                   {"a", "INSERT", false},
	                                   {"b", "SELECT", true}};

	assert_change(&table, (struct fact_privilege_list){live, 2},
	              (struct fact_privilege_list){desired, 4},
	              "revoke all on table s.t from b cascade\n"
	              "grant SELECT, INSERT on table s.t to a\n"
	              "grant SELECT on table s.t to b with grant option\n");
}

static void
test_fact_access__a_privilege_that_is_lost_is_a_hazard(UNUSED void **state)
{
	struct fact_privilege live[] = {{"a", "SELECT", false}, {"b", "SELECT", true}};
	struct fact_privilege desired[] = {{"b", "SELECT", false}};

	assert_change(&table, (struct fact_privilege_list){live, 2},
	              (struct fact_privilege_list){desired, 1},
	              "revoke: revoke all on table s.t from a cascade\n"
	              "revoke: revoke all on table s.t from b cascade\n"
	              "grant SELECT on table s.t to b\n");
}

static void
test_fact_access__an_owner_who_changes_is_one_of_the_grantees(UNUSED void **state)
{
	struct fact_privilege live[] = {{"owner", "SELECT", false}};
	struct fact_privilege desired[] = {{"owner", "SELECT", false}, {"owner", "INSERT", false}};

	assert_change(&table, (struct fact_privilege_list){live, 1},
	              (struct fact_privilege_list){desired, 2},
	              "revoke all on table s.t from owner cascade\n"
	              "grant SELECT, INSERT on table s.t to owner\n");
}

static void
test_fact_access__a_column_is_named_in_every_privilege(UNUSED void **state)
{
	const struct fact_access column = {.on = "table s.t", .column = "c"};
	struct fact_privilege desired[] = {{"a", "SELECT", false}, {"a", "UPDATE", false}};

	assert_change(&column, (struct fact_privilege_list){NULL, 0},
	              (struct fact_privilege_list){desired, 2},
	              "grant SELECT (c), UPDATE (c) on table s.t to a\n");
}

static void
test_fact_access__default_privileges_are_nobodys_yet(UNUSED void **state)
{
	const struct fact_access defaults = {.on = "tables",
	                                     .prefix = "alter default privileges for role owner "};
	struct fact_privilege live[] = {{"owner", "SELECT", false}, {"a", "SELECT", false}};

	assert_change(&defaults, (struct fact_privilege_list){live, 2},
	              (struct fact_privilege_list){live, 1},
	              "alter default privileges for role owner revoke all on tables from owner\n"
	              "alter default privileges for role owner revoke all on tables from a\n"
	              "alter default privileges for role owner grant SELECT on tables to owner\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fact_access__order_alone_is_no_difference),
		cmocka_unit_test(test_fact_access__grants_in_the_desired_order_and_leaves_the_owner),
		cmocka_unit_test(test_fact_access__a_privilege_that_is_lost_is_a_hazard),
		cmocka_unit_test(test_fact_access__an_owner_who_changes_is_one_of_the_grantees),
		cmocka_unit_test(test_fact_access__a_column_is_named_in_every_privilege),
		cmocka_unit_test(test_fact_access__default_privileges_are_nobodys_yet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
