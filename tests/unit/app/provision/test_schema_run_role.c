#include "app/provision/schema_run_role.h"

#include <string.h>

#include "fake_access.h"
#include "fake_application.h"
#include "unit_test.h"

static struct fake_application fake;
static struct fake_access access;
static struct session *session;
static struct failure failure;

static const struct connect_request request = {
	.login = {.as = LOGIN_OF_SCHEMA_RUN, .role = "auth_service", .database = "noetl"}};

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	fake_access_init(&access, &fake.database);
	fake_application_set(&fake, SETTING_POSTGRES_HOST, "db");
	fake_application_set(&fake, SETTING_NOETL_ADMIN_USER, "root");
	session = NULL;
	failure = (struct failure){0};
	return 0;
}

static bool
connect_as_owner(void)
{
	return schema_run_role_connect(&fake.application, &request, &session, &failure);
}

static void
test_schema_run_role__is_dropped_as_soon_as_its_session_is_open(UNUSED void **state)
{
	assert_true(connect_as_owner());
	assert_string_equal(text_bytes(&fake.database.calls),
	                    "open make_run_role:auth_service open drop_run_role:own close ");
	assert_string_equal(fake.database.last_password, access.run_role_password);
	fake_application_close(&fake, session);
}

static void
test_schema_run_role__has_a_name_and_a_password_that_nobody_can_guess(UNUSED void **state)
{
	char name[sizeof access.run_role];

	assert_true(connect_as_owner());
	fake_application_close(&fake, session);
	memcpy(name, access.run_role, sizeof name);
	assert_true(connect_as_owner());
	fake_application_close(&fake, session);
	assert_int_equal(strncmp(name, "noetl_schema_run_", 17), 0);
	assert_int_equal(strlen(name), 17 + 32);
	assert_int_equal(strlen(access.run_role_password), 64);
}

static void
test_schema_run_role__is_dropped_when_the_server_does_not_let_it_in(UNUSED void **state)
{
	struct failure *refusal = &fake.database.open_failures[1];

	(void)fail(refusal, FAILURE_DENIED, "no pg_hba.conf entry");
	fake.database.open_failure_count = 2;
	assert_false(connect_as_owner());
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_non_null(strstr(failure.hint, "AUTH_SERVICE_PASSWORD"));
	assert_non_null(strstr(text_bytes(&fake.database.calls), "drop_run_role:own "));
	assert_int_equal(fake.clock.slept_ms, 0);
}

static void
test_schema_run_role__drops_what_a_killed_run_left(UNUSED void **state)
{
	access.expired_run_role = "noetl_schema_run_0";
	assert_true(connect_as_owner());
	assert_non_null(strstr(text_bytes(&fake.database.calls), "drop_run_role:noetl_schema_run_0 "));
	assert_int_equal(fake_application_logged(&fake, "had left behind"), 1);
	fake_application_close(&fake, session);
}

static void
test_schema_run_role__is_not_made_by_one_who_may_not(UNUSED void **state)
{
	(void)fail(&access.run_role_failure, FAILURE_DENIED, "permission denied");
	assert_false(connect_as_owner());
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_null(strstr(text_bytes(&fake.database.calls), "drop_run_role"));
}

static void
test_schema_run_role__tries_what_runs_left_once_a_run(UNUSED void **state)
{
	access.expired_run_role = "noetl_schema_run_0";
	assert_true(connect_as_owner());
	fake_application_close(&fake, session);
	assert_true(connect_as_owner());
	fake_application_close(&fake, session);
	assert_int_equal(fake_application_logged(&fake, "had left behind"), 1);
}

static void
test_schema_run_role__that_stays_without_power_is_told_of_with_what_keeps_it(UNUSED void **state)
{
	(void)fail(&access.drop_failure, FAILURE_DDL, "some objects depend on it");
	access.drop_failure_count = 1;
	assert_true(connect_as_owner());
	assert_int_equal(fake_application_logged(&fake, "neither login nor password"), 1);
	assert_int_equal(fake.clock.sleep_count, 0);
	fake_application_close(&fake, session);
}

