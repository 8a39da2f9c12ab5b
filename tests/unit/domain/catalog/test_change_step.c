#include "domain/catalog/change_step.h"

#include "fake_facts.h"
#include "unit_test.h"

static void
test_change_step__the_last_step_can_become_the_first(UNUSED void **state)
{
	struct text_arena texts = {0};
	cleanup_change_steps struct change_steps steps = {.texts = &texts};

	(void)change_steps_add(&steps, "a");
	(void)change_steps_add(&steps, "b");
	(void)change_steps_format(&steps, "%s", "c");
	change_steps_last_to_front(&steps);
	assert_string_equal(steps.items[0].alternatives[0], "c");
	assert_string_equal(steps.items[1].alternatives[0], "a");
	assert_string_equal(steps.items[2].alternatives[0], "b");
	text_arena_free(&texts);
}

static void
test_change_step__tells_the_text_that_creates_an_object(UNUSED void **state)
{
	cleanup_change_steps struct change_steps steps = {0};
	const struct fact fact = {.kind = FACT_VIEW, .id = "s.v", .create_sql = "create view s.v"};

	(void)change_steps_add(&steps, "create view s.v");
	(void)change_steps_add(&steps, "comment on view s.v");
	change_steps_describe(&steps, 0, CHANGE_CREATE, &fact);
	assert_true(steps.items[0].creates_text);
	assert_false(steps.items[1].creates_text);
	assert_int_equal(steps.items[1].kind, FACT_VIEW);
	assert_string_equal(steps.items[1].id, "s.v");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_change_step__the_last_step_can_become_the_first),
		cmocka_unit_test(test_change_step__tells_the_text_that_creates_an_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
