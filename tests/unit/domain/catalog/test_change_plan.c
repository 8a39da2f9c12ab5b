#include "domain/catalog/change_plan.h"

#include "fake_facts.h"
#include "unit_test.h"

static void
a_table_of_one_column(struct fake_facts *facts)
{
	struct fact *table = fake_table(facts, "s.t");

	fake_comment(facts, table, "a table");
	fake_attribute(facts, table, "owner", "noetl", "noetl");
	fake_comment(facts, fake_column(facts, "s.t", "c", "integer"), "a column");
	fake_parent(facts, fake_fact(facts, FACT_DEFAULT, "s.t.c", "1"), FACT_COLUMN, "s.t.c");
	(void)fake_part(facts, FACT_INDEX, "s.i", "s.t");
}

static void
test_change_plan__nothing_is_to_be_done_for_the_same(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	a_table_of_one_column(&live);
	a_table_of_one_column(&desired);
	assert_plan(&live, &desired, "");
	assert_plan(&live, &desired, "");
}

static void
test_change_plan__a_table_is_created_with_its_columns(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	a_table_of_one_column(&desired);
	assert_plan(&live, &desired,
	            "create table s.t\n"
	            "set s.t comment a table\n"
	            "set s.t.c comment a column\n"
	            "create default s.t.c\n"
	            "create index s.i\n");
}

static void
test_change_plan__a_table_is_dropped_with_what_is_its_own(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	a_table_of_one_column(&live);
	(void)fake_part(&live, FACT_TRIGGER, "s.t.g", "s.t");
	fake_dependency(&live, fake_fact(&live, FACT_VIEW, "s.v", ""), FACT_COLUMN, "s.t.c");
	(void)fake_fact(&live, FACT_ROLE, "r", "");
	assert_plan(&live, &desired,
	            "destructive: drop trigger s.t.g\n"
	            "destructive: drop view s.v\n"
	            "destructive: drop table s.t\n");
}

static void
test_change_plan__a_table_makes_room_for_a_view_of_its_name(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)fake_column(&live, "s.t", "c", "integer");
	fake_fact(&desired, FACT_VIEW, "s.t", "")->extra.slot = "relation s.t";

	struct fact *column = fake_fact(&desired, FACT_COLUMN, "s.t.c", "");

	column->extra.is_inherited = true;
	fake_comment(&desired, column, "x");
	fake_parent(&desired, column, FACT_VIEW, "s.t");
	assert_plan(&live, &desired,
	            "destructive: drop table s.t\n"
	            "create view s.t\n"
	            "set s.t.c comment x\n");
}

static void
two_tables_that_refer_to_each_other(struct fake_facts *facts)
{
	(void)fake_table(facts, "s.a");
	(void)fake_table(facts, "s.b");

	struct fact *key = fake_part(facts, FACT_CONSTRAINT, "s.a.f", "s.a");

	key->extra.constraint_type = "f";
	fake_dependency(facts, key, FACT_TABLE, "s.b");
	key = fake_part(facts, FACT_CONSTRAINT, "s.b.f", "s.b");
	key->extra.constraint_type = "f";
	fake_dependency(facts, key, FACT_TABLE, "s.a");
}

static void
test_change_plan__foreign_keys_in_a_circle_come_after_the_tables(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	two_tables_that_refer_to_each_other(&desired);
	assert_plan(&live, &desired,
	            "create table s.a\ncreate table s.b\n"
	            "create constraint s.a.f\ncreate constraint s.b.f\n");
	two_tables_that_refer_to_each_other(&live);
	assert_plan(&live, &desired,
	            "destructive: drop constraint s.a.f\ndestructive: drop constraint s.b.f\n"
	            "destructive: drop table s.a\ndestructive: drop table s.b\n");
}

static void
test_change_plan__functions_in_a_circle_are_all_made(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	fake_dependency(&desired, fake_fact(&desired, FACT_FUNCTION, "s.f()", ""), FACT_FUNCTION,
	                "s.g()");
	fake_dependency(&desired, fake_fact(&desired, FACT_FUNCTION, "s.g()", ""), FACT_FUNCTION,
	                "s.f()");
	assert_plan(&live, &desired, "create function s.f()\ncreate function s.g()\n");
}

static void
test_change_plan__what_needs_an_order_alone_is_not_made_anew(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_fact(&live, FACT_INHERIT, "s.c", "");
	(void)fake_fact(&desired, FACT_VIEW, "s.v", "");
	fake_order(&desired, fake_fact(&desired, FACT_SEQUENCE, "s.q", ""), FACT_VIEW, "s.v");
	(void)fake_fact(&desired, FACT_INHERIT, "s.c", "");
	assert_plan(&live, &desired, "create view s.v\ncreate sequence s.q\n");
}