static void
test_schema_run_role__is_dropped_although_a_stop_signal_came_over_it(UNUSED void **state)
{
	(void)fail(&access.drop_failure, FAILURE_INTERRUPTED, "stopped");
	access.drop_failure_count = 1;
	access.run_role_keeps_login = true;
	assert_true(connect_as_owner());
	assert_non_null(
		strstr(text_bytes(&fake.database.calls), "drop_run_role:own drop_run_role:own "));
	fake_application_close(&fake, session);
}

static void
test_schema_run_role__is_dropped_if_a_stop_signal_came_while_it_was_made(UNUSED void **state)
{
	(void)fail(&access.run_role_failure, FAILURE_INTERRUPTED, "stopped");
	assert_false(connect_as_owner());
	assert_int_equal(failure.kind, FAILURE_INTERRUPTED);
	assert_non_null(strstr(text_bytes(&fake.database.calls), "drop_run_role:own "));
}

static void
test_schema_run_role__that_a_lock_prevents_is_tried_twice_and_names_who_holds_it(
	UNUSED void **state)
{
	(void)fail(&access.run_role_failure, FAILURE_TRANSIENT, "lock timeout");
	access.run_role_failure.reason = REASON_LOCK_TIMEOUT;
	assert_false(connect_as_owner());
	assert_string_equal(text_bytes(&fake.database.calls),
	                    "open make_run_role:auth_service make_run_role:auth_service "
	                    "describe_writers close ");
	assert_non_null(strstr(failure.hint, "pid 44"));
	assert_int_equal(fake.clock.sleep_count, 1);
}

static void
test_schema_run_role__waits_no_longer_than_the_role_lives(UNUSED void **state)
{
	fake_application_set(&fake, SETTING_WAIT_TIMEOUT, "1h");
	for (int index = 1; index < FAKE_OUTCOME_COUNT; index++)
		(void)fail(&fake.database.open_failures[index], FAILURE_UNREACHABLE, "no server");
	fake.database.open_failure_count = FAKE_OUTCOME_COUNT;
	assert_false(connect_as_owner());
	assert_int_equal(failure.kind, FAILURE_UNREACHABLE);
	assert_in_range(fake.clock.slept_ms, 49000, 51000);
}

static void
test_schema_run_role__whose_minute_is_over_blames_no_setting(UNUSED void **state)
{
	struct failure *refusal = &fake.database.open_failures[1];

	(void)fail(refusal, FAILURE_DENIED, "password authentication failed");
	refusal->reason = REASON_WRONG_PASSWORD;
	fake.database.open_failure_count = 2;
	fake.database.open_takes_ms = 61000;
	assert_false(connect_as_owner());
	assert_int_equal(failure.kind, FAILURE_TRANSIENT);
	assert_string_equal(failure.hint, "");
}

int
main(void)
{
#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fake_application_tear_down)
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_schema_run_role__is_dropped_as_soon_as_its_session_is_open),
		RUN_TEST(test_schema_run_role__has_a_name_and_a_password_that_nobody_can_guess),
		RUN_TEST(test_schema_run_role__is_dropped_when_the_server_does_not_let_it_in),
		RUN_TEST(test_schema_run_role__drops_what_a_killed_run_left),
		RUN_TEST(test_schema_run_role__is_not_made_by_one_who_may_not),
		RUN_TEST(test_schema_run_role__tries_what_runs_left_once_a_run),
		RUN_TEST(test_schema_run_role__that_stays_without_power_is_told_of_with_what_keeps_it),
		RUN_TEST(test_schema_run_role__is_dropped_although_a_stop_signal_came_over_it),
		RUN_TEST(test_schema_run_role__is_dropped_if_a_stop_signal_came_while_it_was_made),
		RUN_TEST(test_schema_run_role__that_a_lock_prevents_is_tried_twice_and_names_who_holds_it),
		RUN_TEST(test_schema_run_role__waits_no_longer_than_the_role_lives),
		RUN_TEST(test_schema_run_role__whose_minute_is_over_blames_no_setting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
