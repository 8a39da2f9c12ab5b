#include "domain/catalog/domain_holders.h"

#include "fake_facts.h"
#include "unit_test.h"

/* A domain, perhaps with a check, and a column of that type. */
static void
a_domain(struct fake_facts *facts, const char *column_type, bool has_check)
{
	fake_fact(facts, FACT_DOMAIN, "s.d", "integer")->extra.name = "d";
	if (has_check)
		fake_parent(facts, fake_fact(facts, FACT_DOMAIN_CONSTRAINT, "s.d.k", "check"), FACT_DOMAIN,
		            "s.d");
	(void)fake_table(facts, "s.t");
	fake_dependency(facts, fake_column(facts, "s.t", "c", column_type), FACT_DOMAIN, "s.d");
}

static void
assert_made_anew(const char *column_type, bool is_made_anew)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	a_domain(&live, column_type, false);
	a_domain(&desired, column_type, true);
	assert_plan(&live, &desired,
	            is_made_anew ? "alter domain s.d rename to \"d__old\"\n"
	                           "create domain s.d\n"
	                           "create domain constraint s.d.k\n"
	                           "rewrite: type of s.t.c is s.d[] using c::text[]::s.d[]\n"
	                           "drop domain if exists s.\"d__old\"\n"
	                         : "create domain constraint s.d.k\n");
}

static void
test_domain_holders__of_a_check_no_array_is_told(UNUSED void **state)
{
	assert_made_anew("s.d[]", true);
}

static void
test_domain_holders__values_of_the_domain_itself_are_checked_by_the_server(UNUSED void **state)
{
	assert_made_anew("s.d", false);
}

static void
test_domain_holders__columns_of_views_have_no_values(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	struct fake_facts *const sides[] = {&live, &desired};

	for (size_t i = 0; i < 2; i++)
	{
		a_domain(sides[i], "s.d", i == 1);
		(void)fake_fact(sides[i], FACT_VIEW, "s.v", "select c");
		fake_dependency(sides[i], fake_fact(sides[i], FACT_COLUMN, "s.v.c", ""), FACT_DOMAIN,
		                "s.d");
	}
	assert_plan(&live, &desired, "create domain constraint s.d.k\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_domain_holders__of_a_check_no_array_is_told),
		cmocka_unit_test(test_domain_holders__columns_of_views_have_no_values),
		cmocka_unit_test(
			test_domain_holders__values_of_the_domain_itself_are_checked_by_the_server),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
