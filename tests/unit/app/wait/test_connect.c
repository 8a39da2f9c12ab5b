#include "app/wait/connect.h"

#include <string.h>

#include "fake_access.h"
#include "fake_application.h"
#include "unit_test.h"

static struct fake_application fake;
static struct fake_access access;

#define OF_OWNER                                                   \
	{                                                              \
		.as = LOGIN_OF_OWNER, .role = "noetl", .database = "noetl" \
	}

static const struct connect_request patient = {.login = OF_OWNER};
static const struct connect_request hasty = {.login = OF_OWNER, .refusal_ends_waiting = true};

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	fake_application_set_owner(&fake);
	fake_access_init(&access, &fake.database);
	fake_application_set(&fake, SETTING_WAIT_TIMEOUT, "60s");
	fake_application_set(&fake, SETTING_LOGIN_TIMEOUT, "15s");
	return 0;
}

static void
answer(int count, enum failure_kind kind, enum failure_reason reason)
{
	for (int index = 0; index < count; index++)
	{
		struct failure *failure = &fake.database.open_failures[index];

		*failure = (struct failure){.kind = kind, .reason = reason, .message = "no"};
	}
	fake.database.open_failure_count = count;
}

static bool
try_to_connect(const struct connect_request *request, struct connect_outcome *outcome,
               struct failure *failure)
{
	struct session *session = NULL;
	bool is_open = connect_when_ready(&fake.application, request, &session, outcome, failure);

	if (is_open)
		fake.application.database->session->close(session);
	assert_int_equal(fake.database.open_session_count, 0);
	return is_open;
}

static void
test_connect__waits_for_a_late_server_and_says_so_once(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};

	answer(6, FAILURE_UNREACHABLE, REASON_SHUTDOWN);
	assert_true(try_to_connect(&patient, &outcome, &failure));
	assert_int_equal(outcome.attempt_count, 7);
	assert_int_equal(fake.settings_read_count, 7);
	assert_int_equal(fake_application_logged(&fake, "waiting, for at most"), 1);
	assert_int_equal(fake_application_logged(&fake, "at attempt 7"), 1);
}

static void
test_connect__repeats_its_line_every_half_minute(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};

	answer(FAKE_OUTCOME_COUNT, FAILURE_UNREACHABLE, REASON_SHUTDOWN);
	assert_false(try_to_connect(&patient, &outcome, &failure));
	assert_int_equal(failure.kind, FAILURE_UNREACHABLE);
	assert_int_equal(outcome.waited_ms, 60000);
	assert_int_equal(fake_application_logged(&fake, "waiting, for at most"), 2);
	assert_string_equal(text_bytes(&fake.reports), "Waiting Waiting ");
	assert_non_null(strstr(failure.message, "gave up after"));
}

static void
test_connect__tries_once_when_the_budget_is_nothing(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};

	fake_application_set(&fake, SETTING_WAIT_TIMEOUT, "0");
	answer(1, FAILURE_UNREACHABLE, REASON_NONE);
	assert_false(try_to_connect(&patient, &outcome, &failure));
	assert_int_equal(outcome.attempt_count, 1);
}

static void
test_connect__gives_a_refused_login_its_own_budget(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};

	answer(FAKE_OUTCOME_COUNT, FAILURE_DENIED, REASON_WRONG_PASSWORD);
	assert_false(try_to_connect(&patient, &outcome, &failure));
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_int_equal(outcome.waited_ms, 15000);
}

static void
test_connect__hands_a_refusal_on_where_somebody_can_cure_it(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};

	answer(1, FAILURE_DENIED, REASON_NO_DATABASE);
	assert_false(try_to_connect(&hasty, &outcome, &failure));
	assert_int_equal(outcome.waited_ms, 0);
	assert_int_equal(fake_application_logged(&fake, "waiting"), 0);
}

