#include "app/converge/plan_report.h"

#include "unit_test.h"

static void
test_plan_report__is_complete_where_nothing_but_its_steps_is_run(UNUSED void **state)
{
	struct plan_report report = {.state = PLAN_CHANGE};

	assert_true(plan_report_is_complete(&report));
	report.remainder = PLAN_HAS_DATA;
	assert_false(plan_report_is_complete(&report));
	report = (struct plan_report){.state = PLAN_CREATE};
	assert_false(plan_report_is_complete(&report));
}

static void
test_plan_report__has_work_where_apply_runs_something(UNUSED void **state)
{
	static const bool has_work[PLAN_STATE_COUNT] = {
		[PLAN_PARTITIONS] = true, [PLAN_CREATE] = true, [PLAN_CHANGE] = true};

	for (enum plan_state each = 0; each < PLAN_STATE_COUNT; each++)
	{
		const struct plan_report report = {.state = each};

		assert_int_equal(plan_report_has_work(&report), has_work[each]);
		assert_non_null(plan_state_name(each));
	}
}

static void
test_plan_report__names_each_remainder_once(UNUSED void **state)
{
	const struct plan_report report = {.remainder = PLAN_HAS_BLOCKS | PLAN_HIDES_SECRETS};
	enum plan_remainder bit = plan_report_next_remainder(&report, 0);

	assert_int_equal(bit, PLAN_HAS_BLOCKS);
	bit = plan_report_next_remainder(&report, bit);
	assert_int_equal(bit, PLAN_HIDES_SECRETS);
	assert_string_not_equal(plan_remainder_words(bit), "");
	assert_int_equal(plan_report_next_remainder(&report, bit), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plan_report__is_complete_where_nothing_but_its_steps_is_run),
		cmocka_unit_test(test_plan_report__has_work_where_apply_runs_something),
		cmocka_unit_test(test_plan_report__names_each_remainder_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
