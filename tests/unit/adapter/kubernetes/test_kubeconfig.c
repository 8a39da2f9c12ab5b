#include <string.h>

#include "adapter/kubernetes/api_access.h"
#include "base/count_of.h"
#include "unit_test.h"

static struct api_access access_found;
static struct failure failure;

static bool
parse(const char *yaml, const char *context)
{
	struct kubeconfig_text text = {yaml, strlen(yaml), "/home/x/.kube/config"};

	failure = (struct failure){0};
	return api_access_parse_kubeconfig(&text, 1, context, &access_found, &failure);
}

static struct kubeconfig_text
file(const char *path, const char *yaml)
{
	return (struct kubeconfig_text){yaml, strlen(yaml), path};
}

static int
tear_down(UNUSED void **state)
{
	api_access_free(&access_found);
	return 0;
}

#define CLUSTERS                                \
	"clusters:\n"                               \
	"- name: here\n"                            \
	"  cluster:\n"                              \
	"    server: https://[2001:db8::1]:6443/\n" \
	"    certificate-authority-data: Q0E=\n"    \
	"    tls-server-name: kubernetes.default\n" \
	"    proxy-url: http://proxy:3128\n"        \
	"- name: lax\n"                             \
	"  cluster: {server: 'https://lax', insecure-skip-tls-verify: true}\n"
#define CONTEXTS                                                        \
	"contexts:\n"                                                       \
	"- name: one\n  context: {cluster: here, user: me, namespace: n}\n" \
	"- name: two\n  context: {cluster: lax, user: me}\n"                \
	"- name: lost\n  context: {cluster: gone, user: me}\n"              \
	"current-context: one\n"

static void
test_kubeconfig__current_context_is_taken(UNUSED void **state)
{
	assert_true(parse(CLUSTERS CONTEXTS "users:\n- name: me\n  user: {token: t0ken}\n", NULL));
	assert_string_equal(access_found.url, "https://[2001:db8::1]:6443");
	assert_string_equal(access_found.namespace, "n");
	assert_string_equal(access_found.certificate_authority.content, "CA");
	assert_string_equal(access_found.tls_server_name, "kubernetes.default");
	assert_string_equal(access_found.proxy_url, "http://proxy:3128");
	assert_string_equal(access_found.token.content, "t0ken");
	assert_false(access_found.skips_verification);
}

static void
test_kubeconfig__another_context_can_be_asked_for(UNUSED void **state)
{
	assert_true(parse(CLUSTERS CONTEXTS "users:\n- name: me\n  user: {token: t}\n", "two"));
	assert_string_equal(access_found.url, "https://lax");
	assert_string_equal(access_found.namespace, "default");
	assert_true(access_found.skips_verification);
}

static void
test_kubeconfig__files_are_relative_to_it(UNUSED void **state)
{
	assert_true(parse(CLUSTERS CONTEXTS
	                  "users:\n- name: me\n  user: {client-certificate: pki/me.crt, "
	                  "client-key: /pki/me.key, tokenFile: t}\n",
	                  NULL));
	assert_string_equal(access_found.client_certificate.path, "/home/x/.kube/pki/me.crt");
	assert_string_equal(access_found.client_key.path, "/pki/me.key");
	assert_string_equal(access_found.token.path, "/home/x/.kube/t");
}

struct refusal
{
	const char *yaml;
	const char *context;
	const char *says;
};

static const struct refusal refusals[] = {
	{CLUSTERS CONTEXTS "users:\n- name: me\n  user: {exec: {command: aws}}\n", NULL, "exec plugin"},
	{CLUSTERS CONTEXTS "users:\n- name: me\n  user: {auth-provider: {name: gcp}}\n", NULL,
     "auth-provider plugin"},
	{CLUSTERS CONTEXTS "users:\n- name: me\n  user: {username: a, password: b}\n", NULL,
     "name and password"},
	{CLUSTERS CONTEXTS, "three", "no context \"three\""},
	{CLUSTERS CONTEXTS, "lost", "a cluster that it does not have"},
	{CLUSTERS "contexts: []\n", NULL, "no current-context"},
	{"clusters: [{name: c, cluster: {server: 'https://x', certificate-authority-data: '*'}}]\n"
     "contexts: [{name: c, context: {cluster: c}}]\ncurrent-context: c\n",
     NULL, "not base64"},
	{CLUSTERS CONTEXTS "users:\n- name: me\n  user: {token: t, as: admin}\n", NULL,
     "impersonation"},
	{CLUSTERS CONTEXTS "users:\n- name: another\n  user: {token: t}\n", NULL,
     "names a user that it does not have"},
	{"clusters: [{name: c, cluster: {server: 'http://x'}}]\n"
     "users: [{name: u, user: {token: t}}]\n"
     "contexts: [{name: c, context: {cluster: c, user: u}}]\ncurrent-context: c\n",
     NULL, "not reached by https"},
	{"clusters: [{name: c, cluster: {server: 'x:6443'}}]\n"
     "users: [{name: u, user: {tokenFile: /t}}]\n"
     "contexts: [{name: c, context: {cluster: c, user: u}}]\ncurrent-context: c\n",
     NULL, "not reached by https"},
	{"a: [", NULL, "kubeconfig /home/x/.kube/config:"},
	{"", NULL, "no current-context"},
	{"- just\n- a list\n", NULL, "no current-context"},
};

