#include "domain/catalog/changed_name.h"

#include "unit_test.h"

static struct definitions desired;
static struct definitions live;
static struct definition_difference_list differences;
static struct name_list names;

static int
tear_down(UNUSED void **state)
{
	definitions_free(&desired);
	definitions_free(&live);
	definition_difference_list_free(&differences);
	name_list_free(&names);
	desired = live = (struct definitions){0};
	differences = (struct definition_difference_list){0};
	names = (struct name_list){0};
	return 0;
}

static void
put(struct definitions *side, const char *kind, const char *identity, const char *hash)
{
	definitions_append(side, &(const struct definition_words){kind, identity, hash, NULL, false});
}

static bool
collect(void)
{
	definitions_sort(&desired);
	definitions_sort(&live);
	definitions_compare(&desired, &live, &differences);
	return changed_names_collect(&differences, &names);
}

/* Whether the only name is this one, of what is on one side alone. */
static void
assert_name(const char *kind, const char *identity, const char *name)
{
	put(&desired, kind, identity, "1");
	assert_true(collect());
	assert_int_equal(names.count, 1);
	assert_string_equal(names.items[0], name);
	(void)tear_down(NULL);
}

static void
test_changed_names__are_those_of_what_has_the_part(UNUSED void **state)
{
	assert_name("table", "s.t", "t");
	assert_name("column", "s.t.c", "t");
	assert_name("constraint", "s.t.\"a.b\"", "t");
	assert_name("function", "s.f(integer, s.t)", "f");
	assert_name("privileges", "s.t to reader", "t");
	assert_name("inheritance", "s.t from s.parent", "t");
	assert_name("storage parameter", "s.t.toast.fillfactor", "t");
	assert_name("column", "\"S.1\".\"a \"\"quoted\"\".b\".c", "\"a \"\"quoted\"\".b\"");
}

static void
test_changed_names__tell_each_once_and_nothing_of_what_is_equal(UNUSED void **state)
{
	put(&desired, "table", "s.same", "1");
	put(&live, "table", "s.same", "1");
	put(&desired, "column", "s.t.a", "1");
	put(&live, "column", "s.t.a", "2");
	put(&live, "column", "s.t.b", "1");
	assert_true(collect());
	assert_int_equal(names.count, 1);
	assert_string_equal(names.items[0], "t");
}

static void
test_changed_names__of_a_schema_are_none(UNUSED void **state)
{
	put(&desired, "schema", "s", "1");
	put(&live, "schema", "s", "2");
	put(&live, "schema privileges", "s to reader", "2");
	assert_true(collect());
	assert_int_equal(names.count, 0);
}

static void
test_changed_names__do_not_tell_what_hangs_on_an_operator(UNUSED void **state)
{
	put(&desired, "table", "s.t", "1");
	put(&desired, "operator", "s.+(s.t,s.t)", "1");
	assert_false(collect());
}

static void
test_changed_names__do_not_tell_what_hangs_on_a_kind_that_is_not_known(UNUSED void **state)
{
	put(&desired, "whatever", "s.t", "1");
	assert_false(collect());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_changed_names__are_those_of_what_has_the_part, tear_down),
		cmocka_unit_test_teardown(test_changed_names__tell_each_once_and_nothing_of_what_is_equal,
	                              tear_down),
		cmocka_unit_test_teardown(test_changed_names__of_a_schema_are_none, tear_down),
		cmocka_unit_test_teardown(test_changed_names__do_not_tell_what_hangs_on_an_operator,
	                              tear_down),
		cmocka_unit_test_teardown(
			test_changed_names__do_not_tell_what_hangs_on_a_kind_that_is_not_known, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
