#include "app/apply/canceled.h"

#include <stdio.h>
#include <string.h>

#include "fake_database.h"
#include "unit_test.h"

static int question_count;

static bool
did_time_out(struct session *session, const struct failure *canceled)
{
	(void)session;
	question_count++;
	return strcmp(canceled->message, "time is up") == 0;
}

static const struct script_operations script_operations = {.ran_out_of_time = did_time_out};

static void
judge(struct failure *failure)
{
	const struct database database = {.script = &script_operations};
	struct application application = {.database = &database};
	char session = 0;
	struct schema_session connection = {.session = (struct session *)&session};
	struct schema_run run = {.application = &application, .connection = &connection};

	question_count = 0;
	canceled_judge(&run, failure);
}

static struct failure
canceled(const char *message)
{
	struct failure failure = {
		.kind = FAILURE_TRANSIENT, .reason = REASON_CANCELED, .place = {.line = 3}};

	(void)snprintf(failure.message, sizeof failure.message, "%s", message);
	return failure;
}

static void
test_canceled__by_a_timeout_of_the_script_is_the_scripts(UNUSED void **state)
{
	struct failure failure = canceled("time is up");

	judge(&failure);
	assert_int_equal(failure.kind, FAILURE_DDL);
	assert_int_equal(failure.reason, REASON_STATEMENT_TIMEOUT);
	assert_int_equal(failure.place.line, 3);
}

static void
test_canceled__by_a_person_is_for_another_run(UNUSED void **state)
{
	struct failure failure = canceled("a person did it");

	judge(&failure);
	assert_int_equal(failure.kind, FAILURE_TRANSIENT);
	assert_int_equal(failure.reason, REASON_CANCELED);
}

static void
test_canceled__asks_nothing_about_other_failures(UNUSED void **state)
{
	struct failure own = canceled("time is up");
	struct failure lost = canceled("time is up");
	struct failure deadlock = canceled("time is up");

	own.place.line = 0;
	lost.connection_lost = true;
	deadlock.reason = REASON_DEADLOCK;
	judge(&own);
	assert_int_equal(question_count, 0);
	judge(&lost);
	assert_int_equal(question_count, 0);
	judge(&deadlock);
	assert_int_equal(question_count, 0);
	assert_int_equal(deadlock.kind, FAILURE_TRANSIENT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canceled__by_a_timeout_of_the_script_is_the_scripts),
		cmocka_unit_test(test_canceled__by_a_person_is_for_another_run),
		cmocka_unit_test(test_canceled__asks_nothing_about_other_failures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
