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
test_schema_run_role__is_dropped_as_soon_as_its_session_is_open(void **state)
{
	(void)state;
	assert_true(connect_as_owner());
	assert_string_equal(text_bytes(&fake.database.calls),
	                    "open make_run_role:auth_service open drop_run_role:own close ");
	assert_string_equal(fake.database.last_password, access.run_role_password);
	fake_application_close(&fake, session);
}

static void
test_schema_run_role__has_a_name_and_a_password_that_nobody_can_guess(void **state)
{
	char name[sizeof access.run_role];

	(void)state;
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
test_schema_run_role__is_dropped_when_the_server_does_not_let_it_in(void **state)
{
	struct failure *refusal = &fake.database.open_failures[1];

	(void)state;
	(void)fail(refusal, FAILURE_DENIED, "no pg_hba.conf entry");
	fake.database.open_failure_count = 2;
	assert_false(connect_as_owner());
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_non_null(strstr(failure.hint, "AUTH_SERVICE_PASSWORD"));
	assert_non_null(strstr(text_bytes(&fake.database.calls), "drop_run_role:own "));
	assert_int_equal(fake.clock.slept_ms, 0);
}

static void
test_schema_run_role__drops_what_a_killed_run_left(void **state)
{
	(void)state;
	access.expired_run_role = "noetl_schema_run_0";
	assert_true(connect_as_owner());
	assert_non_null(strstr(text_bytes(&fake.database.calls), "drop_run_role:noetl_schema_run_0 "));
	assert_int_equal(fake_application_logged(&fake, "had left behind"), 1);
	fake_application_close(&fake, session);
}

static void
test_schema_run_role__is_not_made_by_one_who_may_not(void **state)
{
	(void)state;
	(void)fail(&access.run_role_failure, FAILURE_DENIED, "permission denied");
	assert_false(connect_as_owner());
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_null(strstr(text_bytes(&fake.database.calls), "drop_run_role"));
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
