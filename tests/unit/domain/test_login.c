#include "unit_test.h"

#include <string.h>

#include "base/count_of.h"
#include "domain/login.h"

#define OWNER(role_, database_) \
	(&(const struct login_request){.as = LOGIN_OF_OWNER, .role = (role_), .database = (database_)})
#define READER(role_, database_) \
	(&(const struct login_request){.as = LOGIN_TO_READ, .role = (role_), .database = (database_)})
#define ADMINISTRATOR(database_) \
	(&(const struct login_request){.as = LOGIN_OF_ADMINISTRATOR, .database = (database_)})

static void
give(struct settings *settings, enum setting_key key, const char *value)
{
	settings_offer(settings, key, SETTING_FROM_ENVIRONMENT, "environment", value);
}

static void
give_libpq(struct settings *settings, enum setting_key key, const char *value)
{
	settings_offer(settings, key, SETTING_FROM_LIBPQ, "environment, PG", value);
}

static struct settings *
new_settings(void)
{
	struct settings *settings = settings_new();

	give(settings, SETTING_POSTGRES_HOST, "db");
	give(settings, SETTING_NOETL_PASSWORD, "of noetl");
	return settings;
}

static void
test_login__an_owner_has_the_password_of_its_name(UNUSED void **state)
{
	cleanup_settings struct settings *settings = new_settings();
	struct login login;
	struct failure failure;

	give(settings, SETTING_POSTGRES_PASSWORD, "of demo");
	give(settings, SETTING_AUTH_SERVICE_PASSWORD, "of auth");
	assert_true(login_make(settings, OWNER("noetl", "noetl"), &login, &failure));
	assert_string_equal(login.password, "of noetl");
	assert_string_equal(login.user, "noetl");
	assert_string_equal(login.host, "db");
	assert_string_equal(login.port, "5432");
	assert_string_equal(login.database, "noetl");
	assert_true(login_make(settings, OWNER("demo", "demo_noetl"), &login, &failure));
	assert_string_equal(login.password, "of demo");
	assert_true(login_make(settings, OWNER("auth_service", "noetl"), &login, &failure));
	assert_string_equal(login.password, "of auth");
}

