#include "app/apply/script_sequence.h"

#include <string.h>

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
run_to_fixed_point(void)
{
	cleanup_definitions struct definitions definitions = {0};
	bool is_done = script_sequence_scan(&fake.fake.application, &fake.schema, &fake.failure) &&
	               script_sequence_run_to_fixed_point(&fake.run, &definitions, &fake.failure);

	assert_int_equal(definitions_count(&definitions) > 0, is_done);
	return is_done;
}

static void
test_script_sequence__splits_a_script_once(UNUSED void **state)
{
	assert_true(script_sequence_scan(&fake.fake.application, &fake.schema, &fake.failure));
	assert_true(script_sequence_scan(&fake.fake.application, &fake.schema, &fake.failure));
	assert_string_equal(fake_run_calls(&fake), "scan ");
}

static void
test_script_sequence__warns_of_what_it_leaves_out(UNUSED void **state)
{
	const enum statement_class classes[] = {STATEMENT_BEGIN_COMMIT, STATEMENT_TRANSACTIONAL,
	                                        STATEMENT_BEGIN_COMMIT};

	fake_run_set_statements(&fake, classes, 3);
	script_sequence_warn(&fake.schema);
	assert_int_equal(fake_application_logged(&fake.fake, "a.sql:1: BEGIN and COMMIT"), 1);
	fake_run_set_statements(&fake, classes, 0);
	script_sequence_warn(&fake.schema);
	assert_int_equal(fake_application_logged(&fake.fake, "a.sql holds no statement"), 1);
}

static void
test_script_sequence__leaves_out_what_cannot_be_in_a_transaction(UNUSED void **state)
{
	const enum statement_class classes[] = {STATEMENT_TRANSACTIONAL, STATEMENT_OUTSIDE,
	                                        STATEMENT_TRANSACTIONAL, STATEMENT_TRANSACTIONAL};

	assert_false(script_sequence_has_outside(&fake.schema));
	fake_run_set_statements(&fake, classes, 4);
	assert_true(script_sequence_has_outside(&fake.schema));
	assert_true(script_sequence_run(&fake.run, &fake.failure));
	assert_string_equal(fake_run_calls(&fake), "run:0+1 run:2+2 ");
	assert_int_equal(fake.run.result.statement_count, 3);
}

static void
test_script_sequence__runs_a_bundle_once(UNUSED void **state)
{
	assert_true(run_to_fixed_point());
	assert_string_equal(fake_run_calls(&fake), "scan set_schema:noetl run:0+1 definitions ");
}

static void
test_script_sequence__undoes_the_run_that_shows_a_file_to_be_at_its_end(UNUSED void **state)
{
	fake.run.method.repeats_scripts = true;
	assert_true(run_to_fixed_point());
	assert_true(
		fake_run_called(&fake, "run:0+1 definitions savepoint set_schema:noetl run:0+1 definitions "
	                           "rollback_to_savepoint"));
	assert_int_equal(fake.run.result.statement_count, 1);
	/* Before and behind each of the two. */
	assert_int_equal(fake.fake.database.clean_count, 4);
}

static void
test_script_sequence__keeps_a_further_run_of_a_file_that_changed_something(UNUSED void **state)
{
	fake.run.method.repeats_scripts = true;
	fake.catalog.definitions[0] = "view s.v 1";
	fake.catalog.definitions[1] = "view s.v 2";
	fake.catalog.definitions_count = 2;
	assert_true(run_to_fixed_point());
	assert_true(fake_run_called(&fake, "definitions release_savepoint savepoint"));
	assert_true(fake_run_called(&fake, "definitions rollback_to_savepoint"));
	assert_int_equal(fake.run.result.statement_count, 2);
}

static void
test_script_sequence__takes_a_file_that_cannot_be_repeated_for_whole(UNUSED void **state)
{
	fake.run.method.repeats_scripts = true;
	fake.catalog.script_failures[1] =
		(struct failure){.kind = FAILURE_DDL, .sqlstate = "42P07", .message = "already exists"};
	fake.catalog.script_failure_count = 2;
	assert_true(run_to_fixed_point());
	assert_true(fake_run_called(&fake, "rollback_to_savepoint"));
	assert_int_equal(fake_application_logged(&fake.fake, "cannot be run twice"), 1);
}

static void
test_script_sequence__gives_up_on_a_file_that_never_comes_to_an_end(UNUSED void **state)
{
	fake.run.method.repeats_scripts = true;
	fake.catalog.definitions[0] = "view s.v 1";
	fake.catalog.definitions[1] = "view s.v 2";
	fake.catalog.definitions[2] = "view s.v 3";
	fake.catalog.definitions_count = 3;
	assert_false(run_to_fixed_point());
	assert_int_equal(fake.failure.kind, FAILURE_DDL);
	assert_non_null(strstr(fake.failure.message, "still changes definitions in run 3"));
	assert_string_equal(fake.failure.detail, "changed: view s.v");
}

static void
test_script_sequence__does_not_take_a_lost_connection_for_an_end(UNUSED void **state)
{
	fake.run.method.repeats_scripts = true;
	fake.catalog.script_failures[1] = (struct failure){
		.kind = FAILURE_TRANSIENT, .connection_lost = true, .message = "server closed"};
	fake.catalog.script_failure_count = 2;
	assert_false(run_to_fixed_point());
	assert_true(fake.failure.connection_lost);
	assert_false(fake_run_called(&fake, "rollback_to_savepoint"));
}

static void
test_script_sequence__does_not_take_a_lock_timeout_for_an_end(UNUSED void **state)
{
	fake.run.method.repeats_scripts = true;
	fake.catalog.script_failures[1] = (struct failure){
		.kind = FAILURE_TRANSIENT, .reason = REASON_LOCK_TIMEOUT, .message = "timeout"};
	fake.catalog.script_failure_count = 2;
	assert_false(run_to_fixed_point());
	assert_int_equal(fake.failure.reason, REASON_LOCK_TIMEOUT);
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_script_sequence__splits_a_script_once),
		RUN_TEST(test_script_sequence__warns_of_what_it_leaves_out),
		RUN_TEST(test_script_sequence__leaves_out_what_cannot_be_in_a_transaction),
		RUN_TEST(test_script_sequence__runs_a_bundle_once),
		RUN_TEST(test_script_sequence__undoes_the_run_that_shows_a_file_to_be_at_its_end),
		RUN_TEST(test_script_sequence__keeps_a_further_run_of_a_file_that_changed_something),
		RUN_TEST(test_script_sequence__takes_a_file_that_cannot_be_repeated_for_whole),
		RUN_TEST(test_script_sequence__does_not_take_a_lock_timeout_for_an_end),
		RUN_TEST(test_script_sequence__gives_up_on_a_file_that_never_comes_to_an_end),
		RUN_TEST(test_script_sequence__does_not_take_a_lost_connection_for_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