static void
test_connect__does_not_wait_for_what_time_cannot_cure(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};

	answer(1, FAILURE_SETTINGS, REASON_NONE);
	assert_false(try_to_connect(&patient, &outcome, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_int_equal(outcome.attempt_count, 1);
}

/* However patient: the server would ask in the same way tomorrow. */
static void
test_connect__does_not_wait_for_a_server_to_ask_differently(UNUSED void **state)
{
	static const struct connect_request most_patient = {.login = OF_OWNER,
	                                                    .refusal_may_pass = true};
	struct connect_outcome outcome = {0};
	struct failure failure = {0};

	answer(2, FAILURE_DENIED, REASON_NONE);
	fake.database.open_failures[0].reason = REASON_AUTHENTICATION_METHOD;
	fake.database.open_failures[1].reason = REASON_AUTHENTICATION_METHOD;
	assert_false(try_to_connect(&patient, &outcome, &failure));
	assert_int_equal(outcome.attempt_count, 1);
	assert_false(try_to_connect(&most_patient, &outcome, &failure));
	assert_int_equal(outcome.attempt_count, 1);
	assert_int_equal(failure.reason, REASON_AUTHENTICATION_METHOD);
}

static void
test_connect__warns_once_that_others_can_read_along(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};

	assert_true(try_to_connect(&patient, &outcome, &failure));
	assert_int_equal(fake_application_logged(&fake, "is not encrypted"), 0);
	fake.database.is_exposed = true;
	assert_true(try_to_connect(&patient, &outcome, &failure));
	assert_true(try_to_connect(&patient, &outcome, &failure));
	assert_int_equal(fake_application_logged(&fake, "is not encrypted"), 1);
}

static void
test_connect__keeps_waiting_while_the_server_is_a_standby(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};

	fake.database.states[0] = SESSION_STANDBY;
	fake.database.states[1] = SESSION_READ_ONLY;
	fake.database.states[2] = SESSION_WRITABLE;
	fake.database.state_count = 3;
	assert_true(try_to_connect(&patient, &outcome, &failure));
	assert_int_equal(outcome.attempt_count, 3);
	assert_int_equal(fake_application_logged(&fake, "in recovery"), 1);
	assert_int_equal(fake_application_logged(&fake, "read-only"), 1);
}

/* The first question of a server of version 13, which says only then that it is a standby. */
static int first_question_count;

static bool
find_standby_at_first(void *context, struct session *session, struct failure *failure)
{
	(void)session;
	(void)failure;
	assert_ptr_equal(context, &first_question_count);
	first_question_count++;
	fake_database_set_state(session, first_question_count < 3 ? SESSION_STANDBY : SESSION_WRITABLE);
	return true;
}

static void
test_connect__learns_from_the_first_question_that_it_met_a_standby(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};
	struct connect_request request = patient;

	first_question_count = 0;
	request.ask_first = find_standby_at_first;
	request.first_context = &first_question_count;
	assert_true(try_to_connect(&request, &outcome, &failure));
	assert_int_equal(outcome.attempt_count, 3);
	assert_int_equal(fake_application_logged(&fake, "in recovery"), 1);
}

static bool
lose_connection_at_first(void *context, struct session *session, struct failure *failure)
{
	int *count = context;

	(void)session;
	if ((*count)++ > 0)
		return true;
	(void)fail(failure, FAILURE_TRANSIENT, "the server shuts down");
	failure->connection_lost = true;
	return false;
}

static void
test_connect__tries_again_when_the_first_question_loses_the_connection(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};
	struct connect_request request = patient;
	int count = 0;

	request.ask_first = lose_connection_at_first;
	request.first_context = &count;
	assert_true(try_to_connect(&request, &outcome, &failure));
	assert_int_equal(outcome.attempt_count, 2);
}

static bool
fail_at_first(void *context, struct session *session, struct failure *failure)
{
	(void)context;
	(void)session;
	return fail(failure, FAILURE_DDL, "no");
}

static void
test_connect__hands_on_what_the_first_question_failed_with(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};
	struct connect_request request = patient;

	request.ask_first = fail_at_first;
	assert_false(try_to_connect(&request, &outcome, &failure));
	assert_int_equal(failure.kind, FAILURE_DDL);
	assert_int_equal(outcome.attempt_count, 1);
}

static void
test_connect__hints_at_what_helps_when_it_gives_up(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};

	answer(FAKE_OUTCOME_COUNT, FAILURE_DENIED, REASON_NO_DATABASE);
	assert_false(try_to_connect(&patient, &outcome, &failure));
	assert_non_null(strstr(failure.hint, "--ensure-role"));
}

