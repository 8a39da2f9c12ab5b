#include "domain/catalog/row_type_use.h"

#include "fake_facts.h"
#include "unit_test.h"

static void
test_row_type_use__a_check_of_the_tables_own_rows_goes_before_their_function(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	fake_dependency(&live, fake_fact(&live, FACT_FUNCTION, "s.f(s.t)", ""), FACT_TABLE, "s.t");
	fake_dependency(&live, fake_fact(&live, FACT_FUNCTION, "s.g()", ""), FACT_FUNCTION, "s.f(s.t)");
	fake_dependency(&live, fake_part(&live, FACT_CONSTRAINT, "s.t.k", "s.t"), FACT_FUNCTION,
	                "s.g()");
	(void)fake_part(&live, FACT_CONSTRAINT, "s.t.l", "s.t");
	assert_plan(&live, &desired,
	            "destructive: drop constraint s.t.k\n"
	            "destructive: drop function s.g()\n"
	            "destructive: drop function s.f(s.t)\n"
	            "destructive: drop table s.t\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_row_type_use__a_check_of_the_tables_own_rows_goes_before_their_function),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
