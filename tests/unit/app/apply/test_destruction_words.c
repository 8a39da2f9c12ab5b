#include "app/apply/destruction_words.h"

#include <string.h>

#include "fake_run.h"
#include "unit_test.h"

static struct fake_run fake;
static char text[] = "vacuum; drop table gone;";
static struct statement statements[] = {
	{.class = STATEMENT_OUTSIDE, .offset_bytes = 0, .length_bytes = 6, .line = 1},
	{.class = STATEMENT_OUTSIDE, .offset_bytes = 8, .length_bytes = 15, .line = 1},
};
static char name[] = "own.sql";
static struct script script = {
	.name = name, .text = text, .length_bytes = 24, .statements = statements, .statement_count = 2};

static int
set_up(UNUSED void **state)
{
	fake_run_init(&fake);
	statements[1].class = STATEMENT_OUTSIDE;
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_run_free(&fake);
	return 0;
}

static void
test_destruction_words__refuse_what_runs_outside_with_its_place(UNUSED void **state)
{
	assert_false(destruction_check_words(&fake.run, &script, 1, &fake.failure));
	assert_int_equal(fake.failure.kind, FAILURE_DESTRUCTIVE);
	assert_non_null(strstr(fake.failure.message, "table noetl.gone"));
	assert_non_null(strstr(fake.failure.hint, "--allow 'table:noetl.gone'"));
	assert_int_equal(fake.failure.place.column, 9);
}

static void
test_destruction_words__are_not_asked_of_what_can_be_measured(UNUSED void **state)
{
	statements[1].class = STATEMENT_TRANSACTIONAL;
	assert_true(destruction_check_words(&fake.run, &script, 1, &fake.failure));
}

static void
test_destruction_words__let_pass_what_is_allowed(UNUSED void **state)
{
	fake_application_set(&fake.fake, SETTING_ALLOW, "table:noetl.gone");
	assert_true(destruction_check_words(&fake.run, &script, 1, &fake.failure));
}

static void
test_destruction_words__let_pass_everything_where_all_is_allowed(UNUSED void **state)
{
	fake_application_set(&fake.fake, SETTING_DESTRUCTIVE, "allow");
	assert_true(destruction_check_words(&fake.run, &script, 1, &fake.failure));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_destruction_words__refuse_what_runs_outside_with_its_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_destruction_words__are_not_asked_of_what_can_be_measured, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_destruction_words__let_pass_what_is_allowed, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(
			test_destruction_words__let_pass_everything_where_all_is_allowed, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
