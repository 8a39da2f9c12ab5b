#include "unit_test.h"

#include <stdlib.h>
#include <string.h>

#include "base/count_of.h"
#include "domain/settings.h"

static void
test_settings__start_at_their_defaults(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	assert_null(settings_text(settings, SETTING_POSTGRES_HOST));
	assert_int_equal(settings_source(settings, SETTING_POSTGRES_HOST), SETTING_UNSET);
	assert_null(settings_origin(settings, SETTING_POSTGRES_HOST));
	assert_string_equal(settings_text(settings, SETTING_POSTGRES_PORT), "5432");
	assert_int_equal(settings_integer(settings, SETTING_POSTGRES_PORT), 5432);
	assert_int_equal(settings_integer(settings, SETTING_WAIT_TIMEOUT), 300000);
	assert_int_equal(settings_integer(settings, SETTING_LOCK_TIMEOUT), 2000);
	assert_false(settings_flag(settings, SETTING_ENSURE_ROLE));
	assert_false(settings_is_given(settings, SETTING_POSTGRES_USER));
	assert_string_equal(settings_origin(settings, SETTING_POSTGRES_USER), "default");
}

static void
test_settings__every_default_is_well_formed(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	assert_true(settings_check(settings, &failure));
}

/* Offers in both orders, since files are read in any. */
static void
test_settings__a_source_of_higher_rank_wins_whatever_comes_first(UNUSED void **state)
{
	static const enum setting_source ranks[] = {
		SETTING_FROM_FLAG,     SETTING_FROM_ENVIRONMENT, SETTING_FROM_DIRECTORY,
		SETTING_FROM_MANIFEST, SETTING_FROM_CLUSTER,     SETTING_FROM_LIBPQ,
	};

	for (size_t index = 0; index + 1 < COUNT_OF(ranks); index++)
	{
		for (int order = 0; order < 2; order++)
		{
			cleanup_settings struct settings *settings = settings_new();
			bool is_high_first = order == 0;

			settings_offer(settings, SETTING_NOETL_USER, ranks[is_high_first ? index : index + 1],
			               "first", is_high_first ? "high" : "low");
			settings_offer(settings, SETTING_NOETL_USER, ranks[is_high_first ? index + 1 : index],
			               "second", is_high_first ? "low" : "high");
			assert_string_equal(settings_text(settings, SETTING_NOETL_USER), "high");
			assert_int_equal(settings_source(settings, SETTING_NOETL_USER), ranks[index]);
		}
	}
}

static void
test_settings__among_equals_the_last_wins(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	settings_offer(settings, SETTING_NOETL_USER, SETTING_FROM_DIRECTORY, "file /a", "one");
	settings_offer(settings, SETTING_NOETL_USER, SETTING_FROM_DIRECTORY, "file /b", "two");
	assert_string_equal(settings_text(settings, SETTING_NOETL_USER), "two");
	assert_string_equal(settings_origin(settings, SETTING_NOETL_USER), "file /b");
}

static void
test_settings__an_empty_value_counts_as_not_given(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	settings_offer(settings, SETTING_NOETL_USER, SETTING_FROM_MANIFEST, "m.yaml:1", "owner");
	settings_offer(settings, SETTING_NOETL_USER, SETTING_FROM_ENVIRONMENT, "environment", "");
	assert_string_equal(settings_text(settings, SETTING_NOETL_USER), "owner");
}

static void
test_settings__a_service_link_is_noted_and_passed_over(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;
	size_t count = 0;

	settings_offer(settings, SETTING_POSTGRES_PORT, SETTING_FROM_ENVIRONMENT, "environment",
	               "tcp://10.96.0.7:5432");
	assert_true(settings_check(settings, &failure));
	assert_string_equal(settings_text(settings, SETTING_POSTGRES_PORT), "5432");

	const struct settings_note *notes = settings_notes(settings, &count);

	assert_int_equal(count, 1);
	assert_false(notes[0].is_warning);
	assert_non_null(strstr(notes[0].text, "tcp://10.96.0.7:5432"));
}

