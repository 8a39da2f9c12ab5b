#include "unit_test.h"

#include "adapter/login_conversation.h"
#include "base/count_of.h"

static void
test_login_guard__scram_goes_through_and_proves_the_server(UNUSED void **state)
{
	struct login_guard guard = started_guard(AUTHENTICATION_SCRAM, open_channel);

	go_through_scram(&guard);
	assert_false(login_guard_server_is_proved(&guard));
	assert_true(receive(&guard, BYTES(SCRAM_ENDS ALL_IS_WELL "S\0\0\0\x0a"
	                                                         "a\0on\0\0" READY)));
	assert_int_equal(guard.stage, LOGIN_READY);
	assert_true(login_guard_server_is_proved(&guard));
	assert_true(send_packet(&guard, BYTES("Q\0\0\0\x06;\0")));
}

static void
test_login_guard__it_makes_no_difference_how_the_bytes_come(UNUSED void **state)
{
	static const unsigned char end[] = SCRAM_ENDS ALL_IS_WELL READY;
	struct login_guard guard = started_guard(AUTHENTICATION_SCRAM, open_channel);

	go_through_scram(&guard);
	for (size_t index = 0; index < sizeof end - 1; index++)
		assert_true(receive(&guard, &end[index], 1));
	assert_int_equal(guard.stage, LOGIN_READY);
}

struct refused_case
{
	const char *name;
	int64_t allowed;
	enum login_refusal refusal;
	size_t length_bytes;
	const char *bytes;
};

#define CASE(name, allowed, refusal, literal)                \
	{                                                        \
		name, allowed, refusal, sizeof(literal) - 1, literal \
	}

static const struct refused_case first_questions[] = {
	CASE("clear text", AUTHENTICATION_SCRAM, LOGIN_METHOD_NOT_ALLOWED, ASKS_CLEAR_TEXT),
	CASE("md5", AUTHENTICATION_SCRAM | AUTHENTICATION_PASSWORD, LOGIN_METHOD_NOT_ALLOWED, ASKS_MD5),
	CASE("scram", AUTHENTICATION_MD5, LOGIN_METHOD_NOT_ALLOWED, ASKS_SCRAM),
	CASE("ok", AUTHENTICATION_SCRAM, LOGIN_UNASKED, ALL_IS_WELL),
	CASE("clear text to strangers", AUTHENTICATION_ALL, LOGIN_CLEAR_TEXT_EXPOSED, ASKS_CLEAR_TEXT),
	CASE("another mechanism", AUTHENTICATION_ALL, LOGIN_METHOD_UNKNOWN,
         "R\0\0\0\x15\0\0\0\x0aOAUTHBEARER\0\0"),
	CASE("Kerberos", AUTHENTICATION_ALL, LOGIN_METHOD_UNKNOWN, "R\0\0\0\x08\0\0\0\x02"),
	CASE("GSSAPI", AUTHENTICATION_ALL, LOGIN_METHOD_UNKNOWN, "R\0\0\0\x08\0\0\0\x07"),
	CASE("SSPI", AUTHENTICATION_ALL, LOGIN_METHOD_UNKNOWN, "R\0\0\0\x08\0\0\0\x09"),
	CASE("the middle of SCRAM", AUTHENTICATION_ALL, LOGIN_METHOD_UNKNOWN, SCRAM_GOES_ON),
	CASE("the end of SCRAM", AUTHENTICATION_ALL, LOGIN_METHOD_UNKNOWN, SCRAM_ENDS),
	CASE("a number nobody knows", AUTHENTICATION_ALL, LOGIN_METHOD_UNKNOWN,
         "R\0\0\0\x08\xff\xff\xff\xff"),
	CASE("a length too short", AUTHENTICATION_ALL, LOGIN_MALFORMED, "R\0\0\0\x07"),
	CASE("a length too long", AUTHENTICATION_ALL, LOGIN_MALFORMED, "R\0\0\x08\0"),
	CASE("ok with something behind", AUTHENTICATION_ALL, LOGIN_MALFORMED,
         "R\0\0\0\x0c\0\0\0\0more"),
	CASE("md5 without a salt", AUTHENTICATION_ALL, LOGIN_MALFORMED, "R\0\0\0\x08\0\0\0\x05"),
	CASE("after a message about versions", AUTHENTICATION_SCRAM, LOGIN_METHOD_NOT_ALLOWED,
         "v\0\0\0\x0c\0\x03\0\0\0\0\0\0" ASKS_CLEAR_TEXT),
	CASE("two questions at once", AUTHENTICATION_ALL, LOGIN_OUT_OF_TURN, ASKS_MD5 ALL_IS_WELL),
	CASE("scram, then clear text", AUTHENTICATION_ALL, LOGIN_OUT_OF_TURN,
         ASKS_SCRAM ASKS_CLEAR_TEXT),
};

