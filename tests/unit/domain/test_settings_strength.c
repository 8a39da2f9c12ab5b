#include "unit_test.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "domain/settings.h"

/* Whoever may edit one of these may not say less than the demand. */
static const enum setting_source weak_sources[] = {
	SETTING_FROM_TARGET,   SETTING_FROM_TARGET_DEFAULTS, SETTING_FROM_DIRECTORY,
	SETTING_FROM_MANIFEST, SETTING_FROM_CLUSTER,         SETTING_FROM_GIVEN_URL,
};

enum
{
	WEAK_SOURCE_COUNT = COUNT_OF(weak_sources)
};

/* What a flag or the environment says (or nobody), and what somebody else then offers. */
struct strength_case
{
	enum setting_key demanded_key;
	const char *demanded; /* or NULL */
	enum setting_key key;
	const char *offered;
	bool is_allowed;
};

static const struct strength_case cases[] = {
	/* The defaults hold as well as what was said. */
	{SETTING_PGSSLMODE, NULL, SETTING_PGSSLMODE, "disable", false},
	{SETTING_PGSSLMODE, NULL, SETTING_PGSSLMODE, "allow", false},
	{SETTING_PGSSLMODE, NULL, SETTING_PGSSLMODE, "DISABLE", false},
	{SETTING_PGSSLMODE, NULL, SETTING_PGSSLMODE, "prefer", true},
	{SETTING_PGSSLMODE, NULL, SETTING_PGSSLMODE, "verify-full", true},
	{SETTING_PGSSLMODE, "verify-full", SETTING_PGSSLMODE, "verify-ca", false},
	{SETTING_PGSSLMODE, "verify-full", SETTING_PGSSLMODE, "disable", false},
	{SETTING_PGSSLMODE, "verify-full", SETTING_PGSSLMODE, "verify-full", true},
	{SETTING_PGSSLMODE, "disable", SETTING_PGSSLMODE, "disable", true},
	{SETTING_PGSSLMODE, "disable", SETTING_PGSSLMODE, "require", true},
	{SETTING_PGCHANNELBINDING, NULL, SETTING_PGCHANNELBINDING, "disable", false},
	{SETTING_PGCHANNELBINDING, NULL, SETTING_PGCHANNELBINDING, "require", true},
	{SETTING_PGCHANNELBINDING, "require", SETTING_PGCHANNELBINDING, "prefer", false},
	{SETTING_NOETL_AUTH, NULL, SETTING_NOETL_AUTH, "scram-sha-256", true},
	{SETTING_NOETL_AUTH, NULL, SETTING_NOETL_AUTH, "scram-sha-256,password", false},
	{SETTING_NOETL_AUTH, NULL, SETTING_NOETL_AUTH, "md5", false},
	{SETTING_NOETL_AUTH, NULL, SETTING_NOETL_AUTH, "none", false},
	{SETTING_NOETL_AUTH, NULL, SETTING_NOETL_AUTH, "!scram-sha-256", false},
	{SETTING_NOETL_AUTH, NULL, SETTING_NOETL_AUTH, "!none", false},
	{SETTING_NOETL_AUTH, "scram-sha-256,md5", SETTING_NOETL_AUTH, "md5", true},
	{SETTING_NOETL_AUTH, "scram-sha-256,md5", SETTING_NOETL_AUTH, "md5,none", false},
	/* With an authority a server is verified in full. */
	{SETTING_PGSSLROOTCERT, "/ca.crt", SETTING_PGSSLMODE, "verify-ca", false},
	{SETTING_PGSSLROOTCERT, "/ca.crt", SETTING_PGSSLMODE, "verify-full", true},
	{SETTING_PGSSLROOTCERT, "/ca.crt", SETTING_PGSSLROOTCERT, "/ca.crt", true},
	{SETTING_PGSSLROOTCERT, NULL, SETTING_PGSSLROOTCERT, "/ca.crt", true},
	{SETTING_PGSSLMODE, "verify-full", SETTING_PGSSLROOTCERT, "system", false},
	{SETTING_PGSSLMODE, "verify-ca", SETTING_PGSSLROOTCERT, "/ca.crt", false},
	{SETTING_PGSSLMODE, "require", SETTING_PGSSLROOTCERT, "/ca.crt", true},
	{SETTING_NOETL_AUTH, "password", SETTING_PGSSLROOTCERT, "system", false},
	{SETTING_NOETL_AUTH, "md5", SETTING_PGSSLROOTCERT, "system", true},
	{SETTING_NOETL_AUTH, "md5", SETTING_POSTGRES_HOST, "other.example", true},
};

