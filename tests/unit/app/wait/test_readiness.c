#include "app/wait/readiness.h"

#include <string.h>

#include "fake_application.h"
#include "unit_test.h"

enum
{
	NEVER = 1000000
};

static struct fake_application fake;
static int observation_count;
static int recorded_after_count; /* looks that see nothing recorded */
static int64_t recorded_version;
static bool schema_exists;
static struct failure observe_failure; /* the second look fails like this */

static bool
recorded(struct session *session, const struct managed_schema *schema,
         struct observed_state *observed, struct failure *failure)
{
	(void)session;
	assert_string_equal(schema->ledger_schema, "noetl_ledger");
	observation_count++;
	if (observation_count == 2 && observe_failure.kind != FAILURE_NONE)
	{
		*failure = observe_failure;
		return false;
	}
	observed->schema_exists = schema_exists;
	observed->is_recorded = observation_count > recorded_after_count;
	observed->recorded_version = recorded_version;
	return true;
}

static const struct ledger_operations ledger = {.recorded = recorded};
static const struct readiness_request for_schema = {.goal = READINESS_OF_SCHEMA};
static const struct readiness_request for_database = {.goal = READINESS_OF_DATABASE};
static const struct readiness_request for_any = {.goal = READINESS_OF_SCHEMA, .any_version = true};

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	fake_application_set_owner(&fake);
	fake_application_set(&fake, SETTING_WAIT_TIMEOUT, "60s");
	fake_application_set(&fake, SETTING_LOGIN_TIMEOUT, "15s");
	fake.clock.now_ms = 1000;
	fake.database.database.ledger = &ledger;
	observation_count = 0;
	recorded_after_count = 0;
	recorded_version = 3;
	schema_exists = true;
	observe_failure = (struct failure){.kind = FAILURE_NONE};
	return 0;
}

static bool
wait_for(const struct readiness_request *request, struct failure *failure)
{
	failure_clear(failure);
	return readiness_wait(&fake.application, request, failure);
}

static void
test_readiness__is_seen_over_one_connection_and_told_once(UNUSED void **state)
{
	struct failure failure = {0};

	recorded_after_count = 9;
	assert_true(wait_for(&for_schema, &failure));
	assert_int_equal(observation_count, 10);
	assert_int_equal(fake.database.open_count, 1);
	assert_int_equal(fake_application_logged(&fake, "is not recorded as applied"), 1);
	assert_string_equal(text_bytes(&fake.reports), "Waiting ");
}

static void
test_readiness__wants_this_version_or_a_later_one(UNUSED void **state)
{
	struct failure failure = {0};

	recorded_version = 4;
	assert_true(wait_for(&for_schema, &failure));
	recorded_version = 2;
	assert_true(wait_for(&for_any, &failure));
	assert_false(wait_for(&for_schema, &failure));
	assert_int_equal(failure.kind, FAILURE_UNREACHABLE);
	assert_non_null(strstr(failure.message, "version 2 of bundle:noetl, but 3 or later is needed"));
}

static void
test_readiness__takes_no_more_time_than_it_was_given(UNUSED void **state)
{
	struct failure failure = {0};

	recorded_after_count = NEVER;
	assert_false(wait_for(&for_schema, &failure));
	assert_int_equal(failure.kind, FAILURE_UNREACHABLE);
	assert_int_equal(fake.clock.slept_ms, 60000);
}

static void
test_readiness__a_schema_that_is_gone_is_not_ready(UNUSED void **state)
{
	struct failure failure = {0};

	schema_exists = false;
	assert_false(wait_for(&for_any, &failure));
	assert_non_null(strstr(failure.message, "is recorded, but does not exist"));
}

static void
test_readiness__of_the_database_is_a_login(UNUSED void **state)
{
	struct failure failure = {0};

	assert_true(wait_for(&for_database, &failure));
	assert_int_equal(observation_count, 0);
	assert_int_equal(fake.database.open_count, 1);
}

static void
test_readiness__waits_for_a_role_that_is_not_there_yet(UNUSED void **state)
{
	struct failure failure = {0};

	for (int i = 0; i < 8; i++)
		fake.database.open_failures[i] = (struct failure){
			.kind = FAILURE_DENIED, .reason = REASON_WRONG_PASSWORD, .message = "no such role"};
	fake.database.open_failure_count = 8;
	fake.clock.random = 0.9;
	assert_true(wait_for(&for_schema, &failure));
	assert_true(fake.clock.slept_ms > 15000);
}

static void
test_readiness__gives_up_on_a_login_that_stays_refused(UNUSED void **state)
{
	struct failure failure = {0};

	for (int i = 0; i < FAKE_OUTCOME_COUNT; i++)
		fake.database.open_failures[i] = (struct failure){
			.kind = FAILURE_DENIED, .reason = REASON_WRONG_PASSWORD, .message = "no"};
	fake.database.open_failure_count = FAKE_OUTCOME_COUNT;
	fake.clock.random = 0.9;
	assert_false(wait_for(&for_schema, &failure));
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_int_equal(fake.clock.slept_ms, 60000);
}

static void
test_readiness__a_broken_connection_is_made_anew_within_the_same_time(UNUSED void **state)
{
	struct failure failure = {0};

	recorded_after_count = NEVER;
	observe_failure = (struct failure){
		.kind = FAILURE_TRANSIENT, .connection_lost = true, .message = "the server went away"};
	assert_false(wait_for(&for_schema, &failure));
	assert_int_equal(fake.database.open_count, 2);
	assert_int_equal(fake.clock.slept_ms, 60000);
}

static void
test_readiness__does_not_wait_for_what_time_will_not_cure(UNUSED void **state)
{
	struct failure failure = {0};

	recorded_after_count = NEVER;
	observe_failure = (struct failure){.kind = FAILURE_DENIED, .message = "permission denied"};
	assert_false(wait_for(&for_schema, &failure));
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_int_equal(observation_count, 2);
}

static void
test_readiness__a_stop_signal_ends_it(UNUSED void **state)
{
	struct failure failure = {0};

	recorded_after_count = NEVER;
	fake.clock.stop_at_ms = 5000;
	assert_false(wait_for(&for_schema, &failure));
	assert_int_equal(failure.kind, FAILURE_INTERRUPTED);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, fake_application_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_readiness__is_seen_over_one_connection_and_told_once),
		TEST(test_readiness__wants_this_version_or_a_later_one),
		TEST(test_readiness__takes_no_more_time_than_it_was_given),
		TEST(test_readiness__a_schema_that_is_gone_is_not_ready),
		TEST(test_readiness__of_the_database_is_a_login),
		TEST(test_readiness__waits_for_a_role_that_is_not_there_yet),
		TEST(test_readiness__gives_up_on_a_login_that_stays_refused),
		TEST(test_readiness__a_broken_connection_is_made_anew_within_the_same_time),
		TEST(test_readiness__does_not_wait_for_what_time_will_not_cure),
		TEST(test_readiness__a_stop_signal_ends_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
