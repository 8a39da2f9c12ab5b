#include "app/wait/patience.h"

#include <stdio.h>
#include <string.h>

#include "fake_application.h"
#include "unit_test.h"

enum
{
	BUDGET_MS = 60000,
	REFUSAL_MS = 15000,
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
static char phase[64];
static int tick_count;
static int finish_count;

static void
note_phase(void *context, const char *what)
{
	(void)context;
	(void)snprintf(phase, sizeof phase, "%s", what);
}

static void
count_tick(void *context)
{
	(void)context;
	tick_count++;
}

static void
count_finish(void *context)
{
	(void)context;
	finish_count++;
}

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	fake.clock.now_ms = 2L * BUDGET_MS;
	fake.progress.phase = note_phase;
	fake.progress.tick = count_tick;
	fake.progress.finish = count_finish;
	phase[0] = '\0';
	tick_count = 0;
	finish_count = 0;
	return 0;
}

static void
pass(int64_t duration_ms)
{
	fake.clock.now_ms += duration_ms;
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
test_patience__makes_the_last_try_at_the_deadline(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	fake.clock.random = 0.99;
	assert_in_range(try_in_vain(&patience, BUDGET_MS), 20, 30);
	assert_int_equal(fake.clock.slept_ms, BUDGET_MS);
	assert_int_equal(patience_waited_ms(&patience), BUDGET_MS);
}

static void
test_patience__makes_the_last_try_even_when_a_pause_is_longer_than_the_budget(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	assert_int_equal(try_in_vain(&patience, 1), 2);
	assert_int_equal(fake.clock.slept_ms, 1);
}

static void
test_patience__without_a_budget_tries_once(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);
	struct patience of_change = patience_start(&fake.application, &rule_of_change);

	assert_int_equal(try_in_vain(&patience, 0), 1);
	assert_int_equal(try_in_vain(&of_change, 0), 1);
	assert_int_equal(fake.clock.sleep_count, 0);
}

static void
test_patience__counts_the_time_that_tries_take(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	pass(BUDGET_MS - 1);
	assert_true(patience_has_time(&patience, BUDGET_MS));
	assert_int_equal(patience.left_ms, 1);
	assert_int_equal(patience.pause_ms, 1);
	pass(1);
	assert_false(patience_has_time(&patience, BUDGET_MS));
}

static void
test_patience__of_a_change_begins_with_its_first_failure(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule_of_change);

	pass(2L * BUDGET_MS);
	assert_int_equal(patience_waited_ms(&patience), 0);
	assert_true(patience_has_time(&patience, BUDGET_MS));
	assert_int_equal(patience.left_ms, BUDGET_MS);
	pass(BUDGET_MS);
	assert_false(patience_has_time(&patience, BUDGET_MS));
}

static void
test_patience__takes_the_budget_as_it_is_set_now(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	pass(REFUSAL_MS);
	assert_false(patience_has_time(&patience, REFUSAL_MS));
	assert_true(patience_has_time(&patience, BUDGET_MS));
	assert_int_equal(patience.left_ms, BUDGET_MS - REFUSAL_MS);
}

static void
test_patience__shares_a_budget_that_began_earlier(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	patience.started_ms -= BUDGET_MS;
	assert_int_equal(patience_waited_ms(&patience), BUDGET_MS);
	assert_false(patience_has_time(&patience, BUDGET_MS));
}

static void
test_patience__gives_refusals_a_budget_within_its_own(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	pass(10000);
	assert_true(patience_has_time_for_refusal(&patience, BUDGET_MS, REFUSAL_MS));
	assert_int_equal(patience.left_ms, REFUSAL_MS);
	pass(REFUSAL_MS);
	assert_false(patience_has_time_for_refusal(&patience, BUDGET_MS, REFUSAL_MS));
	assert_true(patience_has_time_for_refusal(&patience, BUDGET_MS, 2L * BUDGET_MS));
	assert_int_equal(patience.left_ms, BUDGET_MS - 10000 - REFUSAL_MS);
}