static void
check(const struct strength_case *given, enum setting_source trusted, enum setting_source source)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure = {0};

	if (given->demanded != NULL)
		settings_offer(settings, given->demanded_key, trusted, "demand", given->demanded);
	settings_offer(settings, given->key, source, "place", given->offered);

	bool is_allowed = settings_check(settings, &failure);

	if (is_allowed != given->is_allowed)
		print_error("%s after %s from %s: %s\n", given->offered,
		            given->demanded != NULL ? given->demanded : "nothing",
		            setting_source_name(source), failure.message);
	assert_true(is_allowed == given->is_allowed);
	if (is_allowed)
		return;
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_non_null(strstr(failure.message, setting_definition(given->key)->name));
	assert_non_null(strstr(failure.message, "(place)"));
	assert_non_null(strstr(failure.message, "set it in the environment or by a flag"));
	if (given->demanded != NULL && given->demanded_key == given->key)
		assert_string_equal(settings_text(settings, given->key), given->demanded);
}

static void
test_settings_strength__what_is_demanded_is_never_weakened_by_others(UNUSED void **state)
{
	static const enum setting_source trusted[] = {SETTING_FROM_FLAG, SETTING_FROM_ENVIRONMENT,
	                                              SETTING_FROM_LIBPQ};

	for (size_t index = 0; index < COUNT_OF(cases); index++)
	{
		for (size_t place = 0; place < WEAK_SOURCE_COUNT; place++)
		{
			for (size_t other = 0; other < COUNT_OF(trusted); other++)
				check(&cases[index], trusted[other], weak_sources[place]);
		}
	}
}

static void
test_settings_strength__flags_and_the_environment_may_weaken(UNUSED void **state)
{
	static const enum setting_source trusted[] = {SETTING_FROM_FLAG, SETTING_FROM_ENVIRONMENT};

	for (size_t index = 0; index < COUNT_OF(trusted); index++)
	{
		cleanup_settings struct settings *settings = settings_new();
		struct failure failure = {0};

		settings_offer(settings, SETTING_PGSSLMODE, trusted[index], "demand", "disable");
		settings_offer(settings, SETTING_NOETL_AUTH, trusted[index], "demand", "none,password");
		assert_true(settings_check(settings, &failure));
		assert_string_equal(settings_text(settings, SETTING_PGSSLMODE), "disable");
	}
}

static void
test_settings_strength__the_strongest_is_taken_whatever_its_rank(UNUSED void **state)
{
	for (size_t place = 0; place < WEAK_SOURCE_COUNT; place++)
	{
		cleanup_settings struct settings *settings = settings_new();
		struct failure failure = {0};

		settings_offer(settings, SETTING_PGSSLMODE, SETTING_FROM_ENVIRONMENT, "e", "require");
		settings_offer(settings, SETTING_NOETL_AUTH, SETTING_FROM_FLAG, "f", "scram-sha-256,md5");
		settings_offer(settings, SETTING_PGSSLMODE, weak_sources[place], "w", "verify-full");
		settings_offer(settings, SETTING_NOETL_AUTH, weak_sources[place], "w", "scram-sha-256");
		assert_true(settings_check(settings, &failure));
		assert_string_equal(settings_text(settings, SETTING_PGSSLMODE), "verify-full");
		assert_int_equal(settings_integer(settings, SETTING_NOETL_AUTH), 1);
		assert_int_equal(settings_source(settings, SETTING_PGSSLMODE), weak_sources[place]);
	}
}

/* A flag that was outdone by a stronger value is still a flag when sources are read anew. */
static void
test_settings_strength__a_demand_outlives_what_raised_it(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct settings *fresh = settings_new();
	struct failure failure = {0};

	settings_offer(settings, SETTING_PGSSLMODE, SETTING_FROM_FLAG, "--sslmode", "require");
	settings_offer(settings, SETTING_PGSSLMODE, SETTING_FROM_DIRECTORY, "file", "verify-full");
	settings_offer_flags_of(fresh, settings);
	settings_offer(fresh, SETTING_PGSSLMODE, SETTING_FROM_DIRECTORY, "file", "prefer");
	assert_string_equal(settings_text(fresh, SETTING_PGSSLMODE), "require");
	assert_false(settings_check(fresh, &failure));
	assert_non_null(strstr(failure.message, "\"prefer\" is weaker than \"require\" (--sslmode)"));
	settings_adopt(settings, take(fresh));
	assert_string_equal(settings_text(settings, SETTING_PGSSLMODE), "require");
}

