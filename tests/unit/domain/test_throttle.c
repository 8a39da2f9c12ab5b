#include "domain/throttle.h"

#include "unit_test.h"

static int
count_admitted(struct throttle *throttle, int64_t from_ms, int64_t to_ms, int64_t step_ms)
{
	int count = 0;

	for (int64_t now_ms = from_ms; now_ms < to_ms; now_ms += step_ms)
		count += throttle_admits(throttle, now_ms);
	return count;
}

static void
test_throttle__a_few_come_at_once(UNUSED void **state)
{
	struct throttle throttle = {.burst_count = 3, .interval_ms = 1000};

	for (int index = 0; index < 3; index++)
		assert_true(throttle_admits(&throttle, 5000));
	assert_false(throttle_admits(&throttle, 5000));
}

static void
test_throttle__then_one_in_each_interval(UNUSED void **state)
{
	struct throttle throttle = {.burst_count = 3, .interval_ms = 1000};

	assert_int_equal(count_admitted(&throttle, 0, 10000, 10), 3 + 9);
}

static void
test_throttle__what_was_refused_is_not_counted(UNUSED void **state)
{
	struct throttle throttle = {.burst_count = 1, .interval_ms = 1000};

	assert_true(throttle_admits(&throttle, 100));
	assert_false(throttle_admits(&throttle, 1099));
	assert_true(throttle_admits(&throttle, 1100));
}

static void
test_throttle__a_long_rest_gives_the_burst_again_and_no_more(UNUSED void **state)
{
	struct throttle throttle = {.burst_count = 3, .interval_ms = 1000};

	assert_int_equal(count_admitted(&throttle, 0, 100, 10), 3);
	assert_int_equal(count_admitted(&throttle, 1000000, 1000100, 10), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_throttle__a_few_come_at_once),
		cmocka_unit_test(test_throttle__then_one_in_each_interval),
		cmocka_unit_test(test_throttle__what_was_refused_is_not_counted),
		cmocka_unit_test(test_throttle__a_long_rest_gives_the_burst_again_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