static void
test_settings__one_problem_is_the_message(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	settings_offer(settings, SETTING_POSTGRES_PORT, SETTING_FROM_ENVIRONMENT, "environment",
	               "70000");
	assert_false(settings_check(settings, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_string_equal(failure.message,
	                    "POSTGRES_PORT (environment): must be a port from 1 to 65535, or a "
	                    "comma-separated list of ports");
	assert_string_equal(failure.detail, "");
}

static void
test_settings__every_problem_is_listed_at_once(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	settings_offer(settings, SETTING_LOCK_TIMEOUT, SETTING_FROM_FLAG, "--lock-timeout", "soon");
	settings_offer(settings, SETTING_ENSURE_ROLE, SETTING_FROM_DIRECTORY, "file /c/X", "perhaps");
	settings_add_problem(settings, "directory /nowhere: cannot be opened");
	settings_add_problem(settings, "directory /nowhere: cannot be opened");
	assert_false(settings_check(settings, &failure));
	assert_string_equal(failure.message, "3 settings are missing or malformed");
	assert_non_null(strstr(failure.detail, "NOETL_LOCK_TIMEOUT (--lock-timeout): \"soon\""));
	assert_non_null(strstr(failure.detail, "NOETL_ENSURE_ROLE (file /c/X): \"perhaps\""));
	assert_non_null(strstr(failure.detail, "\ndirectory /nowhere: cannot be opened"));
}

static void
test_settings__a_malformed_value_is_read_as_the_default(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	settings_offer(settings, SETTING_LOG_FORMAT, SETTING_FROM_FLAG, "--log-format", "xml");
	settings_offer(settings, SETTING_WAIT_TIMEOUT, SETTING_FROM_FLAG, "--wait-timeout", "long");
	settings_offer(settings, SETTING_POSTGRES_HOST, SETTING_FROM_FLAG, "--host", "two words");
	assert_string_equal(settings_text(settings, SETTING_LOG_FORMAT), "text");
	assert_int_equal(settings_integer(settings, SETTING_WAIT_TIMEOUT), 300000);
	assert_null(settings_text(settings, SETTING_POSTGRES_HOST));
	assert_false(settings_is_given(settings, SETTING_WAIT_TIMEOUT));
}

/* What others write into an environment that is shared with NoETL's server. */
static void
test_settings__a_choice_is_kept_as_the_table_spells_it(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	settings_offer(settings, SETTING_LOG_LEVEL, SETTING_FROM_ENVIRONMENT, "environment",
	               "CRITICAL");
	settings_offer(settings, SETTING_LOG_FORMAT, SETTING_FROM_ENVIRONMENT, "environment", "JSON");
	assert_string_equal(settings_text(settings, SETTING_LOG_LEVEL), "error");
	assert_string_equal(settings_text(settings, SETTING_LOG_FORMAT), "json");
}

static void
test_settings__a_good_value_of_higher_rank_hides_a_problem(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	settings_offer(settings, SETTING_POSTGRES_PORT, SETTING_FROM_ENVIRONMENT, "environment", "x");
	settings_offer(settings, SETTING_POSTGRES_PORT, SETTING_FROM_FLAG, "--port", "5433");
	assert_true(settings_check(settings, &failure));
	assert_int_equal(settings_integer(settings, SETTING_POSTGRES_PORT), 5433);
}

static void
test_settings__no_message_shows_a_secret(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	settings_offer(settings, SETTING_DATABASE_URL, SETTING_FROM_ENVIRONMENT, "environment",
	               "mysql://root:hunter2@db/x");
	settings_offer(settings, SETTING_POSTGRES_HOST, SETTING_FROM_ENVIRONMENT, "environment",
	               "postgres://root:hunter2@db/x");
	settings_offer(settings, SETTING_NOETL_PASSWORD, SETTING_FROM_ENVIRONMENT, "environment",
	               "hunter2\n");
	assert_false(settings_check(settings, &failure));
	assert_null(strstr(failure.detail, "hunter2"));
	assert_non_null(strstr(failure.detail, "DATABASE_URL (environment): must be a URI"));

	size_t count = 0;
	const struct settings_note *notes = settings_notes(settings, &count);

	assert_int_equal(count, 1);
	assert_true(notes[0].is_warning);
	assert_null(strstr(notes[0].text, "hunter2"));
}

static void
test_settings__paths_of_one_rank_are_joined(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	settings_offer(settings, SETTING_CONFIG_DIR, SETTING_FROM_ENVIRONMENT, "environment", "/env");
	settings_offer(settings, SETTING_CONFIG_DIR, SETTING_FROM_FLAG, "--config-dir", "/a");
	settings_offer(settings, SETTING_CONFIG_DIR, SETTING_FROM_FLAG, "--config-dir", "/b");
	assert_string_equal(settings_text(settings, SETTING_CONFIG_DIR), "/a:/b");
}

static void
test_settings__a_file_cannot_say_where_files_are(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	settings_offer(settings, SETTING_CONFIG, SETTING_FROM_DIRECTORY, "file /c/NOETL_CONFIG", "/x");
	assert_null(settings_text(settings, SETTING_CONFIG));
}

/* The login that was made of the settings borrows these texts. */
static void
test_settings__adopting_keeps_what_is_the_same_in_place(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct settings *fresh = settings_new();

	settings_offer(settings, SETTING_NOETL_USER, SETTING_FROM_FLAG, "--noetl-user", "owner");
	settings_offer(settings, SETTING_NOETL_PASSWORD, SETTING_FROM_DIRECTORY, "file /s", "old");

	const char *user = settings_text(settings, SETTING_NOETL_USER);

	settings_offer_flags_of(fresh, settings);
	settings_offer(fresh, SETTING_NOETL_PASSWORD, SETTING_FROM_DIRECTORY, "file /s", "new");
	settings_adopt(settings, fresh);
	assert_ptr_equal(settings_text(settings, SETTING_NOETL_USER), user);
	assert_string_equal(settings_text(settings, SETTING_NOETL_PASSWORD), "new");
}

static void
test_settings__adopting_forgets_what_is_no_longer_there(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	settings_offer(settings, SETTING_NOETL_USER, SETTING_FROM_DIRECTORY, "file /s", "owner");
	settings_add_problem(settings, "gone");
	settings_adopt(settings, settings_new());
	assert_string_equal(settings_text(settings, SETTING_NOETL_USER), "noetl");
	assert_true(settings_check(settings, &failure));
}

static void
test_settings__a_service_has_a_password_by_its_name(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	settings_offer(settings, SETTING_AUTH_SERVICE_PASSWORD, SETTING_FROM_FLAG, "test", "secret");
	assert_string_equal(settings_service_password(settings, "auth_service"), "secret");
	assert_null(settings_service_password(settings, "integration_service"));
	assert_null(settings_service_password(settings, "noetl"));
	assert_null(settings_service_password(settings, ""));
}

static void
test_settings__freeing_nothing_is_fine(UNUSED void **state)
{
	settings_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_settings__start_at_their_defaults),
		cmocka_unit_test(test_settings__every_default_is_well_formed),
		cmocka_unit_test(test_settings__a_source_of_higher_rank_wins_whatever_comes_first),
		cmocka_unit_test(test_settings__among_equals_the_last_wins),
		cmocka_unit_test(test_settings__an_empty_value_counts_as_not_given),
		cmocka_unit_test(test_settings__a_service_link_is_noted_and_passed_over),
		cmocka_unit_test(test_settings__one_problem_is_the_message),
		cmocka_unit_test(test_settings__every_problem_is_listed_at_once),
		cmocka_unit_test(test_settings__a_malformed_value_is_read_as_the_default),
		cmocka_unit_test(test_settings__a_choice_is_kept_as_the_table_spells_it),
		cmocka_unit_test(test_settings__a_good_value_of_higher_rank_hides_a_problem),
		cmocka_unit_test(test_settings__no_message_shows_a_secret),
		cmocka_unit_test(test_settings__paths_of_one_rank_are_joined),
		cmocka_unit_test(test_settings__a_file_cannot_say_where_files_are),
		cmocka_unit_test(test_settings__adopting_keeps_what_is_the_same_in_place),
		cmocka_unit_test(test_settings__adopting_forgets_what_is_no_longer_there),
		cmocka_unit_test(test_settings__a_service_has_a_password_by_its_name),
		cmocka_unit_test(test_settings__freeing_nothing_is_fine),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
