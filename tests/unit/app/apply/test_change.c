#include "app/apply/change.h"

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

static const enum statement_class with_concurrent_index[] = {STATEMENT_TRANSACTIONAL,
                                                             STATEMENT_OUTSIDE};

static bool
change_schema(enum decision decision, const struct observed_state *observed)
{
	fake.run.decision = decision;
	fake.run.observed = *observed;
	return change(&fake.run, &fake.failure);
}

static void
test_change__creates_and_expects_from_now_on_what_it_made(UNUSED void **state)
{
	assert_true(change_schema(DECISION_CREATE, &fake_nothing_there));
	assert_string_equal(fake_run_calls(&fake),
	                    "scan begin ensure create_schema set_schema:noetl run:0+1 definitions "
	                    "fingerprint record commit ");
	assert_string_equal(fake.catalog.recorded_outcome, "created");
	assert_int_equal(fake.catalog.recorded_expectation_count, 1);
	assert_int_equal(fake.run.result.object_count, 1);
}

static void
test_change__says_that_a_recorded_schema_is_gone(UNUSED void **state)
{
	struct observed_state gone = fake_as_recorded;

	gone.schema_exists = false;
	assert_true(change_schema(DECISION_CREATE, &gone));
	assert_int_equal(fake_application_logged(&fake.fake, "but it is gone"), 1);
}

static void
test_change__empties_and_fills_in_one_transaction(UNUSED void **state)
{
	fake.run.goal = GOAL_RESET;
	assert_true(change_schema(DECISION_CREATE, &fake_as_recorded));
	assert_string_equal(fake_run_calls(&fake),
	                    "scan begin contents empty:noetl set_schema:noetl run:0+1 definitions "
	                    "fingerprint record commit ");
	assert_string_equal(fake.catalog.recorded_outcome, "reset");
}

static void
test_change__runs_nothing_when_only_the_fingerprint_moved(UNUSED void **state)
{
	assert_true(change_schema(DECISION_CHANGE, &fake_as_recorded));
	assert_false(fake_run_called(&fake, "run:"));
	assert_string_equal(fake.catalog.recorded_outcome, "verified");
	assert_int_equal(fake.catalog.recorded_expectation_count, -1);
}

static void
test_change__records_what_provisioning_has_made_of_roles(UNUSED void **state)
{
	fake.run.is_provisioned = true;
	fake.catalog.expected = "role noetl 1, table s.a 1";
	fake.catalog.definitions[0] = "role noetl 2, table s.a 1";
	assert_true(change_schema(DECISION_CHANGE, &fake_as_recorded));
	assert_string_equal(fake.catalog.recorded_outcome, "verified");
	assert_int_equal(fake.catalog.recorded_expectation_count, 2);
}

static void
test_change__fixes_what_the_script_can_fix(UNUSED void **state)
{
	fake.catalog.expected = "index s.i 1, table s.a 1";
	fake.catalog.definitions[0] = "table s.a 1";
	fake.catalog.definitions[1] = "index s.i 1, table s.a 1";
	fake.catalog.definitions_count = 2;
	assert_true(change_schema(DECISION_CHANGE, &fake_as_recorded));
	assert_string_equal(fake.catalog.recorded_outcome, "changed");
	assert_int_equal(fake.catalog.recorded_expectation_count, 2);
}

static void
test_change__rolls_back_and_names_what_it_cannot_fix(UNUSED void **state)
{
	fake.catalog.expected = "column s.a.c 1, table s.a 1";
	assert_false(change_schema(DECISION_CHANGE, &fake_as_recorded));
	assert_int_equal(fake.failure.kind, FAILURE_DRIFT);
	assert_non_null(strstr(fake.failure.detail, "missing: column s.a.c"));
	assert_true(fake_run_called(&fake, "definitions rollback "));
	assert_false(fake_run_called(&fake, "commit"));
	assert_false(fake.connection.is_in_transaction);
}

static void
test_change__blames_drift_when_known_ddl_is_refused(UNUSED void **state)
{
	fake.catalog.expected = "column s.a.c 1, table s.a 1";
	for (int runs = 0; runs < 4; runs++)
		fake.catalog.script_failures[runs] =
			(struct failure){.kind = FAILURE_DDL, .sqlstate = "42703", .message = "no column c"};
	fake.catalog.script_failure_count = 4;
	assert_false(change_schema(DECISION_CHANGE, &fake_as_recorded));
	assert_int_equal(fake.failure.kind, FAILURE_DRIFT);
	assert_non_null(strstr(fake.failure.message, "no column c"));
	assert_non_null(strstr(fake.failure.detail, "missing: column s.a.c"));
}

