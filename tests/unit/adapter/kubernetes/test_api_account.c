#include "adapter/kubernetes/api_account.h"

#include <string.h>

#include "unit_test.h"

static void
offer(struct settings *settings, enum setting_key key, const char *value)
{
	settings_offer(settings, key, SETTING_FROM_FLAG, "a flag", value);
}

static void
test_api_account__reports_follow_their_setting(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	/* This test runs outside a cluster. */
	assert_int_equal(api_account_for_reports(settings), API_ACCOUNT_NONE);
	offer(settings, SETTING_KUBECONFIG, "/nonexistent");
	assert_int_equal(api_account_for_reports(settings), API_ACCOUNT_NONE);
	offer(settings, SETTING_REPORT, "kubeconfig");
	assert_int_equal(api_account_for_reports(settings), API_ACCOUNT_OF_KUBECONFIG);
	offer(settings, SETTING_REPORT, "none");
	assert_int_equal(api_account_for_reports(settings), API_ACCOUNT_NONE);
}

static void
test_api_account__settings_are_always_asked_for(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	offer(settings, SETTING_REPORT, "none");
	assert_false(api_account_is_named(settings));
	assert_int_equal(api_account_for_settings(settings), API_ACCOUNT_OF_KUBECONFIG);
	offer(settings, SETTING_KUBE_CONTEXT, "demo");
	assert_true(api_account_is_named(settings));
	assert_int_equal(api_account_for_settings(settings), API_ACCOUNT_OF_KUBECONFIG);
}

static void
test_api_account__names_the_kubeconfig_that_cannot_be_read(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	cleanup_api_access struct api_access access = {0};
	struct failure failure = {0};

	offer(settings, SETTING_KUBECONFIG, "/nonexistent");
	assert_false(api_account_access(API_ACCOUNT_OF_KUBECONFIG, settings, &access, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_non_null(strstr(failure.message, "/nonexistent"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_api_account__reports_follow_their_setting),
		cmocka_unit_test(test_api_account__settings_are_always_asked_for),
		cmocka_unit_test(test_api_account__names_the_kubeconfig_that_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
