#include "domain/catalog/change_plan.h"

#include <string.h>

#include "base/count_of.h"
#include "fake_facts.h"
#include "unit_test.h"

#define BEHIND_THE_ROWS(column)                                                           \
	"select pg_catalog.setval(s.seqrelid, r.last::bigint) from pg_catalog.pg_sequence s," \
	" lateral (select case when s.seqincrement > 0 then pg_catalog.max(" column ") else"  \
	" pg_catalog.min(" column ") end as last from s.t) r where s.seqrelid ="              \
	" 's.q'::pg_catalog.regclass and r.last between s.seqmin and s.seqmax\n"

static void
test_change_plan_column__a_new_column_takes_its_default_along(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)fake_column(&live, "s.t", "old", "integer");
	(void)fake_table(&desired, "s.t");
	fake_comment(&desired, fake_column(&desired, "s.t", "new", "integer"), "x");
	fake_parent(&desired, fake_fact(&desired, FACT_DEFAULT, "s.t.new", "1"), FACT_COLUMN,
	            "s.t.new");
	assert_plan(&live, &desired,
	            "destructive: drop column s.t.old\n"
	            "create column s.t.new\n"
	            "set s.t.new comment x\n");
}

static void
a_default_after(struct fake_facts *facts, enum fact_kind kind, const char *id)
{
	struct fact *value = fake_fact(facts, FACT_DEFAULT, "s.t.c", id);

	fake_parent(facts, value, FACT_COLUMN, "s.t.c");
	fake_dependency(facts, value, kind, id);
}

static void
test_change_plan_column__a_default_waits_for_its_function(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)fake_column(&live, "s.t", "c", "integer");
	(void)fake_table(&desired, "s.t");
	(void)fake_column(&desired, "s.t", "c", "integer");
	(void)fake_fact(&desired, FACT_FUNCTION, "s.f()", "");
	a_default_after(&desired, FACT_FUNCTION, "s.f()");
	assert_plan(&live, &desired, "create function s.f()\ncreate default s.t.c\n");
}

static void
test_change_plan_column__a_new_serial_starts_behind_the_rows(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)fake_column(&live, "s.t", "c", "integer");
	(void)fake_table(&desired, "s.t");
	(void)fake_column(&desired, "s.t", "c", "integer");
	(void)fake_owned_sequence(&desired, "s.q", "s.t.c");
	a_default_after(&desired, FACT_SEQUENCE, "s.q");
	assert_plan(&live, &desired,
	            "create sequence s.q\n"
	            "create owned by s.q\n" BEHIND_THE_ROWS("c") "create default s.t.c\n");
}

static void
test_change_plan_column__an_owned_sequence_goes_with_its_column(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)fake_column(&live, "s.t", "c", "integer");
	(void)fake_owned_sequence(&live, "s.q", "s.t.c");
	a_default_after(&live, FACT_SEQUENCE, "s.q");
	(void)fake_table(&desired, "s.t");
	assert_plan(&live, &desired, "destructive: drop column s.t.c\n");
}

static struct fact *
an_identity_column(struct fake_facts *facts, const char *identity)
{
	(void)fake_table(facts, "s.t");

	struct fact *column = fake_column(facts, "s.t", "c", "integer");

	fake_attribute(facts, column, "identity", identity, identity);
	if (identity[0] != '\0')
		column->extra.identity_sequence = "s.q";
	return column;
}

static void
test_change_plan_column__a_serial_becomes_an_identity_of_the_same_name(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)an_identity_column(&live, "");
	(void)fake_owned_sequence(&live, "s.q", "s.t.c");
	a_default_after(&live, FACT_SEQUENCE, "s.q");
	(void)an_identity_column(&desired, "d");
	assert_plan(&live, &desired,
	            "drop default s.t.c\n"
	            "drop sequence s.q\n"
	            "set s.t.c identity d\n" BEHIND_THE_ROWS("c"));
}

static void
test_change_plan_column__an_identity_frees_the_name_of_its_sequence(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)an_identity_column(&live, "d");
	(void)an_identity_column(&desired, "");
	(void)fake_owned_sequence(&desired, "s.q", "s.t.c");
	assert_plan(&live, &desired,
	            "set s.t.c identity \n"
	            "create sequence s.q\n"
	            "create owned by s.q\n" BEHIND_THE_ROWS("c"));
}

static void
a_child(struct fake_facts *facts, const char *column)
{
	(void)fake_table(facts, "s.parent");
	(void)fake_column(facts, "s.parent", column, "integer");
	(void)fake_table(facts, "s.child");

	struct fact *inherited = fake_column(facts, "s.child", column, "integer");

	inherited->extra.is_inherited = true;
	inherited->extra.inherit_count = 1;
}

static void
test_change_plan_column__a_column_reaches_children_by_itself(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	a_child(&live, "old");
	a_child(&desired, "new");
	assert_plan(&live, &desired,
	            "destructive: drop column s.parent.old\ncreate column s.parent.new\n");
}

static void
two_columns(struct fake_facts *facts, const char *with_identity)
{
	static const char *const names[] = {"a", "z"};

	(void)fake_table(facts, "s.t");
	for (size_t i = 0; i < COUNT_OF(names); i++)
	{
		bool has_identity = strcmp(names[i], with_identity) == 0;
		struct fact *column = fake_column(facts, "s.t", names[i], "integer");
		const char *identity = has_identity ? "d" : "";

		fake_attribute(facts, column, "identity", identity, identity);
		column->extra.identity_sequence = has_identity ? "s.q" : NULL;
	}
}

static void
test_change_plan_column__an_identity_waits_for_the_name_of_another(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	two_columns(&live, "z");
	two_columns(&desired, "a");
	assert_plan(&live, &desired,
	            "set s.t.z identity \n"
	            "set s.t.a identity d\n" BEHIND_THE_ROWS("a"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_change_plan_column__a_new_column_takes_its_default_along),
		cmocka_unit_test(test_change_plan_column__a_default_waits_for_its_function),
		cmocka_unit_test(test_change_plan_column__a_new_serial_starts_behind_the_rows),
		cmocka_unit_test(test_change_plan_column__an_owned_sequence_goes_with_its_column),
		cmocka_unit_test(test_change_plan_column__a_serial_becomes_an_identity_of_the_same_name),
		cmocka_unit_test(test_change_plan_column__an_identity_frees_the_name_of_its_sequence),
		cmocka_unit_test(test_change_plan_column__a_column_reaches_children_by_itself),
		cmocka_unit_test(test_change_plan_column__an_identity_waits_for_the_name_of_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
