#include "unit_test.h"

#include "adapter/login_conversation.h"

static void
test_login_guard_connection__no_answer_leaves_that_was_not_asked_for(UNUSED void **state)
{
	struct login_guard silent = guard_of(AUTHENTICATION_ALL);
	struct login_guard started = started_guard(AUTHENTICATION_ALL, open_channel);
	struct login_guard scram = started;
	struct login_guard md5 = started;
	struct login_guard over = started;

	assert_false(send_packet(&silent, BYTES(PASSWORD)));
	check_refused(&silent, LOGIN_ANSWER_WITHHELD);
	assert_false(send_packet(&started, BYTES(PASSWORD)));
	check_refused(&started, LOGIN_ANSWER_WITHHELD);
	assert_true(receive(&scram, BYTES(ASKS_SCRAM)));
	assert_false(send_packet(&scram, BYTES(PASSWORD)));
	check_refused(&scram, LOGIN_ANSWER_WITHHELD);
	assert_true(receive(&md5, BYTES(ASKS_MD5)));
	assert_false(send_packet(&md5, BYTES(PASSWORD)));
	check_refused(&md5, LOGIN_ANSWER_WITHHELD);
	assert_true(receive(&over, BYTES("E\0\0\0\x05\0" ASKS_CLEAR_TEXT)));
	assert_false(send_packet(&over, BYTES(PASSWORD)));
	check_refused(&over, LOGIN_ANSWER_WITHHELD);
}

static void
test_login_guard_connection__a_packet_may_leave_in_parts(UNUSED void **state)
{
	static const unsigned char proof[] = SCRAM_PROOF;
	struct login_guard guard = started_guard(AUTHENTICATION_SCRAM, open_channel);
	size_t length_bytes = sizeof proof - 1;

	assert_true(receive(&guard, BYTES(ASKS_SCRAM)));
	assert_true(send_packet(&guard, BYTES(SCRAM_FIRST)));
	assert_true(receive(&guard, BYTES(SCRAM_GOES_ON)));
	assert_true(login_guard_may_send(&guard, proof, length_bytes));
	login_guard_sent(&guard, proof, length_bytes, 0);
	assert_int_equal(guard.stage, LOGIN_SCRAM_PROOF_DUE);
	login_guard_sent(&guard, proof, length_bytes, 4);
	assert_true(send_packet(&guard, proof + 4, length_bytes - 4));
	assert_false(send_packet(&guard, proof, length_bytes));
}

static void
test_login_guard_connection__encryption_is_answered_by_one_byte(UNUSED void **state)
{
	struct login_guard asked = guard_of(AUTHENTICATION_ALL);

	login_guard_begin(&asked, &open_channel);
	assert_true(send_packet(&asked, BYTES(ENCRYPTION_REQUEST)));

	struct login_guard refused = asked;
	struct login_guard granted = asked;
	struct login_guard no_and_more = asked;
	struct login_guard yes_and_more = asked;
	struct login_guard error = asked;

	assert_true(receive(&refused, BYTES("N")));
	assert_false(refused.channel.is_encrypted);
	assert_true(send_packet(&refused, BYTES(STARTUP)));
	assert_int_equal(refused.stage, LOGIN_STARTED);
	assert_true(receive(&granted, BYTES("S")));
	assert_true(granted.channel.is_encrypted);
	assert_false(receive(&no_and_more, BYTES("N" ASKS_SCRAM)));
	check_refused(&no_and_more, LOGIN_TOO_EARLY);
	assert_false(receive(&yes_and_more, BYTES("S" ASKS_SCRAM)));
	check_refused(&yes_and_more, LOGIN_TOO_EARLY);
	assert_true(receive(&error, BYTES("E\0\0\0\x05\0" ASKS_CLEAR_TEXT)));
	assert_int_equal(error.stage, LOGIN_OVER);
}

