#include "app/apply/journaled_steps.h"

#include <stdio.h>
#include <string.h>

#include "fake_run.h"
#include "unit_test.h"

static struct fake_run fake;

static int
set_up(UNUSED void **state)
{
	fake_run_init(&fake);
	fake_run_open(&fake);
	fake.run.decision = DECISION_CREATE;
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_run_free(&fake);
	return 0;
}

static const enum statement_class classes[] = {STATEMENT_TRANSACTIONAL, STATEMENT_OUTSIDE,
                                               STATEMENT_TRANSACTIONAL, STATEMENT_TRANSACTIONAL};

static bool
run_plan(void)
{
	const struct journaled_plan plan = journaled_plan_of_schema(&fake.schema);

	fake_run_set_statements(&fake, classes, 4);
	return journaled_steps_run(&fake.run, &plan, &fake.failure);
}

static void
test_journaled_steps__run_in_their_order_each_with_its_journal(UNUSED void **state)
{
	assert_true(run_plan());
	assert_string_equal(fake_run_calls(&fake),
	                    "begin ensure create_schema savepoint set_schema:noetl run:0+4 definitions "
	                    "rollback_to_savepoint commit journal_done_count drop_invalid_indexes "
	                    "begin set_schema:noetl run:0+1 journal:0+ commit "
	                    "journal:1 set_schema:noetl run:1+1 journal:1+ "
	                    "begin set_schema:noetl run:2+2 journal:2+ commit "
	                    "begin definitions fingerprint record commit ");
	assert_string_equal(fake.catalog.recorded_outcome, "created");
	assert_int_equal(fake.run.result.statement_count, 4);
	assert_int_equal(fake.catalog.recorded_expectation_count, 1);
}

static void
test_journaled_steps__go_on_where_a_killed_run_stopped(UNUSED void **state)
{
	fake.run.decision = DECISION_CHANGE;
	fake.run.observed = (struct observed_state){.ledger_exists = true, .schema_exists = true};
	fake.catalog.journal_done_count = 1;
	fake.catalog.invalid_index_count = 2;
	assert_true(run_plan());
	assert_false(fake_run_called(&fake, "run:0+1"));
	assert_true(fake_run_called(&fake, "set_schema:noetl run:0+4 definitions rollback_to_savepoint "
	                                   "promised_elsewhere commit journal_done_count"));
	assert_true(fake_run_called(&fake, "drop_invalid_indexes journal:1 "));
	assert_int_equal(fake_application_logged(&fake.fake, "2 invalid indexes"), 1);
	assert_int_equal(fake_application_logged(&fake.fake, "going on after step 1"), 1);
}

static void
test_journaled_steps__leave_the_journal_open_when_one_fails_outside(UNUSED void **state)
{
	fake.catalog.script_failures[2] =
		(struct failure){.kind = FAILURE_DDL, .sqlstate = "23505", .message = "not unique"};
	fake.catalog.script_failure_count = 3;
	assert_false(run_plan());
	assert_true(fake_run_called(&fake, "journal:1 set_schema:noetl run:1+1 "));
	assert_false(fake_run_called(&fake, "journal:1+"));
	assert_false(fake_run_called(&fake, "record"));
	assert_false(fake.connection.is_in_transaction);
}

static bool
run_recorded_plan(void)
{
	fake.run.decision = DECISION_CHANGE;
	fake.run.observed = fake_as_recorded;
	return run_plan();
}

static void
test_journaled_steps__run_nothing_when_only_the_fingerprint_moved(UNUSED void **state)
{
	assert_true(run_recorded_plan());
	assert_string_equal(fake_run_calls(&fake),
	                    "begin promised definitions fingerprint record commit ");
	assert_string_equal(fake.catalog.recorded_outcome, "verified");
}

