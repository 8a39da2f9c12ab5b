#include "app/apply/record.h"

#include "fake_run.h"
#include "unit_test.h"

static struct fake_run fake;

static int
set_up(UNUSED void **state)
{
	fake_run_init(&fake);
	fake_run_open(&fake);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_run_free(&fake);
	return 0;
}

static void
test_record__makes_a_ledger_only_where_there_is_none(UNUSED void **state)
{
	assert_true(record_prepare(&fake.run, &fake.failure));
	fake.run.observed.ledger_exists = true;
	assert_true(record_prepare(&fake.run, &fake.failure));
	assert_string_equal(fake_run_calls(&fake), "ensure ");
}

static void
test_record__says_what_the_run_did_and_what_the_fingerprint_is_now(UNUSED void **state)
{
	struct definitions expected = {0};

	fake.run.result.outcome = OUTCOME_CREATED;
	fake.catalog.fingerprint = "after";
	assert_true(record_run(&fake.run, &expected, &fake.failure));
	assert_string_equal(fake_run_calls(&fake), "fingerprint record ");
	assert_string_equal(fake.catalog.recorded_outcome, "created");
	assert_string_equal(fake.catalog.recorded_run, fake.run.run_id);
	assert_int_equal(fake.catalog.recorded_expectation_count, 0);
	assert_string_equal(fake.run.result.fingerprint_after, "after");
}

static void
test_record__leaves_alone_what_was_expected_before(UNUSED void **state)
{
	fake.run.result.outcome = OUTCOME_VERIFIED;
	assert_true(record_run(&fake.run, NULL, &fake.failure));
	assert_int_equal(fake.catalog.recorded_expectation_count, -1);
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_record__makes_a_ledger_only_where_there_is_none),
		RUN_TEST(test_record__says_what_the_run_did_and_what_the_fingerprint_is_now),
		RUN_TEST(test_record__leaves_alone_what_was_expected_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
