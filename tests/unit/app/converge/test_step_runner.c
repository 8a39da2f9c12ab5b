#include "app/converge/step_runner.h"

#include <string.h>

#include "fake_converge.h"
#include "unit_test.h"

static struct fake_converge fake;

static int
set_up(UNUSED void **state)
{
	fake_converge_init(&fake);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_converge_free(&fake);
	return 0;
}

static bool
run_steps(struct change_step *steps, size_t count)
{
	const struct change_plan plan = {.steps = steps, .count = count};

	return step_runner_run(&fake.run.run, &plan, &fake.run.failure);
}

static struct change_step plain[] = {
	{.alternatives = {"create\ntable a"}, .kind = FACT_TABLE, .id = "s.a"},
	{.alternatives = {"create function f"}, .kind = FACT_FUNCTION, .id = "s.f()"},
	{.alternatives = {"create table b"}, .kind = FACT_TABLE, .id = "s.b"},
};

static struct change_step choice[] = {
	{.alternatives = {"create table a"}, .kind = FACT_TABLE, .id = "s.a"},
	{.alternatives = {"alter one", "alter two", "alter three"}, .kind = FACT_COLUMN, .id = "s.a.c"},
	{.alternatives = {"create table b"}, .kind = FACT_TABLE, .id = "s.b"},
};

static void
test_step_runner__sends_plain_steps_at_once_and_in_order(UNUSED void **state)
{
	assert_true(run_steps(plain, 3));
	assert_string_equal(fake_run_calls(&fake.run),
	                    "savepoint [create\ntable a;create function f;create table b;] settle "
	                    "release_savepoint ");
	assert_int_equal(fake.run.run.result.statement_count, 3);
}

static void
test_step_runner__stops_at_the_first_alternative_that_succeeds(UNUSED void **state)
{
	fake_converge_refuse(&fake, "alter one", 1, REASON_NONE);
	assert_true(run_steps(choice, 3));
	assert_string_equal(fake_run_calls(&fake.run),
	                    "savepoint [create table a;] settle "
	                    "savepoint [alter one;! rollback_to_savepoint "
	                    "savepoint [alter two;] settle release_savepoint "
	                    "[create table b;] settle release_savepoint ");
	assert_int_equal(fake.run.failure.kind, FAILURE_NONE);
}

static void
test_step_runner__tells_the_refusal_of_the_first_alternative(UNUSED void **state)
{
	fake_converge_refuse(&fake, "alter one", 1, REASON_NONE);
	fake_converge_refuse(&fake, "alter two", 1, REASON_NONE);
	fake_converge_refuse(&fake, "alter three", 1, REASON_NONE);
	assert_false(run_steps(choice, 3));
	assert_string_equal(fake.run.failure.message, "column s.a.c: the server refuses alter one");
	assert_false(fake_run_called(&fake.run, "create table b"));
}

static void
test_step_runner__an_alternative_that_ends_the_transaction_is_the_last(UNUSED void **state)
{
	fake_converge_refuse(&fake, "alter one", 1, REASON_NONE);
	fake.refusals[0].failure.connection_lost = true;
	assert_false(run_steps(choice, 3));
	assert_false(fake_run_called(&fake.run, "rollback_to_savepoint"));
	assert_false(fake_run_called(&fake.run, "alter two"));
}

static void
test_step_runner__a_timeout_is_no_reason_for_another_alternative(UNUSED void **state)
{
	fake_converge_refuse(&fake, "alter one", 1, REASON_LOCK_TIMEOUT);
	fake.refusals[0].failure.kind = FAILURE_TRANSIENT;
	assert_false(run_steps(choice, 3));
	assert_int_equal(fake.run.failure.kind, FAILURE_TRANSIENT);
	assert_false(fake_run_called(&fake.run, "alter two"));
}

static void
test_step_runner__names_the_object_whose_statement_is_refused(UNUSED void **state)
{
	fake_converge_refuse(&fake, "create function f", 9, REASON_SYNTAX);
	assert_false(run_steps(plain, 3));
	assert_string_equal(fake.run.failure.message,
	                    "function s.f(): the server refuses create function f");
	assert_int_equal(fake.run.failure.place.line, 0);
	assert_false(fake_run_called(&fake.run, "rollback_to_savepoint"));
}

static void
test_step_runner__puts_off_what_names_something_that_is_not_there_yet(UNUSED void **state)
{
	fake_converge_refuse(&fake, "create function f", 2, REASON_UNDEFINED);
	assert_true(run_steps(plain, 3));
	assert_string_equal(fake_run_calls(&fake.run),
	                    "savepoint [create\ntable a;create function f;! rollback_to_savepoint "
	                    "savepoint [create\ntable a;] settle release_savepoint "
	                    "savepoint [create function f;! rollback_to_savepoint "
	                    "savepoint [create table b;] settle release_savepoint "
	                    "savepoint [create function f;] settle release_savepoint ");
	assert_int_equal(fake.run.failure.kind, FAILURE_NONE);
}

static void
test_step_runner__gives_up_after_a_pass_that_does_nothing(UNUSED void **state)
{
	fake_converge_refuse(&fake, "create function f", 9, REASON_UNDEFINED);
	assert_false(run_steps(plain, 3));
	assert_string_equal(fake.run.failure.message,
	                    "function s.f(): the server refuses create function f");
	assert_int_equal(fake.refusals[0].count, 9 - 3);
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_step_runner__sends_plain_steps_at_once_and_in_order),
		RUN_TEST(test_step_runner__stops_at_the_first_alternative_that_succeeds),
		RUN_TEST(test_step_runner__tells_the_refusal_of_the_first_alternative),
		RUN_TEST(test_step_runner__an_alternative_that_ends_the_transaction_is_the_last),
		RUN_TEST(test_step_runner__a_timeout_is_no_reason_for_another_alternative),
		RUN_TEST(test_step_runner__names_the_object_whose_statement_is_refused),
		RUN_TEST(test_step_runner__puts_off_what_names_something_that_is_not_there_yet),
		RUN_TEST(test_step_runner__gives_up_after_a_pass_that_does_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
