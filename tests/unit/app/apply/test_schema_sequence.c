#include "app/apply/schema_sequence.h"

#include <string.h>

#include "app/apply/schema_session.h"
#include "fake_access.h"
#include "fake_run.h"
#include "unit_test.h"

static struct fake_run fake;

static int
set_up(UNUSED void **state)
{
	fake_run_init(&fake);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_run_free(&fake);
	return 0;
}

static bool
run_schema(void)
{
	bool is_done = schema_sequence_run(&fake.run, &fake.failure);

	fake.run = schema_run_start(&fake.fake.application, &fake.queue, 0, &fake.connection);
	schema_session_close(&fake.fake.application, &fake.connection);
	assert_int_equal(fake.fake.database.open_session_count, 0);
	return is_done;
}

static void
test_schema_sequence__does_nothing_when_all_is_as_recorded(UNUSED void **state)
{
	fake.catalog.observations[0] = fake_as_recorded;
	assert_true(run_schema());
	assert_string_equal(fake_run_calls(&fake), "open look close ");
	assert_string_equal(text_bytes(&fake.fake.reports), "Unchanged ");
}

static void
test_schema_sequence__provisions_a_database_that_is_open_if_asked(UNUSED void **state)
{
	struct fake_access access;

	fake_access_init(&access, &fake.fake.database);
	fake_application_set(&fake.fake, SETTING_NOETL_ADMIN_USER, "root");
	fake_application_set(&fake.fake, SETTING_NOETL_ADMIN_PASSWORD, "root's");
	fake.catalog.observations[0] = fake_as_recorded;
	fake.catalog.observations[0].is_open_to_public = true;
	assert_true(run_schema());
	assert_false(fake_run_called(&fake, "compare"));
	fake_application_set(&fake.fake, SETTING_ENSURE_ROLE, "true");
	assert_true(run_schema());
	assert_true(fake_run_called(&fake, "compare"));
}

static void
test_schema_sequence__releases_the_lock_after_a_change_that_cannot_be_proved(UNUSED void **state)
{
	fake.catalog.observations[0] = fake_as_recorded;
	fake.catalog.observations[0].fingerprint[0] = 'g';
	fake.catalog.expected = "column s.a.c 1, table s.a 1";
	assert_false(run_schema());
	assert_int_equal(fake.failure.kind, FAILURE_DRIFT);
	assert_true(fake_run_called(&fake, "rollback lock_release"));
	assert_false(fake_run_called(&fake, "commit"));
}

static void
test_schema_sequence__leaves_a_newer_version_alone(UNUSED void **state)
{
	fake.catalog.observations[0] = fake_as_recorded;
	fake.catalog.observations[0].recorded_version = 4;
	assert_true(run_schema());
	assert_string_equal(fake_run_calls(&fake), "open look close ");
	assert_string_equal(text_bytes(&fake.fake.reports), "Superseded ");
	assert_int_equal(fake_application_logged(&fake.fake, "superseded"), 1);
}

static void
test_schema_sequence__creates_in_one_transaction_and_records_what_it_made(UNUSED void **state)
{
	fake.catalog.observations[0] = fake_nothing_there;
	assert_true(run_schema());
	assert_string_equal(fake_run_calls(&fake),
	                    "open look lock_try look scan begin ensure create_schema set_schema:noetl "
	                    "run:0+1 definitions fingerprint record commit lock_release close ");
	assert_string_equal(fake.catalog.recorded_outcome, "created");
	assert_int_equal(fake.catalog.recorded_expectation_count, 1);
}

static void
test_schema_sequence__does_nothing_when_another_copy_was_faster(UNUSED void **state)
{
	fake.catalog.observations[0] = fake_nothing_there;
	fake.catalog.observations[1] = fake_as_recorded;
	fake.catalog.observation_count = 2;
	assert_true(run_schema());
	assert_false(fake_run_called(&fake, "begin"));
	assert_true(fake_run_called(&fake, "lock_release"));
}

static void
test_schema_sequence__tries_again_after_lock_timeout(UNUSED void **state)
{
	fake.catalog.observations[0] = fake_nothing_there;
	fake.catalog.script_failures[0] = (struct failure){
		.kind = FAILURE_TRANSIENT, .reason = REASON_LOCK_TIMEOUT, .message = "timeout"};
	fake.catalog.script_failure_count = 1;
	assert_true(run_schema());
	assert_int_equal(fake.catalog.script_run_count, 2);
	assert_int_equal(fake.fake.database.open_count, 1);
	assert_int_equal(fake_application_logged(&fake.fake, "attempt 1 was undone"), 1);
	assert_int_equal(fake_application_logged(&fake.fake, "in the way: pid 43"), 1);
	assert_int_equal(fake_application_logged(&fake.fake, "2 attempts"), 1);
}

static void
test_schema_sequence__tells_nothing_of_an_attempt_that_was_undone(UNUSED void **state)
{
	fake.catalog.observations[0] = fake_nothing_there;
	fake.catalog.observations[1] = fake_nothing_there;
	fake.catalog.observations[2] = fake_as_recorded;
	fake.catalog.observation_count = 3;
	fake.catalog.script_failures[0] = (struct failure){
		.kind = FAILURE_TRANSIENT, .reason = REASON_LOCK_TIMEOUT, .message = "timeout"};
	fake.catalog.script_failure_count = 1;
	assert_true(run_schema());
	assert_int_equal(fake_application_logged(&fake.fake, "nothing to do"), 1);
	assert_int_equal(fake_application_logged(&fake.fake, ": created"), 0);
	assert_int_equal(fake_application_logged(&fake.fake, "proved"), 0);
}