static void
test_change__holds_an_unknown_schema_against_a_shadow(UNUSED void **state)
{
	const struct observed_state unknown = {.schema_exists = true, .fingerprint = "g"};

	fake.catalog.definitions[0] = "table s.a 1";
	fake.catalog.definitions[1] = "table s.a 1, table s.theirs 1";
	fake.catalog.definitions_count = 2;
	assert_true(change_schema(DECISION_CHANGE, &unknown));
	assert_true(fake_run_called(&fake, "savepoint make_room "
	                                   "set_schema:noetl run:0+1 definitions "
	                                   "rollback_to_savepoint"));
	assert_string_equal(fake.catalog.recorded_outcome, "adopted");
	assert_int_equal(fake.catalog.recorded_expectation_count, 1);
}

static void
test_change__is_undone_where_nothing_says_what_has_to_be(UNUSED void **state)
{
	const struct observed_state unknown = {.schema_exists = true, .fingerprint = "g"};

	fake.catalog.rename_failure =
		(struct failure){.kind = FAILURE_DENIED, .reason = REASON_NO_PRIVILEGE};
	fake.catalog.empty_failure = fake.catalog.rename_failure;
	assert_false(change_schema(DECISION_CHANGE, &unknown));
	assert_true(fake_run_called(&fake, "rollback_to_savepoint set_schema:noetl run:0+1"));
	assert_true(fake_run_called(&fake, "definitions rollback "));
	assert_int_equal(fake.failure.kind, FAILURE_DENIED);
}

static void
test_change__goes_step_by_step_where_a_statement_cannot_be_in_a_transaction(UNUSED void **state)
{
	fake_run_set_statements(&fake, with_concurrent_index, 2);
	assert_true(change_schema(DECISION_CREATE, &fake_nothing_there));
	assert_true(fake_run_called(&fake, "journal:1 set_schema:noetl run:1+1 journal:1+"));
	assert_string_equal(fake.catalog.journal_checksum, "c3");
}

static void
test_change__refuses_steps_behind_a_pooler(UNUSED void **state)
{
	struct observed_state behind_pooler = fake_nothing_there;

	behind_pooler.is_behind_pooler = true;
	fake.connection.is_in_transaction = true;
	fake_run_set_statements(&fake, with_concurrent_index, 2);
	assert_false(change_schema(DECISION_CREATE, &behind_pooler));
	assert_int_equal(fake.failure.kind, FAILURE_SETTINGS);
	assert_non_null(strstr(fake.failure.message, "connection pooler"));
	assert_string_equal(fake_run_calls(&fake), "rollback ");
}

static void
test_change__refuses_to_reset_to_what_cannot_be_in_a_transaction(UNUSED void **state)
{
	fake.run.goal = GOAL_RESET;
	fake_run_set_statements(&fake, with_concurrent_index, 2);
	assert_false(change_schema(DECISION_CREATE, &fake_as_recorded));
	assert_int_equal(fake.failure.kind, FAILURE_BUG);
	assert_string_equal(fake_run_calls(&fake), "");
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_change__creates_and_expects_from_now_on_what_it_made),
		RUN_TEST(test_change__says_that_a_recorded_schema_is_gone),
		RUN_TEST(test_change__empties_and_fills_in_one_transaction),
		RUN_TEST(test_change__runs_nothing_when_only_the_fingerprint_moved),
		RUN_TEST(test_change__records_what_provisioning_has_made_of_roles),
		RUN_TEST(test_change__fixes_what_the_script_can_fix),
		RUN_TEST(test_change__rolls_back_and_names_what_it_cannot_fix),
		RUN_TEST(test_change__blames_drift_when_known_ddl_is_refused),
		RUN_TEST(test_change__holds_an_unknown_schema_against_a_shadow),
		RUN_TEST(test_change__is_undone_where_nothing_says_what_has_to_be),
		RUN_TEST(test_change__goes_step_by_step_where_a_statement_cannot_be_in_a_transaction),
		RUN_TEST(test_change__refuses_steps_behind_a_pooler),
		RUN_TEST(test_change__refuses_to_reset_to_what_cannot_be_in_a_transaction),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
