#include "app/apply/transaction.h"

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

static bool
lose_commit(struct session *session, struct failure *failure)
{
	(void)session;
	failure->connection_lost = true;
	return fail(failure, FAILURE_TRANSIENT, "server closed");
}

static void
test_transaction__waits_for_locks_as_long_as_the_settings_say(UNUSED void **state)
{
	fake_application_set(&fake.fake, SETTING_LOCK_TIMEOUT, "1500ms");
	assert_true(transaction_begin(&fake.run, &fake.failure));
	assert_true(fake.connection.is_in_transaction);
	assert_int_equal(fake.fake.database.begun_lock_timeout_ms, 1500);
}

static void
test_transaction__goes_on_in_the_one_that_the_lock_has_opened(UNUSED void **state)
{
	fake.connection.is_in_transaction = true;
	assert_true(transaction_begin(&fake.run, &fake.failure));
	assert_true(transaction_commit(&fake.run, &fake.failure));
	assert_string_equal(fake_run_calls(&fake), "commit ");
	assert_false(fake.connection.is_in_transaction);
}

static void
test_transaction__is_over_when_the_answer_to_commit_is_lost(UNUSED void **state)
{
	fake.fake.database.session.commit = lose_commit;
	assert_true(transaction_begin(&fake.run, &fake.failure));
	assert_false(transaction_commit(&fake.run, &fake.failure));
	transaction_undo(&fake.run, &fake.failure);
	assert_string_equal(fake_run_calls(&fake), "begin ");
}

static void
test_transaction__is_undone_after_a_failure(UNUSED void **state)
{
	(void)fail(&fake.failure, FAILURE_DDL, "syntax");
	assert_true(transaction_begin(&fake.run, &fake.failure));
	transaction_undo(&fake.run, &fake.failure);
	transaction_undo(&fake.run, &fake.failure);
	assert_string_equal(fake_run_calls(&fake), "begin rollback ");
	assert_false(fake.connection.is_in_transaction);
}

static void
test_transaction__is_forgotten_with_the_connection(UNUSED void **state)
{
	fake.failure.connection_lost = true;
	assert_true(transaction_begin(&fake.run, &fake.failure));
	transaction_undo(&fake.run, &fake.failure);
	assert_string_equal(fake_run_calls(&fake), "begin ");
	assert_false(fake.connection.is_in_transaction);
}

static void
test_transaction__ends_without_a_change_only_if_it_is_open(UNUSED void **state)
{
	assert_true(transaction_end(&fake.run, &fake.failure));
	assert_string_equal(fake_run_calls(&fake), "");
	assert_true(transaction_begin(&fake.run, &fake.failure));
	assert_true(transaction_end(&fake.run, &fake.failure));
	assert_string_equal(fake_run_calls(&fake), "begin rollback ");
}

static void
test_transaction__has_savepoints_to_go_back_to_or_to_keep(UNUSED void **state)
{
	assert_true(transaction_save(&fake.run, &fake.failure));
	assert_true(transaction_go_back(&fake.run, &fake.failure));
	assert_true(transaction_save(&fake.run, &fake.failure));
	assert_true(transaction_keep(&fake.run, &fake.failure));
	assert_string_equal(fake_run_calls(&fake),
	                    "savepoint rollback_to_savepoint savepoint release_savepoint ");
}

static void
test_transaction__cannot_go_back_once_a_script_or_the_server_has_ended_it(UNUSED void **state)
{
	const struct failure refused = {.kind = FAILURE_DDL};
	const struct failure ended = {.kind = FAILURE_DDL, .reason = REASON_TRANSACTION_ENDED};
	const struct failure lost = {.kind = FAILURE_TRANSIENT, .connection_lost = true};

	assert_true(transaction_may_go_back(&refused));
	assert_false(transaction_may_go_back(&ended));
	assert_false(transaction_may_go_back(&lost));
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_transaction__waits_for_locks_as_long_as_the_settings_say),
		RUN_TEST(test_transaction__goes_on_in_the_one_that_the_lock_has_opened),
		RUN_TEST(test_transaction__is_over_when_the_answer_to_commit_is_lost),
		RUN_TEST(test_transaction__is_undone_after_a_failure),
		RUN_TEST(test_transaction__is_forgotten_with_the_connection),
		RUN_TEST(test_transaction__ends_without_a_change_only_if_it_is_open),
		RUN_TEST(test_transaction__has_savepoints_to_go_back_to_or_to_keep),
		RUN_TEST(test_transaction__cannot_go_back_once_a_script_or_the_server_has_ended_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
