#include "domain/access_wish.h"

#include "unit_test.h"

static struct settings *settings;
static struct access_wish wish;

static int
set_up(void **state)
{
	(void)state;
	settings = settings_new();
	settings_offer(settings, SETTING_POSTGRES_HOST, SETTING_FROM_FLAG, "test", "db");
	settings_offer(settings, SETTING_NOETL_ADMIN_USER, SETTING_FROM_FLAG, "test", "root");
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	access_wish_free(&wish);
	settings_free(settings);
	return 0;
}

#define TARGET(database_, schema_, owner_)                                                       \
	{                                                                                            \
		.database = (char *)(database_), .schema = (char *)(schema_), .owner = (char *)(owner_), \
		.source = (char *)"bundle:" schema_, .ledger_schema = (char *)"ledger of " owner_,       \
	}

static void
test_access_wish__keeps_platform_and_workspace_apart(void **state)
{
	static const struct target targets[] = {
		TARGET("noetl", "noetl", "noetl"),
		TARGET("demo_noetl", "public", "demo"),
	};

	(void)state;
	access_wish_make(settings, targets, 2, &wish);
	assert_string_equal(wish.administrator, "root");
	assert_int_equal(wish.role_count, 2);
	assert_string_equal(wish.roles[0].name, "noetl");
	assert_true(wish.roles[0].can_login);
	assert_false(wish.roles[0].creates_databases);
	assert_string_equal(wish.roles[1].name, "demo");
	assert_true(wish.roles[1].can_login);
	assert_true(wish.roles[1].creates_databases);
	assert_int_equal(wish.database_count, 2);
	assert_string_equal(wish.databases[0].stranger, "demo");
	assert_string_equal(wish.databases[1].stranger, "noetl");
	assert_true(wish.schemas[0].closes_functions);
	assert_false(wish.schemas[1].closes_functions);
}

static void
test_access_wish__names_nothing_twice(void **state)
{
	static const struct target targets[] = {
		TARGET("noetl", "noetl", "noetl"),
		TARGET("noetl", "noetl_catalog", "noetl"),
	};

	(void)state;
	access_wish_make(settings, targets, 2, &wish);
	assert_int_equal(wish.role_count, 1);
	assert_int_equal(wish.database_count, 1);
	assert_int_equal(wish.schema_count, 2);
	/* One path a role and database, whichever of its schemas comes first. */
	assert_string_equal(wish.schemas[0].path_schema, "noetl");
	assert_string_equal(wish.schemas[1].path_schema, "noetl");
}

static void
test_access_wish__makes_services_without_a_password_that_cannot_log_in(void **state)
{
	static const struct target targets[] = {TARGET("auth_service", "auth_service", "auth_service")};

	(void)state;
	access_wish_make(settings, targets, 1, &wish);
	assert_int_equal(wish.role_count, 1);
	assert_string_equal(wish.roles[0].name, "auth_service");
	assert_false(wish.roles[0].can_login);
	assert_string_equal(wish.databases[0].owner, "auth_service");
	assert_string_equal(wish.databases[0].stranger, "demo");
	assert_int_equal(wish.databases[0].guests.count, 0);
}

static void
test_access_wish__lets_services_with_a_password_into_the_platform(void **state)
{
	static const struct target targets[] = {TARGET("noetl", "auth_service", "auth_service")};

	(void)state;
	settings_offer(settings, SETTING_AUTH_SERVICE_PASSWORD, SETTING_FROM_FLAG, "test", "secret");
	access_wish_make(settings, targets, 1, &wish);
	assert_string_equal(wish.databases[0].owner, "noetl");
	assert_true(name_list_contains(&wish.databases[0].guests, "auth_service"));
	assert_string_equal(wish.schemas[0].ledger_schema, "ledger of auth_service");
	assert_string_equal(wish.schemas[0].path_schema, "auth_service");
}

static void
test_access_wish__has_no_stranger_where_both_are_one_role(void **state)
{
	static const struct target targets[] = {TARGET("noetl", "noetl", "demo")};

	(void)state;
	settings_offer(settings, SETTING_NOETL_USER, SETTING_FROM_FLAG, "test", "demo");
	access_wish_make(settings, targets, 1, &wish);
	assert_null(wish.databases[0].stranger);
	assert_true(wish.roles[0].creates_databases);
}

#define WISH_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WISH_TEST(test_access_wish__keeps_platform_and_workspace_apart),
		WISH_TEST(test_access_wish__names_nothing_twice),
		WISH_TEST(test_access_wish__makes_services_without_a_password_that_cannot_log_in),
		WISH_TEST(test_access_wish__lets_services_with_a_password_into_the_platform),
		WISH_TEST(test_access_wish__has_no_stranger_where_both_are_one_role),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
