#include "adapter/kubernetes/config_document.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "unit_test.h"

static struct settings *settings;
static struct failure failure;

static const struct config_object config_map = {false, "postgres", "postgres-config"};
static const struct config_object secret = {true, "postgres", "postgres-secret"};

static int
set_up(UNUSED void **state)
{
	settings = settings_new();
	failure = (struct failure){.kind = FAILURE_NONE};
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	settings_free(settings);
	return 0;
}

static bool
offer_bytes(const struct config_object *object, const char *bytes, size_t length_bytes)
{
	cleanup_text struct text document = TEXT_EMPTY;

	text_append_bytes(&document, bytes, length_bytes);
	return config_document_offer(settings, object, &document, &failure);
}

static bool
offer(const struct config_object *object, const char *json)
{
	return offer_bytes(object, json, strlen(json));
}

static void
test_config_document__values_are_offered_with_their_place(UNUSED void **state)
{
	assert_true(offer(&config_map,
	                  "{\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\"},\"data\":"
	                  "{\"POSTGRES_HOST\":\"db\",\"NOETL_SCHEMA\":\"sch\xC3\xA4ma\\n\","
	                  "\"other\":\"value\"}}"));
	assert_true(offer(&secret, "{\"kind\":\"Secret\",\"data\":{\"NOETL_PASSWORD\":\"cEBzcw0K\"}}"));
	assert_true(settings_check(settings, &failure));
	assert_string_equal(settings_text(settings, SETTING_POSTGRES_HOST), "db");
	assert_string_equal(settings_text(settings, SETTING_NOETL_SCHEMA), "sch\xC3\xA4ma");
	assert_string_equal(settings_text(settings, SETTING_NOETL_PASSWORD), "p@ss");
	assert_int_equal(settings_source(settings, SETTING_POSTGRES_HOST), SETTING_FROM_CLUSTER);
	assert_string_equal(settings_origin(settings, SETTING_POSTGRES_HOST),
	                    "ConfigMap postgres/postgres-config");
	assert_string_equal(settings_origin(settings, SETTING_NOETL_PASSWORD),
	                    "Secret postgres/postgres-secret");
}

static void
test_config_document__ranks_below_what_is_nearer_and_above_libpq(UNUSED void **state)
{
	settings_offer(settings, SETTING_NOETL_USER, SETTING_FROM_MANIFEST, "m.yaml", "near");
	settings_offer(settings, SETTING_POSTGRES_HOST, SETTING_FROM_LIBPQ, "PGHOST", "far");
	assert_true(offer(&config_map, "{\"kind\":\"ConfigMap\",\"data\":"
	                               "{\"NOETL_USER\":\"api\",\"POSTGRES_HOST\":\"api\"}}"));
	assert_string_equal(settings_text(settings, SETTING_NOETL_USER), "near");
	assert_string_equal(settings_text(settings, SETTING_POSTGRES_HOST), "api");
}

struct bad_value
{
	const struct config_object *object;
	const char *json;
	const char *says;
};

static const struct bad_value bad_values[] = {
	{&secret, "{\"kind\":\"Secret\",\"data\":{\"NOETL_PASSWORD\":\"hunter2!\"}}",
     "Secret postgres/postgres-secret: NOETL_PASSWORD is not base64"},
	{&secret, "{\"kind\":\"Secret\",\"data\":{\"NOETL_PASSWORD\":\"/w==\"}}",
     "NOETL_PASSWORD is not UTF-8"},
	{&secret, "{\"kind\":\"Secret\",\"data\":{\"NOETL_PASSWORD\":\"AGE=\"}}", "NUL"},
	{&config_map, "{\"kind\":\"ConfigMap\",\"data\":{\"NOETL_USER\":\"a\xFFz\"}}", "is not UTF-8"},
	{&config_map, "{\"kind\":\"ConfigMap\",\"data\":{\"NOETL_USER\":7}}", "is not a string"},
	{&config_map, "{\"kind\":\"ConfigMap\",\"binaryData\":{\"NOETL_USER\":\"/w==\"}}",
     "is in binaryData"},
	{&config_map, "{\"kind\":\"ConfigMap\",\"data\":{\"POSTGRES_PORT\":\"five\"}}",
     "POSTGRES_PORT (ConfigMap postgres/postgres-config)"},
};

static void
test_config_document__bad_values_are_problems_that_show_no_secret(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(bad_values); index++)
	{
		cleanup_settings struct settings *own = settings_new();
		cleanup_text struct text document = TEXT_EMPTY;

		text_append(&document, bad_values[index].json);
		assert_true(config_document_offer(own, bad_values[index].object, &document, &failure));
		assert_false(settings_check(own, &failure));
		assert_int_equal(failure.kind, FAILURE_SETTINGS);
		if (strstr(failure.message, bad_values[index].says) == NULL)
			print_error("\"%s\" does not say \"%s\"\n", failure.message, bad_values[index].says);
		assert_non_null(strstr(failure.message, bad_values[index].says));
		assert_null(strstr(failure.message, "hunter2"));
	}
}

