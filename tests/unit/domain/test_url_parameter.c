#include "domain/url_parameter.h"

#include "base/count_of.h"
#include "unit_test.h"

static void
test_url_parameter__tells_settings_from_what_libpq_gets(UNUSED void **state)
{
	assert_int_equal(url_parameter_find("sslmode", "require")->use, URL_PARAMETER_IS_SETTING);
	assert_int_equal(url_parameter_find("sslmode", "require")->key, SETTING_PGSSLMODE);
	assert_int_equal(url_parameter_find("dbname", "noetl")->key, SETTING_NOETL_ADMIN_DB);
	assert_int_equal(url_parameter_find("connect_timeout", "3")->use, URL_PARAMETER_IS_PASSED);
	assert_int_equal(url_parameter_find("options", "-c a=b")->use, URL_PARAMETER_OF_OPERATOR);
	assert_int_equal(url_parameter_find("client_encoding", "latin1")->use,
	                 URL_PARAMETER_IS_DECIDED);
}

static void
test_url_parameter__serves_nothing_that_is_not_listed(UNUSED void **state)
{
	static const char *const keywords[] = {
		"",        "hostaddr",     "service",          "sslkeylogfile", "sslpassword",
		"SSLMODE", "passfile\x7f", "replication",      "krbsrvname",    "gsslib",
		"host ",   "oauth_issuer", "scram_client_key",
	};

	for (size_t index = 0; index < COUNT_OF(keywords); index++)
		assert_null(url_parameter_find(keywords[index], "x"));
}

static void
test_url_parameter__does_not_go_without_a_demanded_encryption(UNUSED void **state)
{
	assert_null(url_parameter_find("gssencmode", "require"));
	assert_int_equal(url_parameter_find("gssencmode", "disable")->use, URL_PARAMETER_IS_DECIDED);
	assert_int_equal(url_parameter_find("gssencmode", "prefer")->use, URL_PARAMETER_IS_DECIDED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_url_parameter__tells_settings_from_what_libpq_gets),
		cmocka_unit_test(test_url_parameter__serves_nothing_that_is_not_listed),
		cmocka_unit_test(test_url_parameter__does_not_go_without_a_demanded_encryption),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
