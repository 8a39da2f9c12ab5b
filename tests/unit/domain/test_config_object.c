#include "domain/config_object.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "unit_test.h"

struct reference
{
	const char *text;
	bool is_secret;
	const char *namespace;
	const char *name;
};

static void
test_config_object__namespace_and_name_mean_a_config_map(UNUSED void **state)
{
	static const struct reference references[] = {
		{"postgres/postgres-config", false, "postgres", "postgres-config"},
		{"postgres/configmap/c", false, "postgres", "c"},
		{"postgres/ConfigMap/c", false, "postgres", "c"},
		{"postgres/cm/c", false, "postgres", "c"},
		{"a-1/secret/s.example.com", true, "a-1", "s.example.com"},
		{"a/Secret/s", true, "a", "s"},
		{"a/secret", false, "a", "secret"},
	};

	for (size_t index = 0; index < COUNT_OF(references); index++)
	{
		struct config_object object;

		assert_true(config_object_parse(references[index].text, &object));
		assert_int_equal(object.is_secret, references[index].is_secret);
		assert_string_equal(object.namespace, references[index].namespace);
		assert_string_equal(object.name, references[index].name);
		assert_string_equal(config_object_kind(&object),
		                    references[index].is_secret ? "Secret" : "ConfigMap");
	}
}

/* A name stands in a URL as it is. */
static void
test_config_object__other_names_are_refused(UNUSED void **state)
{
	static const char *const texts[] = {
		"",     "a",      "/",       "/a",          "a/",    "a//b",   "a/secret/", "a/pod/b",
		"A/b",  "a/B",    "a/..",    "a/.b",        "a/b.",  "a/b..c", "a/b-",      "a/-b",
		"-a/b", "a./b",   "a/b?c",   "a/b%2f",      "a/b c", "a.b/c",  "a/b-.c",    "a/secret/b/c",
		"../b", "a/b\nc", "a/b\xC3", "a/secret/..",
	};

	for (size_t index = 0; index < COUNT_OF(texts); index++)
	{
		struct config_object object;

		if (config_object_parse(texts[index], &object))
			print_error("\"%s\" was taken\n", texts[index]);
		assert_false(config_object_parse(texts[index], &object));
	}
}

static void
test_config_object__names_have_the_lengths_of_kubernetes(UNUSED void **state)
{
	char letters[300];
	struct config_object object;

	memset(letters, 'x', sizeof letters);

	cleanup_memory char *longest = memory_format("%.63s/%.253s", letters, letters);
	cleanup_memory char *long_namespace = memory_format("%.64s/x", letters);
	cleanup_memory char *long_name = memory_format("x/secret/%.254s", letters);

	assert_true(config_object_parse(longest, &object));
	assert_false(config_object_parse(long_namespace, &object));
	assert_false(config_object_parse(long_name, &object));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_config_object__namespace_and_name_mean_a_config_map),
		cmocka_unit_test(test_config_object__other_names_are_refused),
		cmocka_unit_test(test_config_object__names_have_the_lengths_of_kubernetes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
