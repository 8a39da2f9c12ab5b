#include "app/provision/entrance.h"

#include "fake_access.h"
#include "fake_application.h"
#include "unit_test.h"

static struct fake_application fake;
static struct fake_access access;

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	fake_access_init(&access, &fake.database);
	return 0;
}

static void
explain(struct failure *failure)
{
	struct session *session = fake_application_open(&fake);
	const struct provision_run run = {.application = &fake.application,
	                                  .maintenance = fake_database_administrator(session)};

	provision_explain_entrance(&run, "noetl", "noetl", failure);
	fake_application_close(&fake, session);
}

static void
test_entrance__names_the_setting_and_what_resets_it(UNUSED void **state)
{
	struct failure limit = {.kind = FAILURE_DENIED, .reason = REASON_SESSION_LIMIT};
	struct failure library = {.kind = FAILURE_DENIED, .reason = REASON_LIBRARY_REFUSED};

	fake.database.setting_place = "database noetl";
	explain(&limit);
	assert_string_equal(limit.hint, "statement_timeout of database noetl keeps sessions from "
	                                "beginning. Reset it: ALTER database noetl RESET");
	explain(&library);
	assert_string_equal(library.hint,
	                    "local_preload_libraries of database noetl keeps sessions from beginning. "
	                    "Reset it: ALTER database noetl RESET");
}

static void
test_entrance__leaves_another_failure_as_it_is(UNUSED void **state)
{
	struct failure failure = {
		.kind = FAILURE_DENIED, .reason = REASON_NO_PRIVILEGE, .hint = "as it was"};

	fake.database.setting_place = "database noetl";
	explain(&failure);
	assert_string_equal(failure.hint, "as it was");
}

static void
test_entrance__accuses_nobody_without_a_place(UNUSED void **state)
{
	struct failure failure = {
		.kind = FAILURE_DENIED, .reason = REASON_SESSION_LIMIT, .hint = "as it was"};

	explain(&failure);
	assert_string_equal(failure.hint, "as it was");
	assert_int_equal(failure.kind, FAILURE_DENIED);
}

#define ENTRANCE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, set_up, fake_application_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ENTRANCE_TEST(test_entrance__names_the_setting_and_what_resets_it),
		ENTRANCE_TEST(test_entrance__leaves_another_failure_as_it_is),
		ENTRANCE_TEST(test_entrance__accuses_nobody_without_a_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