/* An OpenSSL that libpq keeps to itself would show the request for encryption and nothing else. */
static void
test_login_guard_connection__the_startup_packet_is_what_counts_as_seen(UNUSED void **state)
{
	struct login_guard guard = guard_of(AUTHENTICATION_ALL);

	login_guard_begin(&guard, &open_channel);
	assert_false(guard.startup_was_seen);
	assert_true(send_packet(&guard, BYTES(ENCRYPTION_REQUEST)));
	assert_true(receive(&guard, BYTES("S")));
	assert_false(guard.startup_was_seen);
	login_guard_begin(&guard, &(struct login_channel){.is_encrypted = true});
	assert_true(send_packet(&guard, BYTES(STARTUP)));
	assert_true(guard.startup_was_seen);
	login_guard_begin(&guard, &open_channel);
	assert_false(guard.startup_was_seen);
}

static void
test_login_guard_connection__nothing_comes_before_something_was_sent(UNUSED void **state)
{
	struct login_guard silent = guard_of(AUTHENTICATION_ALL);
	struct login_guard answered = silent;

	assert_false(receive(&silent, BYTES("R")));
	check_refused(&silent, LOGIN_TOO_EARLY);
	assert_true(send_packet(&answered, BYTES(ENCRYPTION_REQUEST)));
	assert_true(receive(&answered, BYTES("N")));
	assert_false(receive(&answered, BYTES("R")));
	check_refused(&answered, LOGIN_TOO_EARLY);
}

static void
test_login_guard_connection__a_new_connection_is_judged_from_its_start(UNUSED void **state)
{
	struct login_guard guard =
		started_guard(AUTHENTICATION_SCRAM,
	                  (struct login_channel){.is_encrypted = true, .server_is_verified = true});

	go_through_scram(&guard);
	assert_true(receive(&guard, BYTES(SCRAM_ENDS)));
	assert_true(receive(&guard, BYTES("E\0\0\0\x05\0")));
	login_guard_begin(&guard, &open_channel);
	assert_true(send_packet(&guard, BYTES(STARTUP)));
	assert_false(login_guard_server_is_proved(&guard));
	assert_false(receive(&guard, BYTES(ALL_IS_WELL)));
	check_refused(&guard, LOGIN_UNASKED);
}

static void
test_login_guard_connection__other_protocols_are_left_to_libpq(UNUSED void **state)
{
	struct login_guard guard = started_guard(AUTHENTICATION_SCRAM, open_channel);

	assert_true(receive(&guard, BYTES("HTTP/1.1 400 Bad Request\r\n\r\n" ASKS_CLEAR_TEXT)));
	assert_int_equal(guard.stage, LOGIN_OVER);
	assert_false(send_packet(&guard, BYTES(PASSWORD)));
}

/* libpq would gather it all, until there is no memory left or the login's time is up. */
static void
test_login_guard_connection__no_more_is_received_than_a_login_can_need(UNUSED void **state)
{
	static const unsigned char part[LOGIN_BYTES / 4];
	struct login_guard error = started_guard(AUTHENTICATION_SCRAM, open_channel);
	struct login_guard admitted = started_guard(AUTHENTICATION_NONE, open_channel);

	assert_true(receive(&error, BYTES("E")));
	assert_true(receive(&admitted, BYTES(ALL_IS_WELL "N\x3f\xff\xff\xff")));
	for (int count = 0; count < 3; count++)
	{
		assert_true(receive(&error, part, sizeof part));
		assert_true(receive(&admitted, part, sizeof part));
	}
	assert_false(receive(&error, part, sizeof part));
	check_refused(&error, LOGIN_TOO_LARGE);
	assert_false(receive(&admitted, part, sizeof part));
	check_refused(&admitted, LOGIN_TOO_LARGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_login_guard_connection__no_answer_leaves_that_was_not_asked_for),
		cmocka_unit_test(test_login_guard_connection__a_packet_may_leave_in_parts),
		cmocka_unit_test(test_login_guard_connection__encryption_is_answered_by_one_byte),
		cmocka_unit_test(test_login_guard_connection__the_startup_packet_is_what_counts_as_seen),
		cmocka_unit_test(test_login_guard_connection__nothing_comes_before_something_was_sent),
		cmocka_unit_test(test_login_guard_connection__a_new_connection_is_judged_from_its_start),
		cmocka_unit_test(test_login_guard_connection__other_protocols_are_left_to_libpq),
		cmocka_unit_test(test_login_guard_connection__no_more_is_received_than_a_login_can_need),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
