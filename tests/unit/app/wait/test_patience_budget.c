#include "app/wait/patience.h"

#include "fake_application.h"
#include "unit_test.h"

enum
{
	BUDGET_MS = 60000,
	MOST_TRIES = 1000 /* more than any budget here allows */
};

static const struct patience_rule rule = {
	.what = "waiting for rain",
	.line = "waiting",
	.least_pause_ms = 100,
	.most_pause_ms = 3000,
};

static const struct patience_rule rule_of_change = {
	.what = "waiting to try again",
	.least_pause_ms = 100,
	.most_pause_ms = 3000,
	.counts_from_failure = true,
};

static struct fake_application fake;

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	fake.clock.now_ms = 2L * BUDGET_MS;
	return 0;
}

/* Fails until time is out; the tries that were made, the first one included. */
static int
try_in_vain(struct patience *patience, int64_t budget_ms)
{
	struct failure failure = {0};
	int try_count = 1;

	while (try_count < MOST_TRIES && patience_has_time(patience, budget_ms))
	{
		assert_true(patience_pause(patience, "no", &failure));
		try_count++;
	}
	return try_count;
}

static void
test_patience__ends_with_the_time_of_the_run(UNUSED void **state)
{
	struct failure failure = {0};

	fake.application.started_ms = fake.clock.now_ms - 20000;
	fake_application_set(&fake, SETTING_RUN_TIMEOUT, "30s");

	struct patience patience = patience_start(&fake.application, &rule);

	assert_int_equal(patience_attempt_ms(&patience, BUDGET_MS), 10000);
	(void)try_in_vain(&patience, BUDGET_MS);
	assert_int_equal(fake.clock.slept_ms, 10000);
	(void)fail(&failure, FAILURE_UNREACHABLE, "no");
	patience.attempt_count = 3;
	assert_false(patience_fail_spent(&patience, &failure));
	assert_string_equal(failure.message, "gave up after 3 attempts in 10.0 s, when "
	                                     "NOETL_RUN_TIMEOUT was spent: no");
}

static void
test_patience__ends_with_its_own_time_if_that_is_shorter_than_the_runs(UNUSED void **state)
{
	fake.application.started_ms = fake.clock.now_ms;
	fake_application_set(&fake, SETTING_RUN_TIMEOUT, "1h");

	struct patience patience = patience_start(&fake.application, &rule_of_change);

	(void)try_in_vain(&patience, BUDGET_MS);
	assert_int_equal(fake.clock.slept_ms, BUDGET_MS);
	assert_string_equal(patience_words_of_run(&patience), "");
}

static void
test_patience__is_half_spent_from_the_middle_of_its_budget_on(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	assert_true(patience_has_time(&patience, BUDGET_MS));
	assert_false(patience_is_half_spent(&patience));
	fake.clock.now_ms += BUDGET_MS / 2 - 1;
	assert_true(patience_has_time(&patience, BUDGET_MS));
	assert_false(patience_is_half_spent(&patience));
	fake.clock.now_ms++;
	assert_true(patience_has_time(&patience, BUDGET_MS));
	assert_true(patience_is_half_spent(&patience));
}

static void
test_patience__is_half_spent_by_the_budget_that_ends_first(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	fake.clock.now_ms += BUDGET_MS - 20000;
	assert_true(patience_has_time_for_refusal(&patience, BUDGET_MS, 15000));
	assert_false(patience_is_half_spent(&patience));
	fake.clock.now_ms += 7500;
	assert_true(patience_has_time_for_refusal(&patience, BUDGET_MS, 15000));
	assert_true(patience_is_half_spent(&patience));
}

static void
test_patience__tells_a_reason_again_when_half_is_spent(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	assert_true(patience_has_time(&patience, 10000));
	assert_true(patience_is_line_due(&patience, "no server"));
	fake.clock.now_ms += 4000;
	assert_true(patience_has_time(&patience, 10000));
	assert_false(patience_is_line_due(&patience, "no server"));
	fake.clock.now_ms += 1000;
	assert_true(patience_has_time(&patience, 10000));
	assert_true(patience_is_line_due(&patience, "no server"));
	assert_false(patience_is_line_due(&patience, "no server"));
}

static void
test_patience__can_be_made_to_pause_longer_but_not_past_its_end(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	assert_true(patience_has_time(&patience, BUDGET_MS));
	patience_pause_at_least(&patience, 5000);
	assert_int_equal(patience.pause_ms, 5000);
	patience_pause_at_least(&patience, 1);
	assert_int_equal(patience.pause_ms, 5000);
	patience_pause_at_least(&patience, 2L * BUDGET_MS);
	assert_int_equal(patience.pause_ms, BUDGET_MS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fake_application_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_patience__ends_with_the_time_of_the_run),
		TEST(test_patience__ends_with_its_own_time_if_that_is_shorter_than_the_runs),
		TEST(test_patience__is_half_spent_from_the_middle_of_its_budget_on),
		TEST(test_patience__is_half_spent_by_the_budget_that_ends_first),
		TEST(test_patience__tells_a_reason_again_when_half_is_spent),
		TEST(test_patience__can_be_made_to_pause_longer_but_not_past_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
