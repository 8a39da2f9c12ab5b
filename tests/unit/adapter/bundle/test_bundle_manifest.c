#include <string.h>

#include "adapter/bundle/bundle_manifest.h"
#include "base/count_of.h"
#include "unit_test.h"

static bool
parse(const char *yaml, struct bundle_manifest *manifest, struct failure *failure)
{
	return bundle_manifest_parse("ddl/x/bundle.yaml", yaml, strlen(yaml), manifest, failure);
}

#define HEAD "bundle: x\nversion: 7\ndescription: about x\n"
#define SCHEMA                                                        \
	"schemas:\n- {name: a, database: NOETL_POSTGRES_DB, schema: =s, " \
	"owner: NOETL_USER, scripts: [1.sql, {file: 9.sql, layout: schemas}]"

static void
test_bundle_manifest__reads_every_key(UNUSED void **state)
{
	cleanup_bundle_manifest struct bundle_manifest manifest = {0};
	struct failure failure = {0};

	assert_true(parse(HEAD
	                  "layouts: [schemas, databases]\n" SCHEMA
	                  ", extensions: [{name: e, required: false}, {name: f}]"
	                  ", required_columns: [{column: t.c, not_null: true, has_default: true}]}\n"
	                  "partitions:\n"
	                  "- {part: a, table: t, column: c, interval: quarter, ahead: 3}\n"
	                  "- {part: a, table: u, column: d, interval: day, ahead: 2, retain: 30, "
	                  "on_expiry: drop}\n",
	                  &manifest, &failure));
	assert_string_equal(manifest.bundle, "x");
	assert_int_equal(manifest.version, 7);
	assert_int_equal(manifest.layout_count, 2);
	assert_int_equal(manifest.schema_count, 1);

	const struct manifest_schema *schema = &manifest.schemas[0];

	assert_string_equal(schema->database, "NOETL_POSTGRES_DB");
	assert_string_equal(schema->schema, "=s");
	assert_int_equal(schema->script_count, 2);
	assert_string_equal(schema->scripts[0].file, "1.sql");
	assert_null(schema->scripts[0].layout);
	assert_string_equal(schema->scripts[1].layout, "schemas");
	assert_false(schema->extensions[0].is_required);
	assert_true(schema->extensions[1].is_required);
	assert_string_equal(schema->required_columns[0].column, "t.c");
	assert_true(schema->required_columns[0].not_null);
	assert_true(schema->required_columns[0].has_default);
	assert_int_equal(manifest.partition_count, 2);
	assert_int_equal(manifest.partitions[0].interval, PARTITION_QUARTER);
	assert_int_equal(manifest.partitions[0].ahead_count, 3);
	assert_int_equal(manifest.partitions[0].expiry, PARTITION_EXPIRY_NEVER);
	assert_int_equal(manifest.partitions[1].interval, PARTITION_DAY);
	assert_int_equal(manifest.partitions[1].retain_count, 30);
	assert_int_equal(manifest.partitions[1].expiry, PARTITION_EXPIRY_DROP);
}

static const struct
{
	const char *yaml;
	const char *complaint;
} wrong_manifests[] = {
	{"", "empty"},
	{"- a\n", "bundle.yaml:1: expected \"key: value\""},
	{"bundle: [x\n", "bundle.yaml:"},
	{HEAD, "missing key \"schemas\""},
	{HEAD "version: 8\n", "bundle.yaml:4: version is there twice"},
	{HEAD "colour: red\n", "bundle.yaml:4: unknown key \"colour\""},
	{HEAD SCHEMA ", colour: red}\n", "bundle.yaml:5: unknown key \"colour\""},
	{"bundle: x\nversion: 0\n", "expected a positive number, not \"0\""},
	{"bundle: x\nversion: 1.5\n", "expected a positive number, not \"1.5\""},
	{"bundle: x\nversion: 99999999999999999999\n", "expected a positive number"},
	{"bundle: {x: y}\n", "expected \"a value\""},
	{HEAD "schemas: none\n", "expected \"a list\""},
	{HEAD SCHEMA "}\n- {name: a, database: =d, schema: =s, owner: =o, scripts: []}\n",
     "schema \"a\" is there twice"},
	{HEAD SCHEMA ", required_columns: [{column: t.c, not_null: perhaps}]}\n",
     "true or false, not \"perhaps\""},
	{HEAD SCHEMA "}\npartitions: [{part: b, table: t, column: c, interval: day, ahead: 1}]\n",
     "no schema \"b\""},
	{HEAD SCHEMA "}\npartitions: [{part: a, table: t, column: c, interval: hour, ahead: 1}]\n",
     "unknown word \"hour\""},
	{HEAD SCHEMA "}\npartitions: [{part: a, table: t, column: c, interval: day, ahead: 1, "
                 "retain: 5}]\n",
     "missing key \"on_expiry\""},
	{HEAD SCHEMA "}\npartitions: [{part: a, table: t, column: c, interval: day, ahead: 1, "
                 "on_expiry: drop}]\n",
     "missing key \"retain\""},
	{HEAD SCHEMA "}\npartitions: [{part: a, table: t, column: c, interval: day, ahead: "
                 "9999999999}]\n",
     "too large a number"},
};

static void
test_bundle_manifest__refuses_what_it_does_not_know_and_says_where(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(wrong_manifests); index++)
	{
		struct bundle_manifest manifest = {0};
		struct failure failure = {0};

		assert_false(parse(wrong_manifests[index].yaml, &manifest, &failure));
		assert_int_equal(failure.kind, FAILURE_BUG);
		if (strstr(failure.message, wrong_manifests[index].complaint) == NULL)
			print_error("\"%s\" lacks \"%s\"\n", failure.message, wrong_manifests[index].complaint);
		assert_non_null(strstr(failure.message, wrong_manifests[index].complaint));
		assert_null(manifest.bundle);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bundle_manifest__reads_every_key),
		cmocka_unit_test(test_bundle_manifest__refuses_what_it_does_not_know_and_says_where),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
