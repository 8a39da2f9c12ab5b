#include "app/wait/lock.h"

#include <string.h>

#include "fake_application.h"
#include "unit_test.h"

static struct fake_application fake;
static struct session *session;

static int
set_up(UNUSED void **state)
{
	fake_application_init(&fake);
	fake_application_set(&fake, SETTING_LOCK_WAIT_TIMEOUT, "10s");
	session = fake_application_open(&fake);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_application_close(&fake, session);
	fake_application_free(&fake);
	return 0;
}

static const struct lock_request on_session = {.key = 7, .what = "bundle:noetl"};
static const struct lock_request in_transaction = {
	.key = 7, .what = "bundle:noetl", .in_transaction = true};

static void
test_lock__is_taken_at_once_when_free(UNUSED void **state)
{
	struct failure failure = {0};

	assert_true(lock_acquire(&fake.application, &(const struct lock_login){.session = session},
	                         &on_session, NULL, &failure));
	assert_string_equal(text_bytes(&fake.database.calls), "open lock_try ");
	assert_int_equal(fake.clock.slept_ms, 0);
}

static void
test_lock__is_polled_and_its_holder_named(UNUSED void **state)
{
	struct failure failure = {0};

	fake.database.lock_busy_count = 4;
	fake.database.lock_holder = "pid 42 (noetl-schema)";
	assert_true(lock_acquire(&fake.application, &(const struct lock_login){.session = session},
	                         &on_session, NULL, &failure));
	assert_int_equal(fake.database.lock_try_count, 5);
	assert_int_equal(fake_application_logged(&fake, "held by pid 42"), 1);
	assert_string_equal(text_bytes(&fake.reports), "");
}

static void
test_lock__gives_up_at_the_deadline_and_names_the_holder(UNUSED void **state)
{
	struct failure failure = {0};

	fake.database.lock_busy_count = 1000000;
	fake.database.lock_holder = "pid 42 (noetl-schema)";
	assert_false(lock_acquire(&fake.application, &(const struct lock_login){.session = session},
	                          &on_session, NULL, &failure));
	assert_int_equal(failure.kind, FAILURE_LOCK_BUSY);
	assert_int_equal(fake.clock.slept_ms, 10000);
	assert_non_null(strstr(failure.message, "pid 42"));
	assert_string_equal(text_bytes(&fake.reports), "Waiting Waiting ");
}

static void
test_lock__in_a_transaction_leaves_none_open_while_it_waits(UNUSED void **state)
{
	struct failure failure = {0};

	fake.database.lock_busy_count = 1;
	assert_true(lock_acquire(&fake.application, &(const struct lock_login){.session = session},
	                         &in_transaction, NULL, &failure));
	assert_non_null(strstr(text_bytes(&fake.database.calls), "rollback "));
	assert_null(strstr(text_bytes(&fake.database.calls), "commit"));
}

static const struct lock_request of_administrators = {
	.key = 7, .what = "provisioning", .administrator = "root"};

static void
test_lock__of_administrators_passes_over_a_stranger_and_names_it(UNUSED void **state)
{
	struct failure failure = {0};
	bool is_passed_over = false;

	fake.database.lock_busy_count = 1000000;
	fake.database.lock_holder = "pid 42 (psql, user demo)";
	fake.database.lock_holder_is_unrelated = true;
	assert_true(lock_acquire(&fake.application, &(const struct lock_login){.session = session},
	                         &of_administrators, &is_passed_over, &failure));
	assert_true(is_passed_over);
	assert_int_equal(fake.database.lock_try_count, 1);
	assert_int_equal(fake_application_logged(&fake, "user demo"), 1);
}

static void
test_lock__of_administrators_waits_for_another_administrator(UNUSED void **state)
{
	struct failure failure = {0};
	bool is_passed_over = true;

	fake.database.lock_busy_count = 3;
	fake.database.lock_holder = "pid 42 (noetl-schema)";
	assert_true(lock_acquire(&fake.application, &(const struct lock_login){.session = session},
	                         &of_administrators, &is_passed_over, &failure));
	assert_false(is_passed_over);
	assert_int_equal(fake.database.lock_try_count, 4);
}

static void
test_lock__of_administrators_asks_again_when_its_holder_is_gone(UNUSED void **state)
{
	struct failure failure = {0};
	bool is_passed_over = true;

	fake.database.lock_busy_count = 2;
	assert_true(lock_acquire(&fake.application, &(const struct lock_login){.session = session},
	                         &of_administrators, &is_passed_over, &failure));
	assert_false(is_passed_over);
	assert_int_equal(fake.database.lock_try_count, 3);
}

static void
test_lock__ends_at_a_stop_signal(UNUSED void **state)
{
	struct failure failure = {0};

	fake.database.lock_busy_count = 1000000;
	fake.clock.stop_at_ms = 100;
	assert_false(lock_acquire(&fake.application, &(const struct lock_login){.session = session},
	                          &on_session, NULL, &failure));
	assert_int_equal(failure.kind, FAILURE_INTERRUPTED);
	assert_non_null(strstr(failure.message, "waiting for the schema lock"));
}

#define LOCK_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LOCK_TEST(test_lock__is_taken_at_once_when_free),
		LOCK_TEST(test_lock__is_polled_and_its_holder_named),
		LOCK_TEST(test_lock__gives_up_at_the_deadline_and_names_the_holder),
		LOCK_TEST(test_lock__in_a_transaction_leaves_none_open_while_it_waits),
		LOCK_TEST(test_lock__of_administrators_passes_over_a_stranger_and_names_it),
		LOCK_TEST(test_lock__of_administrators_waits_for_another_administrator),
		LOCK_TEST(test_lock__of_administrators_asks_again_when_its_holder_is_gone),
		LOCK_TEST(test_lock__ends_at_a_stop_signal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
