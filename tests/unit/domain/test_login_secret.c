#include "domain/login_secret.h"

#include "unit_test.h"

static struct settings *settings;
static bool used[SETTING_COUNT];

static int
set_up(UNUSED void **state)
{
	settings = settings_new();
	for (size_t key = 0; key < SETTING_COUNT; key++)
		used[key] = false;
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	settings_free(settings);
	return 0;
}

static void
give(enum setting_key key, enum setting_source source, const char *value)
{
	settings_offer(settings, key, source, "test", value);
}

static size_t
count_used(void)
{
	size_t count = 0;

	for (size_t key = 0; key < SETTING_COUNT; key++)
		count += used[key];
	return count;
}

static void
test_login_secret__an_owner_uses_its_own_password_only(UNUSED void **state)
{
	give(SETTING_NOETL_USER, SETTING_FROM_FLAG, "platform");
	give(SETTING_POSTGRES_USER, SETTING_FROM_FLAG, "workspace");
	login_secret_of_role(settings, "platform", used);
	assert_true(used[SETTING_NOETL_PASSWORD]);
	assert_int_equal(count_used(), 1);
	login_secret_of_role(settings, "workspace", used);
	assert_true(used[SETTING_POSTGRES_PASSWORD]);
	assert_int_equal(count_used(), 2);
}

static void
test_login_secret__a_role_with_two_names_uses_both(UNUSED void **state)
{
	give(SETTING_NOETL_USER, SETTING_FROM_FLAG, "one");
	give(SETTING_POSTGRES_USER, SETTING_FROM_FLAG, "one");
	login_secret_of_role(settings, "one", used);
	assert_true(used[SETTING_NOETL_PASSWORD]);
	assert_true(used[SETTING_POSTGRES_PASSWORD]);
	assert_int_equal(count_used(), 2);
}

static void
test_login_secret__a_service_uses_the_password_named_after_it(UNUSED void **state)
{
	login_secret_of_role(settings, "auth_service", used);
	assert_true(used[SETTING_AUTH_SERVICE_PASSWORD]);
	assert_int_equal(count_used(), 1);
}

/* POSTGRES_PASSWORD and NOETL_PASSWORD end in _PASSWORD, and are no services'. */
static void
test_login_secret__a_role_called_as_a_setting_gets_no_secret_by_its_name(UNUSED void **state)
{
	login_secret_of_role(settings, "postgres", used);
	login_secret_of_role(settings, "noetl_admin", used);
	assert_false(used[SETTING_NOETL_ADMIN_PASSWORD]);
	login_secret_of_role(settings, "nobody", used);
	assert_false(used[SETTING_POSTGRES_PASSWORD]);
}

static void
test_login_secret__an_administrator_of_its_own_uses_no_owners(UNUSED void **state)
{
	give(SETTING_NOETL_ADMIN_USER, SETTING_FROM_FLAG, "root");
	give(SETTING_POSTGRES_USER, SETTING_FROM_FLAG, "workspace");
	give(SETTING_POSTGRES_PASSWORD, SETTING_FROM_FLAG, "secret");
	login_secret_of_administrator(settings, used);
	assert_true(used[SETTING_NOETL_ADMIN_PASSWORD]);
	assert_int_equal(count_used(), 1);
}

static void
test_login_secret__the_workspace_owner_may_be_the_administrator(UNUSED void **state)
{
	give(SETTING_POSTGRES_USER, SETTING_FROM_FLAG, "workspace");
	login_secret_of_administrator(settings, used);
	assert_true(used[SETTING_POSTGRES_PASSWORD]);
	assert_true(used[SETTING_NOETL_ADMIN_PASSWORD]); /* PGPASSWORD */
	used[SETTING_NOETL_ADMIN_PASSWORD] = false;
	give(SETTING_POSTGRES_PASSWORD, SETTING_FROM_FLAG, "secret");
	login_secret_of_administrator(settings, used);
	assert_false(used[SETTING_NOETL_ADMIN_PASSWORD]);
}

#define LOGIN_SECRET_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LOGIN_SECRET_TEST(test_login_secret__an_owner_uses_its_own_password_only),
		LOGIN_SECRET_TEST(test_login_secret__a_role_with_two_names_uses_both),
		LOGIN_SECRET_TEST(test_login_secret__a_service_uses_the_password_named_after_it),
		LOGIN_SECRET_TEST(test_login_secret__a_role_called_as_a_setting_gets_no_secret_by_its_name),
		LOGIN_SECRET_TEST(test_login_secret__an_administrator_of_its_own_uses_no_owners),
		LOGIN_SECRET_TEST(test_login_secret__the_workspace_owner_may_be_the_administrator),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