static void
test_login_guard__a_first_question_needs_to_be_allowed(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(first_questions); index++)
	{
		const struct refused_case *refused = &first_questions[index];
		struct login_guard whole = started_guard(refused->allowed, open_channel);
		struct login_guard split = started_guard(refused->allowed, open_channel);
		bool has_passed = true;

		print_message("%s\n", refused->name);
		assert_false(receive(&whole, (const unsigned char *)refused->bytes, refused->length_bytes));
		check_refused(&whole, refused->refusal);
		for (size_t byte = 0; byte < refused->length_bytes; byte++)
			has_passed = receive(&split, (const unsigned char *)refused->bytes + byte, 1);
		assert_false(has_passed);
		check_refused(&split, refused->refusal);
	}
}

static const struct refused_case later_questions[] = {
	CASE("clear text", AUTHENTICATION_ALL, LOGIN_OUT_OF_TURN, ASKS_CLEAR_TEXT),
	CASE("md5", AUTHENTICATION_ALL, LOGIN_OUT_OF_TURN, ASKS_MD5),
	CASE("ok", AUTHENTICATION_ALL, LOGIN_OUT_OF_TURN, ALL_IS_WELL),
	CASE("GSSAPI", AUTHENTICATION_ALL, LOGIN_OUT_OF_TURN, "R\0\0\0\x08\0\0\0\x07"),
	CASE("scram anew", AUTHENTICATION_ALL, LOGIN_OUT_OF_TURN, ASKS_SCRAM),
};

/* At every place at which SCRAM waits for the server. */
static void
test_login_guard__nothing_else_comes_in_the_middle_of_scram(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(later_questions); index++)
	{
		const unsigned char *bytes = (const unsigned char *)later_questions[index].bytes;
		size_t length_bytes = later_questions[index].length_bytes;
		struct login_guard begun = started_guard(AUTHENTICATION_ALL, open_channel);
		struct login_guard proved = begun;
		struct login_guard ended = begun;

		print_message("%s\n", later_questions[index].name);
		assert_true(receive(&begun, BYTES(ASKS_SCRAM)));
		assert_true(send_packet(&begun, BYTES(SCRAM_FIRST)));
		assert_false(receive(&begun, bytes, length_bytes));
		check_refused(&begun, LOGIN_OUT_OF_TURN);

		go_through_scram(&proved);
		assert_false(receive(&proved, bytes, length_bytes));
		check_refused(&proved, LOGIN_OUT_OF_TURN);

		go_through_scram(&ended);
		assert_true(receive(&ended, BYTES(SCRAM_ENDS ALL_IS_WELL)));
		assert_false(receive(&ended, bytes, length_bytes));
		check_refused(&ended, LOGIN_OUT_OF_TURN);
	}
}

static void
test_login_guard__scram_is_not_cut_short(UNUSED void **state)
{
	struct login_guard guard = started_guard(AUTHENTICATION_ALL, open_channel);
	struct login_guard again = guard;

	assert_true(receive(&guard, BYTES(ASKS_SCRAM)));
	assert_true(send_packet(&guard, BYTES(SCRAM_FIRST)));
	assert_false(receive(&guard, BYTES(SCRAM_ENDS ALL_IS_WELL)));
	check_refused(&guard, LOGIN_OUT_OF_TURN);

	go_through_scram(&again);
	assert_false(receive(&again, BYTES(SCRAM_GOES_ON)));
	check_refused(&again, LOGIN_OUT_OF_TURN);
}

static void
test_login_guard__iterations_are_bounded(UNUSED void **state)
{
	struct login_guard guard = started_guard(AUTHENTICATION_SCRAM, open_channel);

	assert_true(receive(&guard, BYTES(ASKS_SCRAM)));
	assert_true(send_packet(&guard, BYTES(SCRAM_FIRST)));
	assert_false(receive(&guard, BYTES("R\0\0\0\x18\0\0\0\x0br=a,s=b,i=600001")));
	assert_int_equal(guard.iteration_count, 600001);
	check_refused(&guard, LOGIN_TOO_MANY_ITERATIONS);
}

static void
test_login_guard__named_methods_are_answered_as_named(UNUSED void **state)
{
	struct login_guard md5 = started_guard(AUTHENTICATION_MD5, open_channel);
	struct login_guard none = started_guard(AUTHENTICATION_NONE, open_channel);

	assert_true(receive(&md5, BYTES(ASKS_MD5)));
	assert_true(send_packet(&md5, BYTES(MD5_HASH)));
	assert_true(receive(&md5, BYTES(ALL_IS_WELL READY)));
	assert_int_equal(md5.stage, LOGIN_READY);
	assert_false(login_guard_server_is_proved(&md5));

	assert_true(receive(&none, BYTES(ALL_IS_WELL READY)));
	assert_int_equal(none.stage, LOGIN_READY);
	assert_false(login_guard_server_is_proved(&none));
}

