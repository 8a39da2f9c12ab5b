#include "unit_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapter/settings/settings_sources.h"
#include "base/count_of.h"
#include "domain/authentication.h"

/* An environment that holds nothing else. */
static int
clear_environment(UNUSED void **state)
{
	return clearenv();
}

struct variable
{
	const char *name;
	const char *value;
};

static void
set_environment(const struct variable *variables, size_t count)
{
	for (size_t index = 0; index < count; index++)
		(void)setenv(variables[index].name, variables[index].value, 1);
}

#define SET_ENVIRONMENT(variables) set_environment(variables, COUNT_OF(variables))

static struct settings *
read_settings(void)
{
	struct settings_sources *sources = settings_sources_new(NULL, false);
	struct settings *settings = settings_new();

	settings_sources_read(sources, settings);
	settings_sources_free(sources);
	return settings;
}

static void
test_settings_sources__variables_are_taken_byte_for_byte(UNUSED void **state)
{
	static const struct variable variables[] = {
		{"NOETL_PASSWORD", " a'b\"%20@:/\xC3\xA4\n"},
		{"POSTGRES_HOST", "db"},
		{"POSTGRES_PORT", "tcp://10.0.0.1:5432"},
	};

	SET_ENVIRONMENT(variables);

	cleanup_settings struct settings *settings = read_settings();

	assert_string_equal(settings_text(settings, SETTING_NOETL_PASSWORD), " a'b\"%20@:/\xC3\xA4\n");
	assert_string_equal(settings_text(settings, SETTING_POSTGRES_PORT), "5432");
	assert_string_equal(settings_origin(settings, SETTING_POSTGRES_HOST), "environment");
}

static void
test_settings_sources__libpqs_variables_serve_the_administrator(UNUSED void **state)
{
	static const struct variable variables[] = {
		{"PGHOST", "of.libpq"},
		{"PGPORT", "5433"},
		{"PGUSER", "dba"},
		{"PGPASSWORD", "of dba"},
		{"PGDATABASE", "maintenance"},
		{"PGREQUIREAUTH", "md5,none"},
	};

	SET_ENVIRONMENT(variables);

	cleanup_settings struct settings *settings = read_settings();

	assert_string_equal(settings_text(settings, SETTING_POSTGRES_HOST), "of.libpq");
	assert_string_equal(settings_text(settings, SETTING_POSTGRES_PORT), "5433");
	assert_string_equal(settings_text(settings, SETTING_NOETL_ADMIN_USER), "dba");
	assert_string_equal(settings_text(settings, SETTING_NOETL_ADMIN_PASSWORD), "of dba");
	assert_string_equal(settings_text(settings, SETTING_NOETL_ADMIN_DB), "maintenance");
	assert_int_equal(settings_integer(settings, SETTING_NOETL_AUTH),
	                 AUTHENTICATION_MD5 | AUTHENTICATION_NONE);
	assert_int_equal(settings_source(settings, SETTING_NOETL_AUTH), SETTING_FROM_LIBPQ);
	assert_null(settings_text(settings, SETTING_NOETL_PASSWORD));
	/* libpq would send it for an owner without a password. */
	assert_null(getenv("PGPASSWORD"));
}

static void
test_settings_sources__a_url_is_taken_apart(UNUSED void **state)
{
	static const struct variable variables[] = {
		{"DATABASE_URL",
	     "postgresql://d%62a:p%40ss@url.host:6000/main?sslmode=require&channel_binding=require"},
		{"PGHOST", "of.libpq"},
		{"POSTGRES_PORT", "5555"},
	};

	SET_ENVIRONMENT(variables);

	cleanup_settings struct settings *settings = read_settings();

	assert_string_equal(settings_text(settings, SETTING_POSTGRES_HOST), "url.host");
	assert_string_equal(settings_text(settings, SETTING_POSTGRES_PORT), "5555");
	assert_string_equal(settings_text(settings, SETTING_NOETL_ADMIN_USER), "dba");
	assert_string_equal(settings_text(settings, SETTING_NOETL_ADMIN_PASSWORD), "p@ss");
	assert_string_equal(settings_text(settings, SETTING_NOETL_ADMIN_DB), "main");
	assert_string_equal(settings_text(settings, SETTING_PGCHANNELBINDING), "require");
	assert_string_equal(settings_origin(settings, SETTING_POSTGRES_HOST),
	                    "DATABASE_URL, environment");
	assert_int_equal(settings_source(settings, SETTING_POSTGRES_HOST), SETTING_FROM_LIBPQ);
}