static void
test_login__a_service_without_password_cannot_log_in(UNUSED void **state)
{
	cleanup_settings struct settings *settings = new_settings();
	struct login login = {.user = "as it was"};
	struct failure failure;

	assert_false(login_owner_has_password(settings, "auth_service"));
	assert_true(login_owner_has_password(settings, "noetl"));
	assert_false(login_make(settings, OWNER("auth_service", "noetl"), &login, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_string_equal(login.user, "as it was");
}

static void
test_login__two_names_of_one_role_share_a_password(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct login login;
	struct failure failure;

	give(settings, SETTING_POSTGRES_HOST, "db");
	give(settings, SETTING_NOETL_USER, "same");
	give(settings, SETTING_POSTGRES_USER, "same");
	give(settings, SETTING_POSTGRES_PASSWORD, "shared");
	assert_true(login_make(settings, OWNER("same", "noetl"), &login, &failure));
	assert_string_equal(login.password, "shared");
}

static void
test_login__pgpassword_is_never_an_owners(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct login login;
	struct failure failure;

	give(settings, SETTING_POSTGRES_HOST, "db");
	give_libpq(settings, SETTING_NOETL_ADMIN_PASSWORD, "administrator's");
	assert_false(login_make(settings, OWNER("noetl", "noetl"), &login, &failure));
	assert_non_null(strstr(failure.message, "\"noetl\""));
}

static void
test_login__the_administrator_is_named_by_rank(UNUSED void **state)
{
	cleanup_settings struct settings *settings = new_settings();
	struct login login;
	struct failure failure;

	/* Nobody: the default of POSTGRES_USER names an owner, not an administrator. */
	assert_false(login_make(settings, ADMINISTRATOR("postgres"), &login, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);

	give_libpq(settings, SETTING_NOETL_ADMIN_USER, "of libpq");
	give_libpq(settings, SETTING_NOETL_ADMIN_PASSWORD, "libpq's");
	assert_true(login_make(settings, ADMINISTRATOR("postgres"), &login, &failure));
	assert_string_equal(login.user, "of libpq");
	assert_string_equal(login.password, "libpq's");

	give(settings, SETTING_POSTGRES_USER, "postgres");
	give(settings, SETTING_POSTGRES_PASSWORD, "of postgres");
	assert_true(login_make(settings, ADMINISTRATOR("postgres"), &login, &failure));
	assert_string_equal(login.user, "postgres");
	assert_string_equal(login.password, "of postgres");

	give(settings, SETTING_NOETL_ADMIN_USER, "dba");
	give(settings, SETTING_NOETL_ADMIN_PASSWORD, "of dba");
	assert_true(login_make(settings, ADMINISTRATOR("postgres"), &login, &failure));
	assert_string_equal(login.user, "dba");
	assert_string_equal(login.password, "of dba");
	assert_int_equal(login.as, LOGIN_OF_ADMINISTRATOR);
}

static void
test_login__pgpassword_serves_postgres_user(UNUSED void **state)
{
	cleanup_settings struct settings *settings = new_settings();
	struct login login;
	struct failure failure;

	give(settings, SETTING_POSTGRES_USER, "postgres");
	give_libpq(settings, SETTING_NOETL_ADMIN_PASSWORD, "libpq's");
	assert_true(login_make(settings, ADMINISTRATOR("postgres"), &login, &failure));
	assert_string_equal(login.password, "libpq's");

	/* Unless it is somebody else's. */
	give_libpq(settings, SETTING_NOETL_ADMIN_USER, "other");
	assert_true(login_make(settings, ADMINISTRATOR("postgres"), &login, &failure));
	assert_string_equal(login.user, "postgres");
	assert_null(login.password);
}

static void
test_login__no_host_is_guessed(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct login login;
	struct failure failure;

	give(settings, SETTING_NOETL_PASSWORD, "x");
	assert_false(login_make(settings, OWNER("noetl", "noetl"), &login, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_non_null(strstr(failure.message, "POSTGRES_HOST"));
}

static void
test_login__what_is_missing_is_listed_at_once(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	login_require_owner(settings, "noetl");
	login_require_owner(settings, "demo");
	login_require_owner(settings, "auth_service");
	login_require_administrator(settings);
	assert_false(settings_check(settings, &failure));
	assert_string_equal(failure.message, "4 settings are missing or malformed");
	assert_non_null(strstr(failure.detail, "POSTGRES_HOST is missing"));
	assert_non_null(strstr(failure.detail, "NOETL_PASSWORD is missing"));
	assert_non_null(strstr(failure.detail, "POSTGRES_PASSWORD is missing"));
	assert_non_null(strstr(failure.detail, "POSTGRES_USER is missing"));
}

static void
test_login__a_malformed_host_is_not_missing_as_well(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	give(settings, SETTING_POSTGRES_HOST, "d b");
	give(settings, SETTING_NOETL_PASSWORD, "x");
	login_require_owner(settings, "noetl");
	assert_false(settings_check(settings, &failure));
	assert_null(strstr(failure.message, "missing"));
}

static void
test_login__a_password_may_be_missing_where_something_else_proves_who_one_is(UNUSED void **state)
{
	static const enum setting_key keys[] = {SETTING_PGSSLCERT, SETTING_POSTGRES_HOST};
	static const char *const values[] = {"/tls/tls.crt", "/var/run/postgresql"};

	for (size_t index = 0; index < 2; index++)
	{
		cleanup_settings struct settings *settings = settings_new();
		struct login login;
		struct failure failure;

		give(settings, SETTING_POSTGRES_HOST, "db");
		give(settings, SETTING_POSTGRES_USER, "postgres");
		give(settings, keys[index], values[index]);
		login_require_owner(settings, "noetl");
		login_require_administrator(settings);
		assert_true(settings_check(settings, &failure));
		assert_true(login_make(settings, OWNER("noetl", "noetl"), &login, &failure));
		assert_null(login.password);
	}
}

/* Whoever edits a ConfigMap could excuse their own server from proving that it knows the password. */
static void
test_login__what_excuses_from_a_question_an_operator_says(UNUSED void **state)
{
	static const struct
	{
		enum setting_source source;
		const char *password;
		const char *certificate;
		const char *host;
		bool must_be_asked;
	} cases[] = {
		{SETTING_FROM_ENVIRONMENT, "x", NULL, "db", false},
		{SETTING_FROM_ENVIRONMENT, "x", "/tls.crt", "db", false},
		{SETTING_FROM_FLAG, "x", NULL, "/run", false},
		{SETTING_FROM_DIRECTORY, "x", NULL, "db", false},
		{SETTING_FROM_DIRECTORY, "x", "/tls.crt", "db", true},
		{SETTING_FROM_TARGET, "x", "/tls.crt", "db", true},
		{SETTING_FROM_CLUSTER, "x", NULL, "/run", true},
		{SETTING_FROM_DIRECTORY, NULL, "/tls.crt", "db", false},
	};

	for (size_t index = 0; index < COUNT_OF(cases); index++)
	{
		cleanup_settings struct settings *settings = settings_new();
		struct login login;
		struct failure failure;

		settings_offer(settings, SETTING_POSTGRES_HOST, cases[index].source, "x",
		               cases[index].host);
		settings_offer(settings, SETTING_PGSSLCERT, cases[index].source, "x",
		               cases[index].certificate != NULL ? cases[index].certificate : "");
		settings_offer(settings, SETTING_NOETL_PASSWORD, SETTING_FROM_ENVIRONMENT, "environment",
		               cases[index].password != NULL ? cases[index].password : "");
		assert_true(login_make(settings, OWNER("noetl", "noetl"), &login, &failure));
		assert_true(login.must_be_asked == cases[index].must_be_asked);
	}
}

static void
test_login__a_password_file_serves_who_has_no_password_in_a_setting(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct login login;
	struct failure failure;

	give(settings, SETTING_POSTGRES_HOST, "db");
	give(settings, SETTING_POSTGRES_USER, "postgres");
	give(settings, SETTING_PGPASSFILE, "/root/.pgpass");
	login_require_administrator(settings);
	assert_true(settings_check(settings, &failure));
	assert_true(login_make(settings, ADMINISTRATOR("postgres"), &login, &failure));
	assert_string_equal(login.passfile, "/root/.pgpass");
	login_require_owner(settings, "noetl");
	assert_true(settings_check(settings, &failure));
	assert_true(login_make(settings, OWNER("noetl", "noetl"), &login, &failure));
	assert_string_equal(login.passfile, "/root/.pgpass");
	assert_null(login.password);
	assert_true(login.must_be_asked);
	assert_false(login_owner_has_password(settings, "noetl"));
	/* A role of a service has a password only if a setting says so. */
	assert_false(login_owner_can_log_in(settings, "auth_service"));
	give(settings, SETTING_NOETL_PASSWORD, "secret");
	assert_true(login_make(settings, OWNER("noetl", "noetl"), &login, &failure));
	assert_null(login.passfile);
	assert_string_equal(login.password, "secret");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_login__what_excuses_from_a_question_an_operator_says),
		cmocka_unit_test(test_login__an_owner_has_the_password_of_its_name),
		cmocka_unit_test(test_login__a_service_without_password_cannot_log_in),
		cmocka_unit_test(test_login__two_names_of_one_role_share_a_password),
		cmocka_unit_test(test_login__pgpassword_is_never_an_owners),
		cmocka_unit_test(test_login__the_administrator_is_named_by_rank),
		cmocka_unit_test(test_login__pgpassword_serves_postgres_user),
		cmocka_unit_test(test_login__no_host_is_guessed),
		cmocka_unit_test(test_login__what_is_missing_is_listed_at_once),
		cmocka_unit_test(test_login__a_malformed_host_is_not_missing_as_well),
		cmocka_unit_test(
			test_login__a_password_may_be_missing_where_something_else_proves_who_one_is),
		cmocka_unit_test(test_login__a_password_file_serves_who_has_no_password_in_a_setting),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