static void
test_connect__hints_at_the_administrators_settings(UNUSED void **state)
{
	struct administrator_session *administrator = NULL;
	struct failure failure = {0};

	fake_application_set(&fake, SETTING_NOETL_ADMIN_USER, "dba");
	answer(FAKE_OUTCOME_COUNT, FAILURE_DENIED, REASON_WRONG_PASSWORD);
	assert_false(connect_as_administrator(&fake.application, &patient, &administrator, &failure));
	assert_non_null(strstr(failure.hint, "NOETL_ADMIN_PASSWORD"));
	assert_null(strstr(failure.hint, "--ensure-role"));
}

static void
test_connect__never_gives_a_login_of_the_administrator_as_an_owners(UNUSED void **state)
{
	const struct connect_request request = {.login = {.as = LOGIN_OF_ADMINISTRATOR}};
	struct session *session = NULL;
	struct failure failure = {0};

	fake_application_set(&fake, SETTING_NOETL_ADMIN_USER, "dba");
	assert_false(connect_when_ready(&fake.application, &request, &session, NULL, &failure));
	assert_int_equal(failure.kind, FAILURE_BUG);
	assert_int_equal(fake.database.open_count, 0);
}

static void
test_connect__does_not_wait_for_a_login_that_the_settings_lack(UNUSED void **state)
{
	const struct connect_request request = {
		.login = {.as = LOGIN_TO_READ, .role = "auth_service", .database = "auth_service"}};
	struct session *session = NULL;
	struct connect_outcome outcome = {0};
	struct failure failure = {0};

	assert_false(connect_when_ready(&fake.application, &request, &session, &outcome, &failure));
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_non_null(strstr(failure.message, "AUTH_SERVICE_PASSWORD is not set"));
	assert_int_equal(outcome.waited_ms, 0);
	assert_int_equal(fake.database.open_count, 0);
}

static void
test_connect__ends_at_a_stop_signal(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};

	answer(FAKE_OUTCOME_COUNT, FAILURE_UNREACHABLE, REASON_SHUTDOWN);
	fake.clock.stop_at_ms = 2500;
	assert_false(try_to_connect(&patient, &outcome, &failure));
	assert_int_equal(failure.kind, FAILURE_INTERRUPTED);
	assert_int_equal(outcome.waited_ms, 2500);
	assert_string_equal(failure.message,
	                    "interrupted by a signal while waiting for the server: no");
}

static void
test_connect__fails_at_once_when_settings_cannot_be_read_at_first(UNUSED void **state)
{
	struct connect_outcome outcome = {0};
	struct failure failure = {0};

	fake.settings_reading_fails = true;
	assert_false(try_to_connect(&patient, &outcome, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_int_equal(fake.database.open_count, 0);
}

#define CONNECT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fake_application_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CONNECT_TEST(test_connect__waits_for_a_late_server_and_says_so_once),
		CONNECT_TEST(test_connect__repeats_its_line_every_half_minute),
		CONNECT_TEST(test_connect__tries_once_when_the_budget_is_nothing),
		CONNECT_TEST(test_connect__gives_a_refused_login_its_own_budget),
		CONNECT_TEST(test_connect__hands_a_refusal_on_where_somebody_can_cure_it),
		CONNECT_TEST(test_connect__does_not_wait_for_what_time_cannot_cure),
		CONNECT_TEST(test_connect__does_not_wait_for_a_server_to_ask_differently),
		CONNECT_TEST(test_connect__warns_once_that_others_can_read_along),
		CONNECT_TEST(test_connect__keeps_waiting_while_the_server_is_a_standby),
		CONNECT_TEST(test_connect__learns_from_the_first_question_that_it_met_a_standby),
		CONNECT_TEST(test_connect__tries_again_when_the_first_question_loses_the_connection),
		CONNECT_TEST(test_connect__hands_on_what_the_first_question_failed_with),
		CONNECT_TEST(test_connect__hints_at_what_helps_when_it_gives_up),
		CONNECT_TEST(test_connect__hints_at_the_administrators_settings),
		CONNECT_TEST(test_connect__never_gives_a_login_of_the_administrator_as_an_owners),
		CONNECT_TEST(test_connect__does_not_wait_for_a_login_that_the_settings_lack),
		CONNECT_TEST(test_connect__ends_at_a_stop_signal),
		CONNECT_TEST(test_connect__fails_at_once_when_settings_cannot_be_read_at_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