static void
test_settings_sources__a_bad_url_is_not_shown(UNUSED void **state)
{
	static const char *const urls[] = {"postgresql://u:hunter2%zz@h/db",
	                                   "postgres://u:hunter2@[h/db",
	                                   "postgresql://u:hunter2@h/db?nonsense=hunter2"};

	for (size_t index = 0; index < COUNT_OF(urls); index++)
	{
		(void)setenv("DATABASE_URL", urls[index], 1);

		cleanup_settings struct settings *settings = read_settings();
		struct failure failure;

		assert_false(settings_check(settings, &failure));
		assert_null(strstr(failure.message, "hunter2"));
		assert_non_null(strstr(failure.message, "DATABASE_URL"));
	}
}

static void
test_settings_sources__every_path_of_a_list_is_read(UNUSED void **state)
{
	(void)setenv("NOETL_CONFIG_DIR", "/nonexistent/1:/nonexistent/2", 1);
	(void)setenv("NOETL_CONFIG", "/nonexistent/3", 1);

	cleanup_settings struct settings *settings = read_settings();
	struct failure failure;

	assert_false(settings_check(settings, &failure));
	assert_string_equal(failure.message, "3 settings are missing or malformed");
}

static void
test_settings_sources__reading_anew_keeps_flags_and_passwords(UNUSED void **state)
{
	(void)setenv("PGPASSWORD", "of dba", 1);
	(void)setenv("NOETL_SCHEMA", "first", 1);

	struct settings_sources *sources = settings_sources_new(NULL, false);
	const struct settings_reader *reader = settings_sources_reader(sources);
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	settings_offer(settings, SETTING_NOETL_USER, SETTING_FROM_FLAG, "--noetl-user", "flagged");
	settings_sources_read(sources, settings);
	(void)setenv("NOETL_SCHEMA", "second", 1);
	(void)setenv("NOETL_USER", "variable", 1);
	assert_true(reader->read(reader->context, settings, &failure));
	assert_string_equal(settings_text(settings, SETTING_NOETL_USER), "flagged");
	assert_string_equal(settings_text(settings, SETTING_NOETL_SCHEMA), "second");
	assert_string_equal(settings_text(settings, SETTING_NOETL_ADMIN_PASSWORD), "of dba");

	/* What is bad now leaves everything as it was. */
	(void)setenv("NOETL_SCHEMA", "third", 1);
	(void)setenv("NOETL_LOCK_TIMEOUT", "nonsense", 1);
	assert_false(reader->read(reader->context, settings, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_string_equal(settings_text(settings, SETTING_NOETL_SCHEMA), "second");
	settings_sources_free(sources);
}

/* --config <(sops -d secret.yaml): there is nothing left to read the second time. */
static void
test_settings_sources__what_a_pipe_said_is_kept(UNUSED void **state)
{
	static const char yaml[] = "kind: Secret\nstringData: {NOETL_PASSWORD: of the pipe}\n";
	int ends[2];
	char path[32];
	struct settings_sources *sources = settings_sources_new(NULL, false);
	const struct settings_reader *reader = settings_sources_reader(sources);
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], yaml, sizeof yaml - 1), sizeof yaml - 1);
	(void)close(ends[1]);
	(void)snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
	settings_offer(settings, SETTING_CONFIG, SETTING_FROM_FLAG, "--config", path);
	settings_sources_read(sources, settings);
	assert_string_equal(settings_text(settings, SETTING_NOETL_PASSWORD), "of the pipe");
	assert_true(reader->read(reader->context, settings, &failure));
	assert_string_equal(settings_text(settings, SETTING_NOETL_PASSWORD), "of the pipe");
	(void)close(ends[0]);
	settings_sources_free(sources);
}

#define ALONE(test) cmocka_unit_test_setup(test, clear_environment)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ALONE(test_settings_sources__variables_are_taken_byte_for_byte),
		ALONE(test_settings_sources__libpqs_variables_serve_the_administrator),
		ALONE(test_settings_sources__a_url_is_taken_apart),
		ALONE(test_settings_sources__a_bad_url_is_not_shown),
		ALONE(test_settings_sources__every_path_of_a_list_is_read),
		ALONE(test_settings_sources__what_a_pipe_said_is_kept),
		ALONE(test_settings_sources__reading_anew_keeps_flags_and_passwords),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
