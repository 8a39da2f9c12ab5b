#include "domain/desired_access.h"

#include "unit_test.h"

static struct settings *settings;
static struct desired_access desired;

static int
set_up(UNUSED void **state)
{
	settings = settings_new();
	settings_offer(settings, SETTING_POSTGRES_HOST, SETTING_FROM_FLAG, "test", "db");
	settings_offer(settings, SETTING_NOETL_ADMIN_USER, SETTING_FROM_FLAG, "test", "root");
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	desired_access_free(&desired);
	settings_free(settings);
	return 0;
}

#define SCHEMA(database_, schema_, owner_)                                                     \
	{                                                                                          \
		.database = (char *)(database_), .name = (char *)(schema_), .owner = (char *)(owner_), \
		.source = (char *)"bundle:" schema_, .ledger_schema = (char *)"ledger of " owner_,     \
	}

static void
test_desired_access__keeps_platform_and_workspace_apart(UNUSED void **state)
{
	static const struct managed_schema schemas[] = {
		SCHEMA("noetl", "noetl", "noetl"),
		SCHEMA("demo_noetl", "public", "demo"),
	};

	desired_access_make(settings, schemas, 2, &desired);
	assert_string_equal(desired.administrator, "root");
	assert_int_equal(desired.role_count, 2);
	assert_string_equal(desired.roles[0].name, "noetl");
	assert_true(desired.roles[0].can_login);
	assert_false(desired.roles[0].creates_databases);
	assert_string_equal(desired.roles[1].name, "demo");
	assert_true(desired.roles[1].can_login);
	assert_true(desired.roles[1].creates_databases);
	assert_int_equal(desired.database_count, 2);
	assert_string_equal(desired.databases[0].barred_role, "demo");
	assert_string_equal(desired.databases[1].barred_role, "noetl");
	assert_true(desired.schemas[0].closes_functions);
	assert_false(desired.schemas[1].closes_functions);
}

static void
test_desired_access__names_nothing_twice(UNUSED void **state)
{
	static const struct managed_schema schemas[] = {
		SCHEMA("noetl", "noetl", "noetl"),
		SCHEMA("noetl", "noetl_catalog", "noetl"),
	};

	desired_access_make(settings, schemas, 2, &desired);
	assert_int_equal(desired.role_count, 1);
	assert_int_equal(desired.database_count, 1);
	assert_int_equal(desired.schema_count, 2);
	/* One path a role and database, whichever of its schemas comes first. */
	assert_string_equal(desired.schemas[0].path_schema, "noetl");
	assert_string_equal(desired.schemas[1].path_schema, "noetl");
}

static void
test_desired_access__makes_services_without_a_password_that_cannot_log_in(UNUSED void **state)
{
	static const struct managed_schema schemas[] = {
		SCHEMA("auth_service", "auth_service", "auth_service")};

	desired_access_make(settings, schemas, 1, &desired);
	assert_int_equal(desired.role_count, 1);
	assert_string_equal(desired.roles[0].name, "auth_service");
	assert_false(desired.roles[0].can_login);
	assert_string_equal(desired.databases[0].owner, "auth_service");
	assert_string_equal(desired.databases[0].barred_role, "demo");
	assert_int_equal(desired.databases[0].extra_logins.count, 0);
}

static void
test_desired_access__lets_services_with_a_password_into_the_platform(UNUSED void **state)
{
	static const struct managed_schema schemas[] = {
		SCHEMA("noetl", "auth_service", "auth_service")};

	settings_offer(settings, SETTING_AUTH_SERVICE_PASSWORD, SETTING_FROM_FLAG, "test", "secret");
	desired_access_make(settings, schemas, 1, &desired);
	assert_string_equal(desired.databases[0].owner, "noetl");
	assert_true(name_list_contains(&desired.databases[0].extra_logins, "auth_service"));
	assert_string_equal(desired.schemas[0].ledger_schema, "ledger of auth_service");
	assert_string_equal(desired.schemas[0].path_schema, "auth_service");
}

static void
test_desired_access__has_no_barred_role_where_both_are_one_role(UNUSED void **state)
{
	static const struct managed_schema schemas[] = {SCHEMA("noetl", "noetl", "demo")};

	settings_offer(settings, SETTING_NOETL_USER, SETTING_FROM_FLAG, "test", "demo");
	desired_access_make(settings, schemas, 1, &desired);
	assert_null(desired.databases[0].barred_role);
	assert_true(desired.roles[0].creates_databases);
}

#define WISH_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WISH_TEST(test_desired_access__keeps_platform_and_workspace_apart),
		WISH_TEST(test_desired_access__names_nothing_twice),
		WISH_TEST(test_desired_access__makes_services_without_a_password_that_cannot_log_in),
		WISH_TEST(test_desired_access__lets_services_with_a_password_into_the_platform),
		WISH_TEST(test_desired_access__has_no_barred_role_where_both_are_one_role),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
