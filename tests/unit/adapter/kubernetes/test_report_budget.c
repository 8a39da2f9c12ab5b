#include "adapter/kubernetes/report_budget.h"

#include <signal.h>

#include "base/stop_signal.h"
#include "fake_clock.h"
#include "unit_test.h"

static struct fake_clock fake;
static struct report_budget budget;

static int
set_up(UNUSED void **state)
{
	fake_clock_init(&fake);
	fake.now_ms = 100000;
	budget = (struct report_budget){.clock = &fake.clock};
	return 0;
}

static void
test_report_budget__while_a_run_goes_on_a_call_gets_what_it_wants(UNUSED void **state)
{
	fake.now_ms += 60000;
	assert_int_equal(report_budget_ms(&budget, 2000), 2000);
	assert_int_equal(report_budget_ms(&budget, 2000), 2000);
}

/* An Event and a status of two seconds each, then the end. */
static void
test_report_budget__after_the_schema_is_done_it_is_five_seconds_together(UNUSED void **state)
{
	report_budget_close(&budget);
	assert_int_equal(report_budget_ms(&budget, 2000), 2000);
	fake.now_ms += 2000;
	assert_int_equal(report_budget_ms(&budget, 2000), 2000);
	fake.now_ms += 2000;
	report_budget_close(&budget);
	assert_int_equal(report_budget_ms(&budget, 2500), 1000);
	fake.now_ms += 990;
	assert_int_equal(report_budget_ms(&budget, 2500), 0);
	fake.now_ms += 1000;
	assert_int_equal(report_budget_ms(&budget, 2500), 0);
}

static void
test_report_budget__the_next_schema_has_its_own(UNUSED void **state)
{
	report_budget_close(&budget);
	fake.now_ms += 6000;
	report_budget_begin(&budget);
	assert_int_equal(report_budget_ms(&budget, 2000), 2000);
	report_budget_close(&budget);
	assert_int_equal(report_budget_ms(&budget, 9000), 5000);
}

/* Last of all: a stop does not go away. */
static void
test_report_budget__after_a_stop_it_is_less_than_a_second(UNUSED void **state)
{
	struct failure failure = {0};

	assert_true(stop_signal_install(&failure));
	(void)raise(SIGTERM);
	assert_int_equal(report_budget_ms(&budget, 2000), 300);
	fake.now_ms += 300;
	report_budget_close(&budget);
	assert_int_equal(report_budget_ms(&budget, 2000), 300);
	fake.now_ms += 300;
	assert_int_equal(report_budget_ms(&budget, 2000), 0);
	report_budget_begin(&budget);
	assert_int_equal(report_budget_ms(&budget, 2000), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_report_budget__while_a_run_goes_on_a_call_gets_what_it_wants,
	                           set_up),
		cmocka_unit_test_setup(
			test_report_budget__after_the_schema_is_done_it_is_five_seconds_together, set_up),
		cmocka_unit_test_setup(test_report_budget__the_next_schema_has_its_own, set_up),
		cmocka_unit_test_setup(test_report_budget__after_a_stop_it_is_less_than_a_second, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
