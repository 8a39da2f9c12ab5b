#include "unit_test.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "domain/authentication.h"

static void
test_authentication__a_list_names_what_is_allowed(UNUSED void **state)
{
	int64_t methods = 0;

	assert_true(authentication_parse("scram-sha-256", &methods));
	assert_int_equal(methods, AUTHENTICATION_SCRAM);
	assert_true(authentication_parse("none,md5,password,scram-sha-256", &methods));
	assert_int_equal(methods, AUTHENTICATION_ALL);
}

/* libpq's manual, require_auth: "!" before each means every method but these. */
static void
test_authentication__exclusions_allow_the_rest(UNUSED void **state)
{
	int64_t methods = 0;

	assert_true(authentication_parse("!password", &methods));
	assert_int_equal(methods, AUTHENTICATION_SCRAM | AUTHENTICATION_MD5 | AUTHENTICATION_NONE);
	assert_true(authentication_parse("!md5,!gss,!password,!none", &methods));
	assert_int_equal(methods, AUTHENTICATION_SCRAM);
}

static void
test_authentication__malformed_lists_are_refused(UNUSED void **state)
{
	static const char *const malformed[] = {
		"",
		"scram",
		"SCRAM-SHA-256",
		"scram-sha-256,",
		",md5",
		"md5,,none",
		"md5, none",
		"md5,md5",
		"!md5,!md5",
		"md5,!none",
		"!md5,none",
		"!",
		"!!md5",
		"gss",
		"scram-sha-256,sspi",
		"oauth",
		"creds",
		"!scram-sha-256,!md5,!password,!none",
	};
	int64_t methods = -1;

	for (size_t index = 0; index < COUNT_OF(malformed); index++)
	{
		if (authentication_parse(malformed[index], &methods))
			fail_msg("\"%s\" was taken", malformed[index]);
	}
	assert_int_equal(methods, -1);
}

static void
test_authentication__each_method_has_the_name_that_the_setting_knows(UNUSED void **state)
{
	for (int method = 1; method <= AUTHENTICATION_ALL; method <<= 1)
	{
		int64_t methods = 0;

		assert_true(authentication_parse(
			authentication_method_name((enum authentication_method)method), &methods));
		assert_int_equal(methods, method);
	}
}

static void
test_authentication__a_set_is_written_as_it_is_read(UNUSED void **state)
{
	for (int64_t set = 1; set <= AUTHENTICATION_ALL; set++)
	{
		cleanup_memory char *list = authentication_list(set);
		int64_t methods = 0;

		assert_true(authentication_parse(list, &methods));
		assert_int_equal(methods, set);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_authentication__a_list_names_what_is_allowed),
		cmocka_unit_test(test_authentication__exclusions_allow_the_rest),
		cmocka_unit_test(test_authentication__malformed_lists_are_refused),
		cmocka_unit_test(test_authentication__each_method_has_the_name_that_the_setting_knows),
		cmocka_unit_test(test_authentication__a_set_is_written_as_it_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
