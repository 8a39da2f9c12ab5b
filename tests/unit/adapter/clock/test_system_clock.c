#include "unit_test.h"

#include <signal.h>
#include <string.h>

#include "adapter/clock/system_clock.h"
#include "base/stop_signal.h"

static void
test_system_clock__sleeps_at_least_as_long_as_told(UNUSED void **state)
{
	const struct clock *clock = system_clock();
	int64_t before_ms = clock->now_ms(clock->context);

	assert_true(clock->sleep_ms(clock->context, 20));
	assert_true(clock->now_ms(clock->context) - before_ms >= 20);
	assert_true(clock->sleep_ms(clock->context, 0));
	assert_true(clock->sleep_ms(clock->context, -5));
}

static void
test_system_clock__random_numbers_are_within_their_unit(UNUSED void **state)
{
	const struct clock *clock = system_clock();
	double sum = 0;

	for (int round = 0; round < 1000; round++)
	{
		double number = clock->random_unit(clock->context);

		assert_true(number >= 0.0 && number < 1.0);
		sum += number;
	}
	/* A thousand numbers of mean 0.5: six standard deviations are 0.055 of their mean. */
	assert_true(sum > 440 && sum < 560);
}

static void
test_system_clock__uuids_are_of_version_4_and_differ(UNUSED void **state)
{
	const struct clock *clock = system_clock();
	char first[37];
	char second[37];

	clock->random_uuid(clock->context, first);
	clock->random_uuid(clock->context, second);
	assert_int_equal(strlen(first), 36);
	assert_int_equal(strspn(first, "0123456789abcdef-"), 36);
	assert_int_equal(first[14], '4');
	assert_non_null(strchr("89ab", first[19]));
	assert_string_not_equal(first, second);
}

/* Last: a stop signal stays for ever. */
static void
test_system_clock__a_stop_signal_ends_a_sleep(UNUSED void **state)
{
	const struct clock *clock = system_clock();
	struct failure failure;

	assert_true(stop_signal_install(&failure));

	int64_t before_ms = clock->now_ms(clock->context);

	(void)raise(SIGTERM);
	assert_false(clock->sleep_ms(clock->context, 60000));
	assert_true(clock->now_ms(clock->context) - before_ms < 10000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_system_clock__sleeps_at_least_as_long_as_told),
		cmocka_unit_test(test_system_clock__random_numbers_are_within_their_unit),
		cmocka_unit_test(test_system_clock__uuids_are_of_version_4_and_differ),
		cmocka_unit_test(test_system_clock__a_stop_signal_ends_a_sleep),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
