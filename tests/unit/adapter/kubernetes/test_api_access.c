#include <stdlib.h>

#include "adapter/kubernetes/api_access.h"
#include "base/count_of.h"
#include "unit_test.h"

static const struct
{
	const char *host;
	const char *port;
	const char *url;
} services[] = {
	{"10.96.0.1", "6443", "https://10.96.0.1:6443"},
	{"10.96.0.1", NULL, "https://10.96.0.1:443"},
	{"10.96.0.1", "", "https://10.96.0.1:443"},
	{"fd00:10:96::1", "443", "https://[fd00:10:96::1]:443"},
};

static void
set(const char *variable, const char *value)
{
	if (value != NULL)
		(void)setenv(variable, value, 1);
	else
		(void)unsetenv(variable);
}

static void
test_api_access__in_a_pod_is_the_service_that_kubelet_names(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(services); index++)
	{
		cleanup_api_access struct api_access access = {0};

		set("KUBERNETES_SERVICE_HOST", services[index].host);
		set("KUBERNETES_SERVICE_PORT", services[index].port);
		api_access_in_cluster(&access);
		assert_string_equal(access.url, services[index].url);
		assert_non_null(access.token.path);
		assert_non_null(access.certificate_authority.path);
		assert_false(access.skips_verification);
	}
}

static void
test_api_access__is_in_no_cluster_that_is_not_named(UNUSED void **state)
{
	set("KUBERNETES_SERVICE_HOST", NULL);
	assert_false(api_access_is_in_cluster());
	set("KUBERNETES_SERVICE_HOST", "");
	assert_false(api_access_is_in_cluster());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_api_access__in_a_pod_is_the_service_that_kubelet_names),
		cmocka_unit_test(test_api_access__is_in_no_cluster_that_is_not_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