static void
test_settings_strength__a_message_says_what_is_allowed(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure = {0};

	settings_offer(settings, SETTING_PGSSLMODE, SETTING_FROM_DIRECTORY, "file /c/PGSSLMODE",
	               "disable");
	assert_false(settings_check(settings, &failure));
	assert_string_equal(failure.message,
	                    "PGSSLMODE (file /c/PGSSLMODE): \"disable\" is weaker than \"prefer\" "
	                    "(default); allowed here: prefer, require, verify-ca, verify-full. If it "
	                    "is meant, set it in the environment or by a flag");
}

/* With a clear-text password the host is whom it goes to; a file of targets says where they are. */
static void
test_settings_strength__a_clear_text_password_goes_where_the_operator_says(UNUSED void **state)
{
	static const enum setting_key keys[] = {SETTING_POSTGRES_HOST, SETTING_POSTGRES_PORT};

	for (size_t key = 0; key < COUNT_OF(keys); key++)
	{
		for (size_t place = 0; place < WEAK_SOURCE_COUNT; place++)
		{
			cleanup_settings struct settings *settings = settings_new();
			struct failure failure = {0};
			bool is_of_targets = weak_sources[place] <= SETTING_FROM_TARGET_DEFAULTS;

			settings_offer(settings, SETTING_NOETL_AUTH, SETTING_FROM_ENVIRONMENT, "e", "password");
			settings_offer(settings, keys[key], weak_sources[place], "w", "1");
			assert_true(settings_check(settings, &failure) == is_of_targets);
		}
	}

	cleanup_settings struct settings *settings = settings_new();
	struct failure failure = {0};

	settings_offer(settings, SETTING_NOETL_AUTH, SETTING_FROM_ENVIRONMENT, "e", "password");
	settings_offer(settings, SETTING_POSTGRES_HOST, SETTING_FROM_ENVIRONMENT, "e", "db");
	settings_offer(settings, SETTING_POSTGRES_HOST, SETTING_FROM_DIRECTORY, "w", "other");
	assert_true(settings_check(settings, &failure));
	assert_string_equal(settings_text(settings, SETTING_POSTGRES_HOST), "db");
}

/* Two authorities cannot be compared: the one of the better rank would be taken, if it may be. */
static void
test_settings_strength__another_authority_is_outranked_or_refused(UNUSED void **state)
{
	for (size_t place = 0; place < WEAK_SOURCE_COUNT; place++)
	{
		cleanup_settings struct settings *settings = settings_new();
		struct failure failure = {0};
		size_t note_count = 0;
		bool is_outranked = weak_sources[place] > SETTING_FROM_ENVIRONMENT;

		settings_offer(settings, SETTING_PGSSLROOTCERT, SETTING_FROM_ENVIRONMENT, "e", "/ca.crt");
		settings_offer(settings, SETTING_PGSSLROOTCERT, weak_sources[place], "w", "system");
		(void)settings_notes(settings, &note_count);
		assert_true(settings_check(settings, &failure) == is_outranked);
		assert_int_equal(note_count, is_outranked ? 1 : 0);
		assert_string_equal(settings_text(settings, SETTING_PGSSLROOTCERT), "/ca.crt");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_settings_strength__what_is_demanded_is_never_weakened_by_others),
		cmocka_unit_test(test_settings_strength__flags_and_the_environment_may_weaken),
		cmocka_unit_test(test_settings_strength__the_strongest_is_taken_whatever_its_rank),
		cmocka_unit_test(test_settings_strength__a_demand_outlives_what_raised_it),
		cmocka_unit_test(test_settings_strength__another_authority_is_outranked_or_refused),
		cmocka_unit_test(test_settings_strength__a_message_says_what_is_allowed),
		cmocka_unit_test(
			test_settings_strength__a_clear_text_password_goes_where_the_operator_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
