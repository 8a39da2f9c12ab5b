#include "domain/catalog/inherit_local.h"

#include "fake_facts.h"
#include "unit_test.h"

static struct fake_facts live;
static struct fake_facts desired;

static void
add_column(struct fake_facts *facts, const char *name, bool is_own)
{
	struct fact *column = fake_column(facts, "s.c", name, "integer");

	column->extra.is_inherited = !is_own;
	column->extra.inherit_count = 1;
}

static void
add_inherit(struct fake_facts *facts, const char *id, const char *parent)
{
	struct fact *inherit = fake_part(facts, FACT_INHERIT, id, "s.c");

	inherit->create_sql = parent;
	inherit->drop_sql = "leave";
	fake_dependency(facts, inherit, FACT_TABLE, parent);
}

static void
add_tables(struct fake_facts *facts, bool is_own)
{
	(void)fake_table(facts, "s.c");
	(void)fake_table(facts, "s.p");
	(void)fake_table(facts, "s.q");
	add_column(facts, "a", is_own);
	add_column(facts, "b", is_own);
	add_inherit(facts, "s.c < s.p", "s.p");
	add_inherit(facts, "s.c < s.q", "s.q");
}

static void
add_check(struct fake_facts *facts, const char *id, const char *table)
{
	struct fact *check = fake_part(facts, FACT_CONSTRAINT, id, table);

	check->extra.constraint_type = "c";
	check->extra.name = "k";
}

static void
test_inherit_local__leaves_all_parents_and_comes_back(UNUSED void **state)
{
	add_tables(&live, false);
	add_tables(&desired, true);
	assert_plan(&live, &desired, "leave; leave; s.p; s.q\n");
}

static void
test_inherit_local__needs_all_columns_to_become_own(UNUSED void **state)
{
	add_tables(&live, false);
	add_tables(&desired, true);
	add_column(&live, "z", false);
	add_column(&desired, "z", false);
	assert_plan(&live, &desired, "");
}

static void
test_inherit_local__takes_no_check_along_that_must_not_be_own(UNUSED void **state)
{
	add_tables(&live, false);
	add_tables(&desired, true);
	add_check(&live, "s.q.k", "s.q");
	add_check(&desired, "s.q.k", "s.q");
	assert_plan(&live, &desired, "");
}

static void
test_inherit_local__takes_a_check_along_that_is_to_be_own(UNUSED void **state)
{
	add_tables(&live, false);
	add_tables(&desired, true);
	add_check(&live, "s.q.k", "s.q");
	add_check(&desired, "s.q.k", "s.q");
	add_check(&live, "s.c.k", "s.c");
	add_check(&desired, "s.c.k", "s.c");
	assert_plan(&live, &desired, "leave; leave; s.p; s.q\n");
}

static void
test_inherit_local__has_no_way_back(UNUSED void **state)
{
	add_tables(&live, true);
	add_tables(&desired, false);
	assert_plan(&live, &desired, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inherit_local__leaves_all_parents_and_comes_back),
		cmocka_unit_test(test_inherit_local__needs_all_columns_to_become_own),
		cmocka_unit_test(test_inherit_local__takes_no_check_along_that_must_not_be_own),
		cmocka_unit_test(test_inherit_local__takes_a_check_along_that_is_to_be_own),
		cmocka_unit_test(test_inherit_local__has_no_way_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
