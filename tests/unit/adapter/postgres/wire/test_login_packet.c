#include "unit_test.h"

#include <string.h>

#include "adapter/postgres/wire/login_packet.h"

#define BYTES(literal) (const unsigned char *)(literal), sizeof(literal) - 1

static void
test_login_packet__what_begins_a_connection_has_no_type(UNUSED void **state)
{
	assert_true(packet_begins_connection(BYTES("\0\0\0\x08\x04\xd2\x16\x2f")));
	assert_true(packet_asks_for_encryption(BYTES("\0\0\0\x08\x04\xd2\x16\x2f")));
	assert_true(packet_begins_connection(BYTES("\0\0\0\x09\0\x03\0\0\0")));
	assert_true(packet_begins_connection(BYTES("\0\0\0\x09\0\x03\0\x02\0")));
	assert_false(packet_asks_for_encryption(BYTES("\0\0\0\x09\0\x03\0\0\0")));
	/* GSSAPI is never asked for, protocol 2 neither. */
	assert_false(packet_begins_connection(BYTES("\0\0\0\x08\x04\xd2\x16\x30")));
	assert_false(packet_begins_connection(BYTES("\0\0\0\x09\0\x02\0\0\0")));
	assert_false(packet_begins_connection(BYTES("\0\0\0\x0a\0\x03\0\0\0")));
	assert_false(packet_begins_connection(BYTES("\0\0\0")));
	assert_false(packet_begins_connection(BYTES("p\0\0\0\x08pass")));
	assert_true(packet_begins_encryption(BYTES("\x16\x03\x01")));
	assert_false(packet_begins_encryption(BYTES("\x17\x03\x03")));
}

static void
test_login_packet__answers_are_told_apart(UNUSED void **state)
{
	static const char md5[] = "p\0\0\0\x28md5"
							  "0123456789abcdef0123456789abcdef";

	assert_true(packet_is_password(BYTES("p\0\0\0\x0bsecret\0")));
	assert_false(packet_is_password(BYTES("Q\0\0\0\x0bsecret\0")));
	assert_false(packet_is_password(BYTES("p\0\0\0\x0csecret\0")));
	/* The NUL at the end of the array belongs to the packet. */
	assert_true(packet_is_md5((const unsigned char *)md5, sizeof md5));
	assert_false(packet_is_md5(BYTES("p\0\0\0\x0bmd5456\0")));
	assert_true(packet_is_scram_first(BYTES("p\0\0\0\x1aSCRAM-SHA-256\0\0\0\0\x04n,,n")));
	assert_true(packet_is_scram_first(BYTES("p\0\0\0\x1bSCRAM-SHA-256-PLUS\0\0\0\0\0")));
	assert_false(packet_is_scram_first(BYTES("p\0\0\0\x11OAUTHBEARER\0\0")));
	assert_false(packet_is_scram_first(BYTES("p\0\0\0\x0bsecret\0")));
	assert_false(packet_is_scram_first(BYTES("p\0\0\0\x04")));
	assert_true(packet_is_scram_proof(BYTES("p\0\0\0\x0a"
	                                        "c=biws")));
	assert_false(packet_is_scram_proof(BYTES("p\0\0\0\x0bsecret\0")));
	assert_false(packet_is_scram_proof(BYTES("p\0\0\0\x04")));
}

static void
test_login_packet__mechanisms_are_searched_for_scram(UNUSED void **state)
{
	assert_true(packet_offers_scram(BYTES("SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0")));
	assert_true(packet_offers_scram(BYTES("OAUTHBEARER\0SCRAM-SHA-256\0\0")));
	assert_false(packet_offers_scram(BYTES("OAUTHBEARER\0\0SCRAM-SHA-256\0")));
	assert_false(packet_offers_scram(BYTES("SCRAM-SHA-1\0SCRAM-SHA-256-\0\0")));
	assert_false(packet_offers_scram(BYTES("SCRAM-SHA-256")));
	assert_false(packet_offers_scram(BYTES("")));
}

static void
check_iterations(const char *text, uint64_t expected)
{
	uint64_t count = 0;
	bool is_read = packet_read_iterations((const unsigned char *)text, strlen(text), &count);

	if (is_read != (expected != 0) || (is_read && count != expected))
		fail_msg("\"%s\" became %d, %llu", text, is_read, (unsigned long long)count);
}

/* As strict as libpq and stricter, or a number that it reads otherwise would pass. */
static void
test_login_packet__iterations_are_digits_at_their_place(UNUSED void **state)
{
	check_iterations("r=abc,s=c2FsdA==,i=4096", 4096);
	check_iterations("r=abc,s=c2FsdA==,i=0004096", 4096);
	check_iterations("r=i=1,s=,i=999999999999999", 999999999999999);
	check_iterations("r=abc,s=c2FsdA==,i=4294967296000000000000000000", 0);
	check_iterations("r=abc,s=c2FsdA==,i=0", 0);
	check_iterations("r=abc,s=c2FsdA==,i=", 0);
	check_iterations("r=abc,s=c2FsdA==,i= 4096", 0);
	check_iterations("r=abc,s=c2FsdA==,i=+4096", 0);
	check_iterations("r=abc,s=c2FsdA==,i=-1", 0);
	check_iterations("r=abc,s=c2FsdA==,i=4096,x=1", 0);
	check_iterations("r=abc,s=c2FsdA==", 0);
	check_iterations("r=abc,i=4096", 0);
	check_iterations("s=c2FsdA==,r=abc,i=4096", 0);
	check_iterations("e=invalid-proof", 0);
	check_iterations("r", 0);
	check_iterations("", 0);
}

static void
test_login_packet__questions_have_the_length_of_their_kind(UNUSED void **state)
{
	assert_true(packet_has_length_of_question(LOGIN_OK, 0));
	assert_false(packet_has_length_of_question(LOGIN_OK, 1));
	assert_true(packet_has_length_of_question(LOGIN_MD5, 4));
	assert_false(packet_has_length_of_question(LOGIN_MD5, 0));
	assert_false(packet_has_length_of_question(LOGIN_CLEAR_TEXT, 4));
	assert_true(packet_has_length_of_question(LOGIN_SASL, 100));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_login_packet__what_begins_a_connection_has_no_type),
		cmocka_unit_test(test_login_packet__answers_are_told_apart),
		cmocka_unit_test(test_login_packet__mechanisms_are_searched_for_scram),
		cmocka_unit_test(test_login_packet__iterations_are_digits_at_their_place),
		cmocka_unit_test(test_login_packet__questions_have_the_length_of_their_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