static void
a_default_privilege(struct fake_facts *facts, const char *grantee)
{
	struct fact *fact = fake_fact(facts, FACT_DEFAULT_PRIVILEGE, "owner s r", "");

	fact->create_sql = fact->drop_sql = "";
	fake_privilege(fact, "tables", grantee, "SELECT");
	fact->access.prefix = "alter default privileges ";
}

static void
test_change_plan__default_privileges_differ_from_initial_ones(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	a_default_privilege(&desired, "a");
	assert_plan(&live, &desired, "alter default privileges grant SELECT on tables to a\n");
	a_default_privilege(&live, "a");
	assert_plan(&live, &desired, "alter default privileges revoke all on tables from a\n");
}

static void
test_change_plan__says_what_each_step_is_about(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	cleanup_change_plan struct change_plan plan;

	(void)fake_table(&live, "s.old");
	fake_comment(&desired, fake_table(&desired, "s.t"), "x");
	(void)fake_fact(&desired, FACT_BASE_TYPE, "s.b", "");
	desired.set.items[desired.set.count - 1].create_sql = "";
	change_plan_make(fake_set(&live), fake_set(&desired), &plan);

	assert_int_equal(plan.count, 3);
	assert_int_equal(plan.steps[0].action, CHANGE_DROP);
	assert_string_equal(plan.steps[0].id, "s.old");
	assert_string_equal(plan.steps[0].reason, "drops the table");
	assert_int_equal(plan.steps[1].action, CHANGE_CREATE);
	assert_int_equal(plan.steps[1].kind, FACT_TABLE);
	assert_true(plan.steps[1].creates_text);
	assert_false(plan.steps[2].creates_text);
	assert_int_equal(plan.unmade_count, 1);
	assert_string_equal(plan.unmade[0]->id, "s.b");
	fake_facts_free(&live);
	fake_facts_free(&desired);
}

static void
test_change_plan__a_view_makes_room_for_a_table_of_its_name(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	struct fact *column;

	fake_fact(&live, FACT_VIEW, "s.t", "")->extra.slot = "relation s.t";
	column = fake_fact(&live, FACT_COLUMN, "s.t.c", "");
	column->extra.is_inherited = true;
	fake_parent(&live, column, FACT_VIEW, "s.t");
	(void)fake_table(&desired, "s.t");
	(void)fake_column(&desired, "s.t", "c", "integer");
	assert_plan(&live, &desired, "destructive: drop view s.t\ncreate table s.t\n");
}

static void
test_change_plan__an_extension_is_created_in_its_version(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	struct fact *extension = fake_fact(&desired, FACT_EXTENSION, "hstore", "");

	fake_attribute(&desired, extension, "version", "1.2", NULL);
	fake_comment(&desired, extension, "x");
	assert_plan(&live, &desired, "create extension hstore\nset hstore comment x\n");
}

static void
test_change_plan__a_composite_type_is_created_with_its_comments(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	fake_pair(&fake_fact(&desired, FACT_COMPOSITE_TYPE, "s.c", "")->extra.composite_columns, "a",
	          "x");
	assert_plan(&live, &desired, "create composite type s.c\ncomment on column s.c.a is 'x'\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_change_plan__nothing_is_to_be_done_for_the_same),
		cmocka_unit_test(test_change_plan__a_table_is_created_with_its_columns),
		cmocka_unit_test(test_change_plan__a_table_is_dropped_with_what_is_its_own),
		cmocka_unit_test(test_change_plan__a_table_makes_room_for_a_view_of_its_name),
		cmocka_unit_test(test_change_plan__foreign_keys_in_a_circle_come_after_the_tables),
		cmocka_unit_test(test_change_plan__functions_in_a_circle_are_all_made),
		cmocka_unit_test(test_change_plan__what_needs_an_order_alone_is_not_made_anew),
		cmocka_unit_test(test_change_plan__default_privileges_differ_from_initial_ones),
		cmocka_unit_test(test_change_plan__says_what_each_step_is_about),
		cmocka_unit_test(test_change_plan__a_view_makes_room_for_a_table_of_its_name),
		cmocka_unit_test(test_change_plan__an_extension_is_created_in_its_version),
		cmocka_unit_test(test_change_plan__a_composite_type_is_created_with_its_comments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
