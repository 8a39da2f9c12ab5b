#include "domain/settings_lookalike.h"

#include <string.h>

#include "base/count_of.h"
#include "unit_test.h"

static void
test_settings_lookalike__is_known_by_its_name_however_it_is_written(UNUSED void **state)
{
	static const char *const names[] = {"jdbc-uri", "JDBC_URI", "jdbc.uri", "uri", "Host"};

	for (size_t index = 0; index < COUNT_OF(names); index++)
	{
		cleanup_settings struct settings *settings = settings_new();

		settings_lookalike_note(settings, names[index], "file /s");
		assert_non_null(strstr(settings_lookalikes(settings, SETTING_POSTGRES_HOST), names[index]));
	}
}

static void
test_settings_lookalike__lists_all_that_may_be_meant(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	settings_lookalike_note(settings, "uri", "file /s/uri");
	settings_lookalike_note(settings, "password", "file /s/password");
	settings_lookalike_note(settings, "verifier", "file /s/verifier");
	assert_string_equal(settings_lookalikes(settings, SETTING_NOETL_PASSWORD),
	                    "password (file /s/password), uri (file /s/uri)");
	assert_null(settings_lookalikes(settings, SETTING_POSTGRES_USER));
}

static void
test_settings_lookalike__of_many_keys_stays_short(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	for (int count = 0; count < 100; count++)
		settings_lookalike_note(settings, "password", "file /somewhere/password");
	assert_true(strlen(settings_lookalikes(settings, SETTING_NOETL_PASSWORD)) <= 700);
}

static void
test_settings_lookalike__is_a_variable_in_small_letters_only(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	settings_lookalike_note_variable(settings, "HOST");
	assert_null(settings_lookalikes(settings, SETTING_POSTGRES_HOST));
	settings_lookalike_note_variable(settings, "host");
	assert_string_equal(settings_lookalikes(settings, SETTING_POSTGRES_HOST), "host (environment)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_settings_lookalike__is_known_by_its_name_however_it_is_written),
		cmocka_unit_test(test_settings_lookalike__lists_all_that_may_be_meant),
		cmocka_unit_test(test_settings_lookalike__of_many_keys_stays_short),
		cmocka_unit_test(test_settings_lookalike__is_a_variable_in_small_letters_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
