#include "unit_test.h"

#include <stdio.h>
#include <string.h>

#include "adapter/settings/manifest.h"
#include "base/count_of.h"
#include "base/text.h"

/* Settings after one manifest; the failure of their check, if any. */
struct outcome
{
	struct settings *settings;
	struct failure failure;
	bool is_good;
};

static struct outcome
read_yaml(const char *yaml)
{
	struct outcome outcome = {.settings = settings_new()};

	manifest_read(outcome.settings, "m.yaml", yaml, strlen(yaml));
	outcome.is_good = settings_check(outcome.settings, &outcome.failure);
	return outcome;
}

static void
expect_problem(const char *yaml, const char *problem)
{
	struct outcome outcome = read_yaml(yaml);

	assert_false(outcome.is_good);
	if (strstr(outcome.failure.message, problem) == NULL)
		print_error("expected %s in: %s\n%s\n", problem, outcome.failure.message,
		            outcome.failure.detail);
	assert_non_null(strstr(outcome.failure.message, problem));
	settings_free(outcome.settings);
}

static void
expect_text(const char *yaml, enum setting_key key, const char *text)
{
	struct outcome outcome = read_yaml(yaml);

	if (!outcome.is_good)
		print_error("%s\n%s\n", outcome.failure.message, outcome.failure.detail);
	assert_true(outcome.is_good);
	assert_string_equal(settings_text(outcome.settings, key), text);
	settings_free(outcome.settings);
}

static void
test_manifest__a_configmap_and_a_secret_give_settings(UNUSED void **state)
{
	struct outcome outcome = read_yaml("apiVersion: v1\n"
	                                   "kind: ConfigMap\n"
	                                   "metadata: {name: postgres-config, namespace: postgres}\n"
	                                   "data:\n"
	                                   "  POSTGRES_HOST: db\n"
	                                   "  POSTGRES_PORT: \"5433\"\n"
	                                   "  postgresql.conf: |\n"
	                                   "    shared_buffers = 1GB\n"
	                                   "---\n"
	                                   "kind: Secret\n"
	                                   "metadata:\n"
	                                   "  name: postgres-secret\n"
	                                   "data:\n"
	                                   "  NOETL_PASSWORD: cMOkc3MKd29yZAo=\n"
	                                   "  POSTGRES_PASSWORD: b2xk\n"
	                                   "stringData:\n"
	                                   "  POSTGRES_PASSWORD: \"it's: %20 @\\\" \"\n"
	                                   "---\n"
	                                   "kind: Service\n"
	                                   "spec: {POSTGRES_HOST: wrong}\n");

	assert_true(outcome.is_good);
	assert_string_equal(settings_text(outcome.settings, SETTING_POSTGRES_HOST), "db");
	assert_string_equal(settings_origin(outcome.settings, SETTING_POSTGRES_HOST),
	                    "m.yaml:5 (ConfigMap postgres-config)");
	assert_int_equal(settings_source(outcome.settings, SETTING_POSTGRES_HOST),
	                 SETTING_FROM_MANIFEST);
	assert_int_equal(settings_integer(outcome.settings, SETTING_POSTGRES_PORT), 5433);
	/* One line feed at the end goes, as in a mounted file; others stay. */
	assert_string_equal(settings_text(outcome.settings, SETTING_NOETL_PASSWORD),
	                    "p\xC3\xA4ss\nword");
	assert_string_equal(settings_text(outcome.settings, SETTING_POSTGRES_PASSWORD),
	                    "it's: %20 @\" ");
	settings_free(outcome.settings);
}

static void
test_manifest__a_list_is_read_item_by_item(UNUSED void **state)
{
	expect_text("kind: List\nitems:\n- kind: ConfigMap\n  data: {NOETL_USER: one}\n"
	            "- kind: ConfigMap\n  data: {NOETL_SCHEMA: two}\n",
	            SETTING_NOETL_SCHEMA, "two");
}

static void
test_manifest__json_is_yaml_too(UNUSED void **state)
{
	expect_text("{\"kind\": \"ConfigMap\", \"data\": {\"NOETL_USER\": \"\\u00e4\"}}",
	            SETTING_NOETL_USER, "\xC3\xA4");
}

static void
test_manifest__anchors_are_followed(UNUSED void **state)
{
	expect_text("kind: ConfigMap\ndata:\n  NOETL_USER: &n name\n  NOETL_SCHEMA: *n\n",
	            SETTING_NOETL_SCHEMA, "name");
}

static void
test_manifest__what_kubernetes_would_not_take_for_a_string_is_named(UNUSED void **state)
{
	static const char *const values[] = {"5432", "0x1F", "1_000", "1.5", "-1",    "true",
	                                     "No",   "~",    "null",  "[a]", "{a: b}"};

	for (size_t index = 0; index < COUNT_OF(values); index++)
	{
		cleanup_text struct text yaml = TEXT_EMPTY;

		text_append_format(&yaml, "kind: ConfigMap\ndata:\n  NOETL_USER: %s\n", values[index]);
		expect_problem(text_bytes(&yaml), "m.yaml:3: NOETL_USER must be a string");
	}
}