static void
test_schema_sequence__gives_up_when_the_budget_for_retries_is_spent(UNUSED void **state)
{
	fake.catalog.observations[0] = fake_nothing_there;
	fake_application_set(&fake.fake, SETTING_CHANGE_TIMEOUT, "1ms");
	fake.catalog.script_failures[1] = fake.catalog.script_failures[0] = (struct failure){
		.kind = FAILURE_TRANSIENT, .reason = REASON_DEADLOCK, .message = "deadlock"};
	fake.catalog.script_failure_count = 2;
	assert_false(run_schema());
	assert_int_equal(fake.failure.kind, FAILURE_TRANSIENT);
	assert_non_null(strstr(fake.failure.message, "gave up after 2 attempts"));
}

static void
test_schema_sequence__logs_in_again_after_a_lost_connection(UNUSED void **state)
{
	fake.catalog.observations[0] = fake_nothing_there;
	fake.catalog.script_failures[0] = (struct failure){
		.kind = FAILURE_TRANSIENT, .connection_lost = true, .message = "server closed"};
	fake.catalog.script_failure_count = 1;
	assert_true(run_schema());
	assert_int_equal(fake.fake.database.open_count, 2);
	assert_false(fake_run_called(&fake, "rollback"));
}

static void
test_schema_sequence__does_not_repeat_what_the_server_refused(UNUSED void **state)
{
	fake.catalog.observations[0] = fake_nothing_there;
	fake.catalog.script_failures[0] =
		(struct failure){.kind = FAILURE_DDL, .sqlstate = "42601", .message = "syntax"};
	fake.catalog.script_failure_count = 1;
	assert_false(run_schema());
	assert_int_equal(fake.failure.kind, FAILURE_DDL);
	assert_int_equal(fake.catalog.script_run_count, 1);
	assert_true(fake_run_called(&fake, "rollback"));
}

static void
test_schema_sequence__believes_the_ledger_when_the_answer_to_commit_is_lost(UNUSED void **state)
{
	struct observed_state after = fake_as_recorded;

	fake.catalog.observations[0] = fake_nothing_there;
	fake.catalog.observations[1] = fake_nothing_there;
	memcpy(after.recorded_run, "00000000-0000-4000-8000-000000000001", 37);
	fake.catalog.observations[2] = after;
	fake.catalog.observation_count = 3;
	fake.catalog.script_failures[0] = (struct failure){
		.kind = FAILURE_TRANSIENT, .connection_lost = true, .message = "server closed"};
	fake.catalog.script_failure_count = 1;
	assert_true(run_schema());
	assert_int_equal(fake_application_logged(&fake.fake, "the answer was lost"), 1);
}

static void
test_schema_sequence__takes_the_lock_inside_the_transaction_behind_a_pooler(UNUSED void **state)
{
	fake.catalog.observations[0] = fake_nothing_there;
	fake.catalog.observations[0].is_behind_pooler = true;
	assert_true(run_schema());
	assert_true(fake_run_called(&fake, "look begin lock_try_in_transaction look scan ensure"));
	assert_false(fake_run_called(&fake, "lock_release"));
}

static void
test_schema_sequence__does_not_ask_who_wants_nothing(UNUSED void **state)
{
	fake.catalog.observations[0] = fake_as_recorded;
	assert_true(run_schema());
	assert_int_equal(fake.fake.mandate_count, 0);
}

static void
test_schema_sequence__takes_no_lock_for_a_run_that_is_not_wanted(UNUSED void **state)
{
	fake.fake.mandate_ends_at = 1;
	fake.catalog.observations[0] = fake_nothing_there;
	assert_false(run_schema());
	assert_int_equal(fake.failure.kind, FAILURE_UNWANTED);
	assert_string_equal(fake_run_calls(&fake), "open look close ");
}

static void
test_schema_sequence__commits_nothing_that_is_not_wanted_any_more(UNUSED void **state)
{
	fake.fake.mandate_ends_at = 2;
	fake.catalog.observations[0] = fake_nothing_there;
	assert_false(run_schema());
	assert_int_equal(fake.failure.kind, FAILURE_UNWANTED);
	assert_true(fake_run_called(&fake, "record rollback lock_release close"));
	assert_false(fake_run_called(&fake, "commit"));
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_schema_sequence__does_nothing_when_all_is_as_recorded),
		RUN_TEST(test_schema_sequence__provisions_a_database_that_is_open_if_asked),
		RUN_TEST(test_schema_sequence__releases_the_lock_after_a_change_that_cannot_be_proved),
		RUN_TEST(test_schema_sequence__leaves_a_newer_version_alone),
		RUN_TEST(test_schema_sequence__creates_in_one_transaction_and_records_what_it_made),
		RUN_TEST(test_schema_sequence__does_nothing_when_another_copy_was_faster),
		RUN_TEST(test_schema_sequence__tries_again_after_lock_timeout),
		RUN_TEST(test_schema_sequence__tells_nothing_of_an_attempt_that_was_undone),
		RUN_TEST(test_schema_sequence__gives_up_when_the_budget_for_retries_is_spent),
		RUN_TEST(test_schema_sequence__logs_in_again_after_a_lost_connection),
		RUN_TEST(test_schema_sequence__does_not_repeat_what_the_server_refused),
		RUN_TEST(test_schema_sequence__believes_the_ledger_when_the_answer_to_commit_is_lost),
		RUN_TEST(test_schema_sequence__takes_the_lock_inside_the_transaction_behind_a_pooler),
		RUN_TEST(test_schema_sequence__does_not_ask_who_wants_nothing),
		RUN_TEST(test_schema_sequence__takes_no_lock_for_a_run_that_is_not_wanted),
		RUN_TEST(test_schema_sequence__commits_nothing_that_is_not_wanted_any_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
