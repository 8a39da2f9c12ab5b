#include "domain/catalog/postponement.h"

#include "base/text.h"
#include "domain/catalog/fact_manage.h"
#include "fake_facts.h"
#include "unit_test.h"

static struct fake_facts live;
static struct fake_facts desired;

static int
tear_down(UNUSED void **state)
{
	fake_facts_free(&live);
	fake_facts_free(&desired);
	return 0;
}

/* "column s.t.c, " and "-constraint s.t.f, " */
static void
assert_postponed(const char *allowances, const char *expected)
{
	cleanup_text struct text text = TEXT_EMPTY;
	struct fact_set *facts = NULL;

	(void)fake_set(&live);
	postponement_mark(&live.set, fake_set(&desired), allowances);
	facts = &live.set;
	text_append(&text, "");
	for (size_t index = 0; index < facts->count; index++)
	{
		const struct fact *fact = &facts->items[index];

		if (fact->is_postponed || fact->is_loosened)
			text_append_format(&text, "%s%s %s, ", fact->is_loosened ? "-" : "",
			                   fact_kind_name(fact->kind), fact->id);
	}
	assert_string_equal(text_bytes(&text), expected);
}

static void
constrain(const char *id, const char *type, const char *column)
{
	struct fact *constraint = fake_part(&live, FACT_CONSTRAINT, id, "s.t");

	constraint->extra.constraint_type = type;
	fake_dependency(&live, constraint, FACT_COLUMN, column);
}

static void
test_postponement__of_a_column_is_what_hangs_on_it_but_for_what_refuses_rows(UNUSED void **state)
{
	(void)fake_table(&live, "s.t");
	(void)fake_table(&desired, "s.t");
	(void)fake_column(&live, "s.t", "a", "integer");
	constrain("s.t.checked", "c", "s.t.a");
	constrain("s.t.refers", "f", "s.t.a");
	constrain("s.t.once", "u", "s.t.a");
	assert_postponed(NULL, "column s.t.a, -constraint s.t.checked, constraint s.t.once, "
	                       "-constraint s.t.refers, ");
	assert_postponed("column:s.t.a", "");
}

static void
test_postponement__of_a_table_is_all_of_it(UNUSED void **state)
{
	(void)fake_table(&live, "s.t");
	(void)fake_column(&live, "s.t", "a", "integer");
	constrain("s.t.refers", "f", "s.t.a");
	assert_postponed(NULL, "table s.t, column s.t.a, constraint s.t.refers, ");
}

static void
test_postponement__is_of_nothing_that_may_be_there_under_another_name(UNUSED void **state)
{
	(void)fake_table(&live, "s.t");
	(void)fake_table(&desired, "s.t");
	(void)fake_column(&live, "s.t", "old", "integer");
	(void)fake_column(&desired, "s.t", "new", "integer");
	assert_postponed(NULL, "");
}

static void
test_postponement__is_of_no_column_of_a_key_that_goes(UNUSED void **state)
{
	(void)fake_table(&live, "s.t");
	(void)fake_table(&desired, "s.t");
	(void)fake_column(&live, "s.t", "id", "integer");
	constrain("s.t.t_pkey", "p", "s.t.id");
	assert_postponed(NULL, "");
}

static void
test_postponement__is_of_nothing_without_what_it_needs(UNUSED void **state)
{
	const struct fact *view = NULL;

	(void)fake_table(&live, "s.t");
	(void)fake_table(&desired, "s.t");
	(void)fake_column(&live, "s.t", "a", "integer");
	view = fake_fact(&live, FACT_VIEW, "s.v", "select a from s.t");
	fake_dependency(&live, view, FACT_COLUMN, "s.t.a");
	assert_postponed(NULL, "column s.t.a, view s.v, ");
	assert_postponed("column:s.t.a", "");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(
			test_postponement__of_a_column_is_what_hangs_on_it_but_for_what_refuses_rows,
			tear_down),
		cmocka_unit_test_teardown(test_postponement__of_a_table_is_all_of_it, tear_down),
		cmocka_unit_test_teardown(
			test_postponement__is_of_nothing_that_may_be_there_under_another_name, tear_down),
		cmocka_unit_test_teardown(test_postponement__is_of_no_column_of_a_key_that_goes, tear_down),
		cmocka_unit_test_teardown(test_postponement__is_of_nothing_without_what_it_needs,
	                              tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
