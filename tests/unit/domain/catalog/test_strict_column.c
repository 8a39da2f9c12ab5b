#include "domain/catalog/strict_column.h"

#include "fake_facts.h"
#include "unit_test.h"

static struct fake_facts facts;

static int
tear_down(UNUSED void **state)
{
	fake_facts_free(&facts);
	return 0;
}

static struct fact *
make_domain(const char *id, const char *not_null)
{
	struct fact *domain = fake_fact(&facts, FACT_DOMAIN, id, "integer");

	fake_attribute(&facts, domain, "not_null", not_null, "false");
	return domain;
}

static void
make_column_of(const char *domain)
{
	(void)fake_table(&facts, "s.t");
	fake_dependency(&facts, fake_column(&facts, "s.t", "c", domain), FACT_DOMAIN, domain);
}

static void
assert_strict(bool expected)
{
	const struct fact_set *set = fake_set(&facts);
	size_t place = fact_set_find(set, FACT_COLUMN, "s.t.c");

	assert_int_not_equal(place, FACT_NOWHERE);
	assert_int_equal(column_is_strict_by_type(set, &set->items[place]), expected);
}

static void
test_strict_column__is_one_of_a_domain_that_takes_no_null(UNUSED void **state)
{
	(void)make_domain("s.d", "true");
	make_column_of("s.d");
	assert_strict(true);
}

static void
test_strict_column__is_one_of_a_domain_of_such(UNUSED void **state)
{
	(void)make_domain("s.d", "true");
	fake_dependency(&facts, make_domain("s.e", "false"), FACT_DOMAIN, "s.d");
	make_column_of("s.e");
	assert_strict(true);
}

static void
test_strict_column__is_none_where_null_is_taken(UNUSED void **state)
{
	(void)make_domain("s.d", "false");
	make_column_of("s.d");
	assert_strict(false);
}

static void
test_strict_column__is_none_with_a_default(UNUSED void **state)
{
	(void)make_domain("s.d", "true");
	make_column_of("s.d");
	(void)fake_fact(&facts, FACT_DEFAULT, "s.t.c", "1");
	assert_strict(false);
}

static void
test_strict_column__is_none_where_the_domain_has_a_default(UNUSED void **state)
{
	fake_attribute(&facts, make_domain("s.d", "true"), "default", "1", NULL);
	make_column_of("s.d");
	assert_strict(false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_strict_column__is_one_of_a_domain_that_takes_no_null,
	                              tear_down),
		cmocka_unit_test_teardown(test_strict_column__is_one_of_a_domain_of_such, tear_down),
		cmocka_unit_test_teardown(test_strict_column__is_none_where_null_is_taken, tear_down),
		cmocka_unit_test_teardown(test_strict_column__is_none_with_a_default, tear_down),
		cmocka_unit_test_teardown(test_strict_column__is_none_where_the_domain_has_a_default,
	                              tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
