#include "domain/catalog/fact_attribute.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "fake_facts.h"
#include "unit_test.h"

static void
assert_statements(const struct fact_attribute *desired, const struct fact_value *live,
                  const char *expected)
{
	struct text_arena texts = {0};
	cleanup_change_steps struct change_steps steps = {.texts = &texts};

	assert_true(fact_attribute_set(desired, live, &steps));

	cleanup_memory char *text = fake_steps_text(steps.items, steps.count);

	assert_string_equal(text, expected);
	text_arena_free(&texts);
}

static const struct fact_value nothing = {0};

static void
test_fact_attribute__a_statement_is_taken_as_it_is(UNUSED void **state)
{
	assert_statements(&(struct fact_attribute){.text = "comment on table s.t is 'x'"}, &nothing,
	                  "comment on table s.t is 'x'\n");
	assert_statements(&(struct fact_attribute){.text = ""}, &nothing, "");
}

static void
test_fact_attribute__what_cannot_be_set_is_told(UNUSED void **state)
{
	cleanup_change_steps struct change_steps steps = {0};

	assert_false(
		fact_attribute_set(&(struct fact_attribute){.form = SETTER_NONE}, &nothing, &steps));
	assert_int_equal(steps.count, 0);
}

static void
test_fact_attribute__parameters_are_reset_and_set(UNUSED void **state)
{
	struct fact_pair live[] = {
		{"fillfactor", "70"}, {"toast.autovacuum_enabled", "off"}, {"a", "1"}};
	struct fact_pair desired[] = {{"a", "1"}, {"fillfactor", "80"}};

	assert_statements(&(struct fact_attribute){.form = SETTER_PARAMETERS,
	                                           .text = "alter table s.t",
	                                           .value.pairs = {desired, 2}},
	                  &(struct fact_value){.pairs = {live, 3}},
	                  "alter table s.t reset (toast.autovacuum_enabled)\n"
	                  "alter table s.t set (fillfactor='80')\n");
}

static void
test_fact_attribute__options_are_dropped_set_and_added(UNUSED void **state)
{
	struct fact_pair live[] = {{"host", "a"}, {"port", "1"}, {"db", "x"}};
	struct fact_pair desired[] = {{"app", "it's"}, {"db", "x"}, {"host", "b"}};

	assert_statements(
		&(struct fact_attribute){
			.form = SETTER_OPTIONS, .text = "alter server f", .value.pairs = {desired, 3}},
		&(struct fact_value){.pairs = {live, 3}},
		"alter server f options (drop \"port\", set \"host\" 'b', add \"app\" 'it''s')\n");
}

static void
test_fact_attribute__a_statement_is_chosen_by_the_live_value(UNUSED void **state)
{
	struct fact_pair statements[] = {{"", "add identity"}, {"*", "set identity"}, {"x", ""}};
	const struct fact_attribute desired = {.form = SETTER_FROM, .alternatives = {statements, 3}};

	assert_statements(&desired, &nothing, "add identity\n");
	assert_statements(&desired, &(struct fact_value){.text = "a"}, "set identity\n");
	assert_statements(&desired, &(struct fact_value){.text = "x"}, "");
}

static void
test_fact_attribute__a_constraint_is_renamed_if_both_sides_have_it(UNUSED void **state)
{
	const struct fact_attribute desired = {
		.form = SETTER_RENAME_CONSTRAINT, .text = "s.t", .value.text = "new"};

	assert_statements(&desired, &(struct fact_value){.text = "Old"},
	                  "alter table s.t rename constraint \"Old\" to \"new\"\n");
	assert_statements(&desired, &nothing, "");
}

static void
test_fact_attribute__parameters_of_what_has_none_are_left(UNUSED void **state)
{
	struct fact_pair live[] = {{"fillfactor", "70"}};

	assert_statements(&(struct fact_attribute){.form = SETTER_PARAMETERS},
	                  &(struct fact_value){.pairs = {live, 1}}, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fact_attribute__a_statement_is_taken_as_it_is),
		cmocka_unit_test(test_fact_attribute__what_cannot_be_set_is_told),
		cmocka_unit_test(test_fact_attribute__parameters_are_reset_and_set),
		cmocka_unit_test(test_fact_attribute__options_are_dropped_set_and_added),
		cmocka_unit_test(test_fact_attribute__a_statement_is_chosen_by_the_live_value),
		cmocka_unit_test(test_fact_attribute__a_constraint_is_renamed_if_both_sides_have_it),
		cmocka_unit_test(test_fact_attribute__parameters_of_what_has_none_are_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