static void
test_patience__counts_refusals_from_the_first_after_another_failure(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	assert_true(patience_has_time_for_refusal(&patience, BUDGET_MS, REFUSAL_MS));
	pass(REFUSAL_MS);
	assert_true(patience_has_time(&patience, BUDGET_MS));
	assert_true(patience_has_time_for_refusal(&patience, BUDGET_MS, REFUSAL_MS));
	assert_int_equal(patience.left_ms, REFUSAL_MS);
}

static void
test_patience__pauses_between_its_bounds_and_longer_each_time(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);
	int64_t previous_ms = 0;

	fake.clock.random = 0.9;
	for (int count = 0; count < 8; count++)
	{
		assert_true(patience_has_time(&patience, BUDGET_MS));
		assert_in_range(patience.pause_ms, rule.least_pause_ms, rule.most_pause_ms);
		assert_true(patience.pause_ms > previous_ms || patience.pause_ms == rule.most_pause_ms);
		previous_ms = patience.pause_ms;
	}
	assert_int_equal(previous_ms, rule.most_pause_ms);
}

static void
test_patience__can_be_bounded_by_a_count_of_tries(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule_of_change);
	struct failure failure = {0};

	for (int try_count = 1; try_count < 5; try_count++)
	{
		pass(BUDGET_MS);
		assert_true(patience_has_tries(&patience, 5));
		assert_in_range(patience.pause_ms, rule.least_pause_ms, rule.most_pause_ms);
		assert_true(patience_pause(&patience, "no", &failure));
	}
	assert_false(patience_has_tries(&patience, 5));
}

static void
test_patience__gives_a_try_what_is_left_but_a_second_at_least(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	assert_int_equal(patience_attempt_ms(&patience, BUDGET_MS), BUDGET_MS);
	pass(BUDGET_MS - 2500);
	assert_int_equal(patience_attempt_ms(&patience, BUDGET_MS), 2500);
	pass(2500);
	assert_int_equal(patience_attempt_ms(&patience, BUDGET_MS), 1000);
}

static void
test_patience__warns_when_a_reason_is_met_and_each_half_minute(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	assert_true(patience_has_time(&patience, BUDGET_MS));
	assert_true(patience_warn(&patience, "57P03", "starting up"));
	assert_string_equal(text_bytes(&fake.log), "2 waiting, for at most 60 s more: starting up\n");
	assert_string_equal(phase, "waiting for rain");
	pass(29999);
	assert_false(patience_warn(&patience, "57P03", "starting up"));
	pass(1);
	assert_true(patience_warn(&patience, "57P03", "starting up"));
	assert_int_equal(fake_application_logged(&fake, "starting up"), 2);
}

static void
test_patience__tells_each_reason_at_once_and_again_only_by_its_own_time(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);

	assert_true(patience_is_line_due(&patience, "a"));
	assert_true(patience_is_line_due(&patience, ""));
	pass(20000);
	assert_true(patience_is_line_due(&patience, "b"));
	assert_false(patience_is_line_due(&patience, "a"));
	assert_false(patience_is_line_due(&patience, ""));
	pass(10000);
	assert_true(patience_is_line_due(&patience, "a"));
	assert_true(patience_is_line_due(&patience, ""));
	assert_false(patience_is_line_due(&patience, "b"));
}

static void
test_patience__forgets_the_oldest_of_too_many_reasons(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);
	char reason[2] = "a";

	for (int count = 0; count <= PATIENCE_REASON_COUNT; count++, reason[0]++)
		assert_true(patience_is_line_due(&patience, reason));
	assert_false(patience_is_line_due(&patience, "b"));
	assert_true(patience_is_line_due(&patience, "a"));
}

