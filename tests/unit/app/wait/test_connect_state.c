#include "app/wait/connect_state.h"

#include <string.h>

#include "fake_application.h"
#include "unit_test.h"

static struct fake_application fake;

static int
set_up(UNUSED void **state)
{
	fake_application_init(&fake);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_application_free(&fake);
	return 0;
}

/* What is said of a session in the state that the fake gives it. */
static bool
check(struct failure *failure)
{
	const struct login_request request = {.as = LOGIN_OF_OWNER};
	const struct login login = {.host = "db", .port = "5432"};
	struct session *session = fake_application_open(&fake);
	bool is_usable = connect_check_state(&fake.application, &request, session, &login, failure);

	fake_application_close(&fake, session);
	return is_usable;
}

static void
test_connect_state__writes_although_its_role_is_read_only(UNUSED void **state)
{
	struct failure failure = {0};

	fake.database.states[0] = SESSION_READ_ONLY;
	fake.database.state_count = 1;
	fake.database.setting_place = "role noetl";
	fake.database.setting_is_of_role = true;
	assert_true(check(&failure));
	assert_int_equal(fake_application_logged(&fake, "ALTER role noetl RESET"), 1);
	assert_non_null(strstr(text_bytes(&fake.database.calls), "override_read_only"));
}

static void
test_connect_state__waits_for_a_read_only_database_unless_roles_are_to_be_made(UNUSED void **state)
{
	struct failure failure = {0};

	fake.database.states[0] = SESSION_READ_ONLY;
	fake.database.state_count = 1;
	fake.database.setting_place = "database noetl";
	assert_false(check(&failure));
	assert_int_equal(failure.kind, FAILURE_UNREACHABLE);
	assert_non_null(strstr(failure.hint, "ALTER database noetl RESET"));
	assert_null(strstr(text_bytes(&fake.database.calls), "override_read_only"));
	failure_clear(&failure);
	fake_application_set(&fake, SETTING_ENSURE_ROLE, "true");
	assert_true(check(&failure));
}

#define CONNECT_STATE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CONNECT_STATE_TEST(test_connect_state__writes_although_its_role_is_read_only),
		CONNECT_STATE_TEST(
			test_connect_state__waits_for_a_read_only_database_unless_roles_are_to_be_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
