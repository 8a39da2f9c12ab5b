#include "adapter/postgres/wire/libpq_message.h"

#include "base/cleanup.h"
#include "unit_test.h"

static void
check(const char *message, const char *folded)
{
	cleanup_memory char *found = libpq_message_fold(message);

	assert_string_equal(found, folded);
}

static void
test_libpq_message__sentences_stay_apart(UNUSED void **state)
{
	check("root certificate file \"/root.crt\" does not exist\n"
	      "Either provide the file, use the system's trusted roots with sslrootcert=system, or "
	      "change sslmode to disable server certificate verification.\n",
	      "root certificate file \"/root.crt\" does not exist. Either provide the file, use the "
	      "system's trusted roots with sslrootcert=system, or change sslmode to disable server "
	      "certificate verification.");
	check("FATAL:  28000: no entry for host\nDETAIL:  Client address resolved.\nHINT:  Add one.\n",
	      "FATAL:  28000: no entry for host. DETAIL:  Client address resolved. HINT:  Add one.");
}

static void
test_libpq_message__an_indented_line_goes_on_or_begins_a_sentence(UNUSED void **state)
{
	check("server closed the connection unexpectedly\n\tThis probably means the server terminated "
	      "abnormally\n\tbefore or while processing the request.\n",
	      "server closed the connection unexpectedly. This probably means the server terminated "
	      "abnormally before or while processing the request.");
}

static void
test_libpq_message__messages_one_after_the_other_are_divided(UNUSED void **state)
{
	check("connection to server at \"a\" failed: timeout\nconnection to server at \"b\" failed: "
	      "Connection refused\n",
	      "connection to server at \"a\" failed: timeout; connection to server at \"b\" failed: "
	      "Connection refused");
}

static void
test_libpq_message__punctuation_is_not_doubled(UNUSED void **state)
{
	check("it failed:\nno reason\nNone.\n\nAt all;\nnone",
	      "it failed: no reason. None. At all; none");
}

static void
test_libpq_message__what_helps_nobody_is_left_out(UNUSED void **state)
{
	check("Connection refused\n\tIs the server running on that host and accepting TCP/IP "
	      "connections?\n",
	      "Connection refused");
	check("FATAL:  57P03: starting up\nLOCATION:  ProcessStartupPacket, postmaster.c:2350\n",
	      "FATAL:  57P03: starting up");
}

static void
test_libpq_message__may_be_empty(UNUSED void **state)
{
	check("", "");
	check("\n \t\n", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_libpq_message__sentences_stay_apart),
		cmocka_unit_test(test_libpq_message__an_indented_line_goes_on_or_begins_a_sentence),
		cmocka_unit_test(test_libpq_message__messages_one_after_the_other_are_divided),
		cmocka_unit_test(test_libpq_message__punctuation_is_not_doubled),
		cmocka_unit_test(test_libpq_message__what_helps_nobody_is_left_out),
		cmocka_unit_test(test_libpq_message__may_be_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
