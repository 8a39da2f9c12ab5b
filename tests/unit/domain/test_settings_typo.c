#include "domain/settings_typo.h"

#include "unit_test.h"

static void
assert_means(const char *name, const char *expected)
{
	const struct setting_definition *meant = settings_typo_meant(name);

	assert_non_null(meant);
	assert_string_equal(meant->name, expected);
}

static void
test_settings_typo__believes_a_slip_or_two_in_a_long_name(UNUSED void **state)
{
	assert_means("POSTGRES_HSOT", "POSTGRES_HOST");
	assert_means("OPSTGRES_HOST", "POSTGRES_HOST");
	assert_means("postgres_host", "POSTGRES_HOST");
	assert_means("POSTGRES_PASWORD", "POSTGRES_PASSWORD");
	assert_means("NOETL_PASSWROD", "NOETL_PASSWORD");
}

static void
test_settings_typo__takes_other_names_for_other_programs(UNUSED void **state)
{
	static const char long_name[] = "POSTGRES_HOST_POSTGRES_HOST_POSTGRES_HOST_POSTGRES_HOST_POST";

	assert_null(settings_typo_meant(""));
	assert_null(settings_typo_meant("P"));
	assert_null(settings_typo_meant("REDIS_HOST"));
	assert_null(settings_typo_meant("POSTGRES_REPLICA_HOST"));
	assert_null(settings_typo_meant("XYSTGRES_HOST"));
	assert_null(settings_typo_meant(long_name));
}

static void
test_settings_typo__is_told_as_long_as_the_setting_is_not_given(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	settings_typo_note(settings, "REDIS_HOST", "file /config/REDIS_HOST");
	assert_null(settings_typo(settings, SETTING_POSTGRES_HOST));
	settings_typo_note(settings, "POSTGRES_HSOT", "file /config/POSTGRES_HSOT");
	assert_string_equal(settings_typo(settings, SETTING_POSTGRES_HOST),
	                    "POSTGRES_HSOT (file /config/POSTGRES_HSOT)");
	settings_offer(settings, SETTING_POSTGRES_HOST, SETTING_FROM_FLAG, "flag", "db");
	assert_null(settings_typo(settings, SETTING_POSTGRES_HOST));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_settings_typo__believes_a_slip_or_two_in_a_long_name),
		cmocka_unit_test(test_settings_typo__takes_other_names_for_other_programs),
		cmocka_unit_test(test_settings_typo__is_told_as_long_as_the_setting_is_not_given),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