static void
test_patience__tells_long_reasons_apart_by_their_beginning(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);
	char reason[2 * PATIENCE_REASON_BYTES] = {0};

	memset(reason, 'x', sizeof reason - 1);
	assert_true(patience_is_line_due(&patience, reason));
	reason[sizeof reason - 2] = 'y';
	assert_false(patience_is_line_due(&patience, reason));
	reason[0] = 'y';
	assert_true(patience_is_line_due(&patience, reason));
}

static void
test_patience__clears_the_failure_before_the_next_try(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);
	struct failure failure = {0};

	(void)fail(&failure, FAILURE_UNREACHABLE, "no");
	assert_true(patience_has_time(&patience, BUDGET_MS));
	assert_true(patience_pause(&patience, failure.message, &failure));
	assert_int_equal(failure.kind, FAILURE_NONE);
	assert_int_equal(patience.attempt_count, 2);
	assert_int_equal(fake.clock.slept_ms, patience.pause_ms);
	assert_int_equal(tick_count, 1);
}

static void
test_patience__ends_at_once_at_a_stop_signal(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);
	struct failure failure = {0};

	(void)fail(&failure, FAILURE_UNREACHABLE, "no server");
	assert_true(patience_has_time(&patience, BUDGET_MS));
	fake.clock.stop_at_ms = fake.clock.now_ms + 7;
	assert_false(patience_pause(&patience, failure.message, &failure));
	assert_int_equal(fake.clock.slept_ms, 7);
	assert_int_equal(failure.kind, FAILURE_INTERRUPTED);
	assert_string_equal(failure.message,
	                    "interrupted by a signal while waiting for rain: no server");
}

static void
test_patience__says_how_often_and_how_long_it_tried(UNUSED void **state)
{
	struct patience patience = patience_start(&fake.application, &rule);
	struct failure failure = {0};

	(void)fail(&failure, FAILURE_UNREACHABLE, "no");
	assert_false(patience_fail_spent(&patience, &failure));
	assert_string_equal(failure.message, "no");
	patience_end(&patience, "it rained");
	assert_string_equal(text_bytes(&fake.log), "");
	assert_int_equal(finish_count, 0);

	pass(12345);
	patience.attempt_count = 3;
	assert_false(patience_fail_spent(&patience, &failure));
	assert_string_equal(failure.message, "gave up after 3 attempts in 12.3 s: no");
	patience_end(&patience, "it rained");
	assert_string_equal(text_bytes(&fake.log), "1 it rained at attempt 3, after 12.3 s\n");
	assert_int_equal(finish_count, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fake_application_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_patience__makes_the_last_try_at_the_deadline),
		TEST(test_patience__makes_the_last_try_even_when_a_pause_is_longer_than_the_budget),
		TEST(test_patience__without_a_budget_tries_once),
		TEST(test_patience__counts_the_time_that_tries_take),
		TEST(test_patience__of_a_change_begins_with_its_first_failure),
		TEST(test_patience__takes_the_budget_as_it_is_set_now),
		TEST(test_patience__shares_a_budget_that_began_earlier),
		TEST(test_patience__gives_refusals_a_budget_within_its_own),
		TEST(test_patience__counts_refusals_from_the_first_after_another_failure),
		TEST(test_patience__pauses_between_its_bounds_and_longer_each_time),
		TEST(test_patience__can_be_bounded_by_a_count_of_tries),
		TEST(test_patience__gives_a_try_what_is_left_but_a_second_at_least),
		TEST(test_patience__warns_when_a_reason_is_met_and_each_half_minute),
		TEST(test_patience__tells_each_reason_at_once_and_again_only_by_its_own_time),
		TEST(test_patience__forgets_the_oldest_of_too_many_reasons),
		TEST(test_patience__tells_long_reasons_apart_by_their_beginning),
		TEST(test_patience__clears_the_failure_before_the_next_try),
		TEST(test_patience__ends_at_once_at_a_stop_signal),
		TEST(test_patience__says_how_often_and_how_long_it_tried),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