static void
test_login_guard__clear_text_goes_where_nobody_listens(UNUSED void **state)
{
	static const struct login_channel private_channels[] = {
		{.route = LOGIN_OVER_LOOPBACK},
		{.route = LOGIN_OVER_SOCKET},
		{.is_encrypted = true, .server_is_verified = true},
	};
	struct login_guard unverified =
		started_guard(AUTHENTICATION_PASSWORD, (struct login_channel){.is_encrypted = true});

	for (size_t index = 0; index < COUNT_OF(private_channels); index++)
	{
		struct login_guard guard = started_guard(AUTHENTICATION_PASSWORD, private_channels[index]);
		struct login_guard by_default =
			started_guard(AUTHENTICATION_SCRAM, private_channels[index]);

		assert_true(receive(&guard, BYTES(ASKS_CLEAR_TEXT)));
		assert_true(send_packet(&guard, BYTES(PASSWORD)));
		assert_true(receive(&guard, BYTES(ALL_IS_WELL READY)));
		assert_false(receive(&by_default, BYTES(ASKS_CLEAR_TEXT)));
		check_refused(&by_default, LOGIN_METHOD_NOT_ALLOWED);
	}
	assert_false(receive(&unverified, BYTES(ASKS_CLEAR_TEXT)));
	check_refused(&unverified, LOGIN_CLEAR_TEXT_EXPOSED);
}

/* Nothing is given away, and nothing else would be asked for. */
static void
test_login_guard__no_question_is_needed_where_none_could_be_answered(UNUSED void **state)
{
	struct login_guard without_password = started_guard(AUTHENTICATION_SCRAM, open_channel);
	struct login_guard certificate =
		started_guard(AUTHENTICATION_SCRAM,
	                  (struct login_channel){.is_encrypted = true, .client_has_certificate = true});
	struct login_guard socket =
		started_guard(AUTHENTICATION_SCRAM, (struct login_channel){.route = LOGIN_OVER_SOCKET});
	struct login_guard loopback =
		started_guard(AUTHENTICATION_SCRAM, (struct login_channel){.route = LOGIN_OVER_LOOPBACK});

	without_password.has_password = false;
	assert_true(receive(&without_password, BYTES(ALL_IS_WELL READY)));
	assert_false(login_guard_server_is_proved(&without_password));
	assert_true(receive(&certificate, BYTES(ALL_IS_WELL READY)));
	assert_false(login_guard_server_is_proved(&certificate));
	assert_true(receive(&socket, BYTES(ALL_IS_WELL READY)));
	assert_true(login_guard_server_is_proved(&socket));
	assert_false(receive(&loopback, BYTES(ALL_IS_WELL READY)));
	check_refused(&loopback, LOGIN_UNASKED);
}

/* A certificate or a socket that a ConfigMap names; what NOETL_AUTH allows it allows still. */
static void
test_login_guard__nobody_is_excused_by_what_others_named(UNUSED void **state)
{
	static const struct login_channel channels[] = {
		{.is_encrypted = true, .client_has_certificate = true}, {.route = LOGIN_OVER_SOCKET}};

	for (size_t index = 0; index < COUNT_OF(channels); index++)
	{
		struct login_guard guard = started_guard(AUTHENTICATION_SCRAM, channels[index]);
		struct login_guard allowing = started_guard(AUTHENTICATION_NONE, channels[index]);

		guard.must_be_asked = true;
		allowing.must_be_asked = true;
		assert_false(receive(&guard, BYTES(ALL_IS_WELL READY)));
		check_refused(&guard, LOGIN_UNASKED);
		assert_true(receive(&allowing, BYTES(ALL_IS_WELL READY)));
	}
}

/* The second line of defence: what libpq sends has to be the answer that was judged. */
/* libpq tries without TLS, or with it, of its own accord. */
int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_login_guard__scram_goes_through_and_proves_the_server),
		cmocka_unit_test(test_login_guard__it_makes_no_difference_how_the_bytes_come),
		cmocka_unit_test(test_login_guard__a_first_question_needs_to_be_allowed),
		cmocka_unit_test(test_login_guard__nothing_else_comes_in_the_middle_of_scram),
		cmocka_unit_test(test_login_guard__scram_is_not_cut_short),
		cmocka_unit_test(test_login_guard__iterations_are_bounded),
		cmocka_unit_test(test_login_guard__named_methods_are_answered_as_named),
		cmocka_unit_test(test_login_guard__clear_text_goes_where_nobody_listens),
		cmocka_unit_test(test_login_guard__no_question_is_needed_where_none_could_be_answered),
		cmocka_unit_test(test_login_guard__nobody_is_excused_by_what_others_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