/* What "kubectl proxy" serves. */
static void
test_kubeconfig__without_a_token_plain_http_will_do(UNUSED void **state)
{
	assert_true(parse("clusters: [{name: c, cluster: {server: 'http://127.0.0.1:8001'}}]\n"
	                  "contexts: [{name: c, context: {cluster: c}}]\ncurrent-context: c\n",
	                  NULL));
	assert_string_equal(access_found.url, "http://127.0.0.1:8001");
}

/* Kubernetes documentation, "Merging kubeconfig files": who says a thing first is heard. */
static void
test_kubeconfig__several_files_are_one(UNUSED void **state)
{
	const struct kubeconfig_text files[] = {
		file("/a/config", "contexts: [{name: c, context: {cluster: here, user: me}}]\n"
	                      "users: [{name: you, user: {token: wrong}}]\n"),
		file("/b/config", ""),
		file("/c/config", "current-context: c\n"
	                      "clusters: [{name: here, cluster: {server: 'https://first'}}]\n"
	                      "users: [{name: me, user: {tokenFile: token}}]\n"),
		file("/d/config", "current-context: other\n"
	                      "contexts: [{name: c, context: {cluster: other, user: you}}]\n"
	                      "clusters: [{name: here, cluster: {server: 'https://second'}}]\n"),
	};

	assert_true(api_access_parse_kubeconfig(files, COUNT_OF(files), NULL, &access_found, &failure));
	assert_string_equal(access_found.url, "https://first");
	assert_string_equal(access_found.token.path, "/c/token");
}

static void
test_kubeconfig__a_fault_is_told_with_the_file_that_has_it(UNUSED void **state)
{
	const struct kubeconfig_text files[] = {
		file("/a/config", "current-context: c\n"
	                      "contexts: [{name: c, context: {cluster: here, user: me}}]\n"
	                      "clusters: [{name: here, cluster: {server: 'https://s'}}]\n"),
		file("/b/config", "users: [{name: me, user: {exec: {command: x}}}]\n"),
		file("/c/config", "users: ]\n"),
	};

	assert_false(api_access_parse_kubeconfig(files, 2, NULL, &access_found, &failure));
	assert_non_null(strstr(failure.message, "kubeconfig /b/config: its user logs in by an exec"));
	assert_false(api_access_parse_kubeconfig(files, 2, "d", &access_found, &failure));
	assert_non_null(strstr(failure.message, "kubeconfig /a/config:/b/config: it has no context"));
	assert_false(api_access_parse_kubeconfig(files, 3, NULL, &access_found, &failure));
	assert_non_null(strstr(failure.message, "cannot read kubeconfig /c/config:1"));
}

static void
test_kubeconfig__what_is_not_served_is_told_in_a_sentence(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(refusals); index++)
	{
		assert_false(parse(refusals[index].yaml, refusals[index].context));
		assert_int_equal(failure.kind, FAILURE_SETTINGS);
		if (strstr(failure.message, refusals[index].says) == NULL)
			print_error("\"%s\" does not say \"%s\"\n", failure.message, refusals[index].says);
		assert_non_null(strstr(failure.message, refusals[index].says));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_kubeconfig__current_context_is_taken, tear_down),
		cmocka_unit_test_teardown(test_kubeconfig__another_context_can_be_asked_for, tear_down),
		cmocka_unit_test_teardown(test_kubeconfig__files_are_relative_to_it, tear_down),
		cmocka_unit_test_teardown(test_kubeconfig__without_a_token_plain_http_will_do, tear_down),
		cmocka_unit_test_teardown(test_kubeconfig__several_files_are_one, tear_down),
		cmocka_unit_test(test_kubeconfig__a_fault_is_told_with_the_file_that_has_it),
		cmocka_unit_test(test_kubeconfig__what_is_not_served_is_told_in_a_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