static void
test_journaled_steps__name_what_is_not_there_and_what_is_committed(UNUSED void **state)
{
	fake.catalog.expected = "column s.a.c 1, table s.a 1";
	assert_false(run_recorded_plan());
	assert_int_equal(fake.failure.kind, FAILURE_DRIFT);
	assert_string_equal(fake.failure.detail, "missing: column s.a.c");
	assert_non_null(strstr(fake.failure.message, "its 3 steps are committed (select 1)"));
	assert_false(fake_run_called(&fake, "record"));
}

static void
test_journaled_steps__begin_again_where_all_are_done_and_something_is_broken(UNUSED void **state)
{
	fake.catalog.journal_done_count = 3;
	fake.catalog.expected = "index s.i 1, table s.a 1";
	fake.catalog.definitions[1] = "table s.a 1";
	fake.catalog.definitions[0] = "table s.a 1";
	fake.catalog.definitions[2] = "index s.i 1, table s.a 1";
	fake.catalog.definitions_count = 3;
	assert_true(run_recorded_plan());
	assert_true(
		fake_run_called(&fake, "begin definitions rollback begin set_schema:noetl run:0+1"));
	assert_string_equal(fake.catalog.recorded_outcome, "changed");
}

static void
test_journaled_steps__are_not_begun_where_nothing_says_what_has_to_be(UNUSED void **state)
{
	fake.schema.checksum[0] = 'd';
	fake.catalog.rename_failure = (struct failure){
		.kind = FAILURE_DENIED, .reason = REASON_NO_PRIVILEGE, .message = "permission denied"};
	fake.catalog.empty_failure = fake.catalog.rename_failure;
	assert_false(run_recorded_plan());
	assert_int_equal(fake.failure.kind, FAILURE_DENIED);
	assert_int_equal(fake.catalog.script_run_count, 0);
}

/* A plan of one statement. */
static bool
run_text(char *text)
{
	static char name[] = "plan";
	struct statement statement = {.class = STATEMENT_TRANSACTIONAL, .length_bytes = strlen(text)};
	const struct script script = {.name = name,
	                              .text = text,
	                              .length_bytes = strlen(text),
	                              .statements = &statement,
	                              .statement_count = 1};
	const struct journaled_plan plan = {
		.checksum = "of the plan", .scripts = &script, .script_count = 1};

	return journaled_steps_run(&fake.run, &plan, &fake.failure);
}

/* SQL text that the program wrote itself is a plan, too, with a checksum of its own. */
static void
test_journaled_steps__are_those_of_the_plan(UNUSED void **state)
{
	char text[] = "alter table t validate constraint c";

	assert_true(run_text(text));
	assert_string_equal(fake.catalog.journal_checksum, "of the plan");
	assert_string_equal(fake.catalog.journal_statement, text);
	assert_int_equal(fake.catalog.script_run_count, 1);
}

static void
test_journaled_steps__are_written_down_up_to_a_whole_character(UNUSED void **state)
{
	char text[140];

	(void)snprintf(text, sizeof text, "%0119d\xC3\xA9 and more", 0);
	assert_true(run_text(text));
	text[119] = '\0';
	assert_string_equal(fake.catalog.journal_statement, text);
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_journaled_steps__run_in_their_order_each_with_its_journal),
		RUN_TEST(test_journaled_steps__go_on_where_a_killed_run_stopped),
		RUN_TEST(test_journaled_steps__leave_the_journal_open_when_one_fails_outside),
		RUN_TEST(test_journaled_steps__run_nothing_when_only_the_fingerprint_moved),
		RUN_TEST(test_journaled_steps__name_what_is_not_there_and_what_is_committed),
		RUN_TEST(test_journaled_steps__begin_again_where_all_are_done_and_something_is_broken),
		RUN_TEST(test_journaled_steps__are_not_begun_where_nothing_says_what_has_to_be),
		RUN_TEST(test_journaled_steps__are_those_of_the_plan),
		RUN_TEST(test_journaled_steps__are_written_down_up_to_a_whole_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