static void
test_config_document__a_value_that_is_too_large_is_a_problem(UNUSED void **state)
{
	cleanup_text struct text json = TEXT_EMPTY;

	text_append(&json, "{\"kind\":\"ConfigMap\",\"data\":{\"NOETL_USER\":\"");
	for (int count = 0; count < 64 * 1024 + 1; count++)
		text_append_char(&json, 'x');
	text_append(&json, "\"}}");
	assert_true(config_document_offer(settings, &config_map, &json, &failure));
	assert_false(settings_check(settings, &failure));
	assert_non_null(strstr(failure.message, "larger than 64 kB"));
}

static void
test_config_document__other_documents_are_refused(UNUSED void **state)
{
	static const char *const documents[] = {
		"",
		"null",
		"[]",
		"\"ConfigMap\"",
		"{}",
		"{\"kind\":7}",
		"{\"kind\":\"Secret\",\"data\":{\"NOETL_USER\":\"eA==\"}}",
		"{\"kind\":\"ConfigMap\",\"data\":{\"NOETL_USER\":\"x\"",
		"{\"kind\":\"ConfigMap\",\"data\":{\"NOETL_USER\":\"x\\u0000y\"}}",
		"<html>no</html>",
	};

	for (size_t index = 0; index < COUNT_OF(documents); index++)
	{
		assert_false(offer(&config_map, documents[index]));
		assert_int_equal(failure.kind, FAILURE_SETTINGS);
		assert_non_null(strstr(failure.message, "ConfigMap postgres/postgres-config"));
		assert_null(settings_text(settings, SETTING_POSTGRES_HOST));
	}
	assert_false(offer_bytes(&config_map, "{\"kind\":\"ConfigMap\"}\0{}", 23));
	/* A backslash and six letters are no escape. */
	assert_true(
		offer(&config_map, "{\"kind\":\"ConfigMap\",\"data\":{\"NOETL_USER\":\"x\\\\u0000y\"}}"));
	assert_string_equal(settings_text(settings, SETTING_NOETL_USER), "x\\u0000y");
}

static void
test_config_document__without_a_setting_is_worth_a_warning(UNUSED void **state)
{
	size_t count = 0;

	assert_true(offer(&config_map, "{\"kind\":\"ConfigMap\"}"));
	assert_true(offer(&config_map, "{\"kind\":\"ConfigMap\",\"data\":null}"));
	assert_true(offer(&config_map, "{\"kind\":\"ConfigMap\",\"data\":\"text\"}"));

	const struct settings_note *notes = settings_notes(settings, &count);

	assert_int_equal(count, 3);
	assert_true(notes[0].is_warning);
	assert_string_equal(notes[0].text, "ConfigMap postgres/postgres-config holds no setting");
}

/* It would say where settings are read from, when they have been read already. */
static void
test_config_document__cannot_name_other_sources(UNUSED void **state)
{
	assert_true(
		offer(&config_map, "{\"kind\":\"ConfigMap\",\"data\":{\"NOETL_CONFIG_FROM\":\"a/b\"}}"));
	assert_null(settings_text(settings, SETTING_CONFIG_FROM));
}

static void
test_config_document__a_misspelt_key_is_remembered_with_its_object(UNUSED void **state)
{
	assert_true(offer(&secret, "{\"kind\":\"Secret\",\"data\":{\"NOETL_PASWORD\":\"eA==\"}}"));
	assert_string_equal(settings_typo(settings, SETTING_NOETL_PASSWORD),
	                    "NOETL_PASWORD (Secret postgres/postgres-secret)");
	settings_offer(settings, SETTING_NOETL_PASSWORD, SETTING_FROM_FLAG, "x", "x");
	assert_null(settings_typo(settings, SETTING_NOETL_PASSWORD));
}

#define ALONE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ALONE(test_config_document__values_are_offered_with_their_place),
		ALONE(test_config_document__ranks_below_what_is_nearer_and_above_libpq),
		ALONE(test_config_document__bad_values_are_problems_that_show_no_secret),
		ALONE(test_config_document__a_value_that_is_too_large_is_a_problem),
		ALONE(test_config_document__other_documents_are_refused),
		ALONE(test_config_document__without_a_setting_is_worth_a_warning),
		ALONE(test_config_document__cannot_name_other_sources),
		ALONE(test_config_document__a_misspelt_key_is_remembered_with_its_object),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