static void
test_manifest__strings_that_look_like_others_are_strings(UNUSED void **state)
{
	static const char *const values[] = {"10.0.0.1", "1.2.3",  "0xyz", "yess",
	                                     "trUe",     "12:30x", "1e",   "postgres"};

	for (size_t index = 0; index < COUNT_OF(values); index++)
	{
		cleanup_text struct text yaml = TEXT_EMPTY;

		text_append_format(&yaml, "kind: ConfigMap\ndata:\n  NOETL_USER: %s\n", values[index]);
		expect_text(text_bytes(&yaml), SETTING_NOETL_USER, values[index]);
	}
}

static void
test_manifest__problems_name_file_and_line(UNUSED void **state)
{
	expect_problem("kind: Secret\ndata:\n  NOETL_PASSWORD: 'not base64'\n",
	               "m.yaml:3: NOETL_PASSWORD is not base64");
	expect_problem("kind: Secret\ndata:\n  NOETL_PASSWORD: AAAA\n",
	               "m.yaml:3: NOETL_PASSWORD holds a NUL byte");
	expect_problem("kind: ConfigMap\ndata:\n  NOETL_USER: a\n  NOETL_USER: b\n",
	               "m.yaml:4: NOETL_USER is there twice");
	expect_problem("kind: ConfigMap\ndata:\n  NOETL_USER: a\n bad: indent\n", "m.yaml:4: not YAML");
	expect_problem("kind: ConfigMap\ndata:\n\tNOETL_USER: a\n", "m.yaml:3: not YAML");
	expect_problem("kind: ConfigMap\ndata: *nobody\n", "m.yaml:2: not YAML");
	expect_problem("kind: Deployment\n", "m.yaml: holds no ConfigMap and no Secret");
	expect_problem("", "m.yaml: holds no ConfigMap and no Secret");
	expect_problem("- 1\n- 2\n", "m.yaml: holds no ConfigMap and no Secret");
}

static void
test_manifest__no_problem_shows_a_value(UNUSED void **state)
{
	struct outcome outcome = read_yaml("kind: Secret\ndata:\n  NOETL_PASSWORD: hunter2!\n"
	                                   "  DATABASE_URL: aHVudGVyMg==\n  x: 'hunter2\n");

	assert_false(outcome.is_good);
	assert_null(strstr(outcome.failure.message, "hunter2"));
	assert_null(strstr(outcome.failure.detail, "hunter2"));
	settings_free(outcome.settings);
}

static void
test_manifest__anchors_and_values_are_bounded(UNUSED void **state)
{
	cleanup_text struct text anchors = TEXT_EMPTY;
	cleanup_text struct text values = TEXT_EMPTY;

	for (int index = 0; index <= 100; index++)
		text_append_format(&anchors, "- &a%d x\n", index);
	for (int index = 0; index <= 100000; index++)
		text_append(&values, "- x\n");
	expect_problem(text_bytes(&anchors), "more than 100 anchors");
	expect_problem(text_bytes(&values), "more than 100 anchors, 100000 values or 100 levels");
}

/* Each anchor doubles the one before: nodes are shared, never copied. */
static void
test_manifest__a_billion_laughs_cost_nothing(UNUSED void **state)
{
	cleanup_text struct text yaml = TEXT_EMPTY;

	text_append(&yaml, "a0: &a0 [x, x]\n");
	for (int index = 1; index < 60; index++)
		text_append_format(&yaml, "a%d: &a%d [*a%d, *a%d]\n", index, index, index - 1, index - 1);
	text_append(&yaml, "kind: ConfigMap\ndata:\n  NOETL_USER: *a59\n");
	expect_problem(text_bytes(&yaml), "m.yaml:60: NOETL_USER must be a string");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_manifest__a_configmap_and_a_secret_give_settings),
		cmocka_unit_test(test_manifest__a_list_is_read_item_by_item),
		cmocka_unit_test(test_manifest__json_is_yaml_too),
		cmocka_unit_test(test_manifest__anchors_are_followed),
		cmocka_unit_test(test_manifest__what_kubernetes_would_not_take_for_a_string_is_named),
		cmocka_unit_test(test_manifest__strings_that_look_like_others_are_strings),
		cmocka_unit_test(test_manifest__problems_name_file_and_line),
		cmocka_unit_test(test_manifest__no_problem_shows_a_value),
		cmocka_unit_test(test_manifest__anchors_and_values_are_bounded),
		cmocka_unit_test(test_manifest__a_billion_laughs_cost_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
