#include "domain/catalog/fact_name.h"

#include "fake_facts.h"
#include "unit_test.h"

static const char *
find(const char *id, const char *schema, const char *name)
{
	struct fake_facts facts = {0};

	(void)fake_fact(&facts, FACT_VIEW, "s.first", "");
	(void)fake_table(&facts, id);

	size_t place = fact_set_find_name(fake_set(&facts), FACT_TABLE, schema, name);
	const char *found = place == FACT_NOWHERE ? "nowhere" : "found";

	if (place != FACT_NOWHERE)
		assert_string_equal(facts.set.items[place].id, id);
	fake_facts_free(&facts);
	return found;
}

static void
test_fact_name__finds_a_name_that_needs_no_quotes(UNUSED void **state)
{
	assert_string_equal(find("s.t", "s", "t"), "found");
	assert_string_equal(find("s.t", "s", "T"), "nowhere");
	assert_string_equal(find("s.t", "r", "t"), "nowhere");
}

static void
test_fact_name__finds_a_name_in_quotes(UNUSED void **state)
{
	assert_string_equal(find("\"My Schema\".\"T.1\"", "My Schema", "T.1"), "found");
	assert_string_equal(find("s.\"a\"\"b\"", "s", "a\"b"), "found");
	assert_string_equal(find("\"select\".t", "select", "t"), "found");
}

static void
test_fact_name__the_beginning_of_a_name_is_not_the_name(UNUSED void **state)
{
	assert_string_equal(find("s.tables", "s", "table"), "nowhere");
	assert_string_equal(find("s.t", "s", "tables"), "nowhere");
	assert_string_equal(find("s2.t", "s", "t"), "nowhere");
	assert_string_equal(find("s.\"Tables\"", "s", "Table"), "nowhere");
	assert_string_equal(find("s.\"a\"\"b\"", "s", "a"), "nowhere");
	assert_string_equal(find("s.\"T\"", "s", "T\""), "nowhere");
}

static void
test_fact_name__looks_for_one_kind_only(UNUSED void **state)
{
	assert_string_equal(find("s.t", "s", "first"), "nowhere");
}

static void
test_fact_name__arguments_of_a_function(UNUSED void **state)
{
	const struct fact function = {.kind = FACT_FUNCTION, .id = "s.\"F\"(integer, s.mood)"};
	const struct fact table = {.kind = FACT_TABLE, .id = "s.f"};

	assert_string_equal(fact_arguments(&function, "s", "F"), "(integer, s.mood)");
	assert_null(fact_arguments(&function, "s", "f"));
	assert_null(fact_arguments(&table, "s", "f"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fact_name__finds_a_name_that_needs_no_quotes),
		cmocka_unit_test(test_fact_name__finds_a_name_in_quotes),
		cmocka_unit_test(test_fact_name__the_beginning_of_a_name_is_not_the_name),
		cmocka_unit_test(test_fact_name__looks_for_one_kind_only),
		cmocka_unit_test(test_fact_name__arguments_of_a_function),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
