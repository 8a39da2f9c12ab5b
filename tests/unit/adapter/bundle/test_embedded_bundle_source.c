#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapter/bundle/embedded_bundle_source.h"
#include "unit_test.h"

static bool
resolve(const char *bundle, const struct settings *settings, struct managed_schema_list *schemas,
        struct failure *failure)
{
	const struct bundle_source *source = embedded_bundle_source();

	return source->resolve(source->context, bundle, settings, schemas, failure);
}

static void
set(struct settings *settings, enum setting_key key, const char *value)
{
	settings_offer(settings, key, SETTING_FROM_FLAG, "test", value);
}

static void
test_embedded_bundle_source__names_every_bundle_in_order(UNUSED void **state)
{
	const char *const *names = embedded_bundle_source()->names(NULL);

	assert_string_equal(names[0], "catalog");
	assert_string_equal(names[1], "noetl");
	assert_string_equal(names[2], "system");
	assert_string_equal(names[3], "workspace");
	assert_null(names[4]);
	assert_ptr_equal(names, embedded_bundle_source()->names(NULL));
}

static void
test_embedded_bundle_source__every_bundle_resolves_with_default_settings(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();

	for (const char *const *name = embedded_bundle_source()->names(NULL); *name != NULL; name++)
	{
		cleanup_managed_schema_list struct managed_schema_list schemas = {NULL, 0};
		struct failure failure = {0};

		assert_true(resolve(*name, settings, &schemas, &failure));
		assert_true(schemas.count > 0);
		for (size_t index = 0; index < schemas.count; index++)
		{
			assert_string_equal(schemas.items[index].bundle, *name);
			assert_true(schemas.items[index].version > 0);
			assert_int_equal(strlen(schemas.items[index].checksum), 64);
			assert_false(schemas.items[index].is_file);
		}
	}
}

static void
test_embedded_bundle_source__looks_up_settings(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	cleanup_managed_schema_list struct managed_schema_list schemas = {NULL, 0};
	struct failure failure = {0};

	set(settings, SETTING_NOETL_POSTGRES_DB, "platform");
	set(settings, SETTING_NOETL_SCHEMA, "Tenant 7");
	set(settings, SETTING_NOETL_USER, "owner");
	assert_true(resolve("noetl", settings, &schemas, &failure));
	assert_int_equal(schemas.count, 1);
	assert_string_equal(schemas.items[0].source, "bundle:noetl");
	assert_string_equal(schemas.items[0].database, "platform");
	assert_string_equal(schemas.items[0].name, "Tenant 7");
	assert_string_equal(schemas.items[0].owner, "owner");
	assert_string_equal(schemas.items[0].scripts[0].name, "ddl/noetl/010_snowflake.sql");
	assert_int_equal(schemas.items[0].scripts[0].length_bytes,
	                 strlen(schemas.items[0].scripts[0].text));
	assert_string_equal(schemas.items[0].required_columns[0].column, "event_log.timestamp");
}

static void
test_embedded_bundle_source__the_checksum_is_of_the_scripts_not_of_the_settings(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	cleanup_managed_schema_list struct managed_schema_list first = {NULL, 0};
	cleanup_managed_schema_list struct managed_schema_list second = {NULL, 0};
	cleanup_managed_schema_list struct managed_schema_list other = {NULL, 0};
	struct failure failure = {0};

	assert_true(resolve("noetl", settings, &first, &failure));
	set(settings, SETTING_NOETL_SCHEMA, "elsewhere");
	assert_true(resolve("noetl", settings, &second, &failure));
	assert_true(resolve("catalog", settings, &other, &failure));
	assert_string_equal(first.items[0].checksum, second.items[0].checksum);
	assert_string_not_equal(first.items[0].checksum, other.items[0].checksum);
}

static void
test_embedded_bundle_source__several_bundles_stand_in_the_order_asked_for(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	cleanup_managed_schema_list struct managed_schema_list schemas = {NULL, 0};
	struct failure failure = {0};

	assert_true(resolve("workspace", settings, &schemas, &failure));
	assert_true(resolve("system", settings, &schemas, &failure));
	assert_true(resolve("noetl", settings, &schemas, &failure));
	assert_false(resolve("none", settings, &schemas, &failure));
	assert_int_equal(schemas.count, 10);
	assert_string_equal(schemas.items[0].source, "bundle:workspace");
	assert_string_equal(schemas.items[1].source, "bundle:system/event_processing_service");
	assert_string_equal(schemas.items[9].source, "bundle:noetl");
}

static bool
has_script(const struct managed_schema *schema, const char *part)
{
	for (size_t index = 0; index < schema->script_count; index++)
		if (strstr(schema->scripts[index].name, part) != NULL)
			return true;
	return false;
}

static void
test_embedded_bundle_source__a_layout_chooses_databases_and_scripts(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	cleanup_managed_schema_list struct managed_schema_list schemas = {NULL, 0};
	cleanup_managed_schema_list struct managed_schema_list databases = {NULL, 0};
	struct failure failure = {0};

	assert_true(resolve("system", settings, &schemas, &failure));
	assert_int_equal(schemas.count, 8);
	assert_string_equal(schemas.items[1].source, "bundle:system/workflow_orchestrator_service");
	assert_string_equal(schemas.items[1].database, "noetl");
	assert_true(has_script(&schemas.items[1], "references"));
	set(settings, SETTING_LAYOUT, "databases");
	assert_true(resolve("system", settings, &databases, &failure));
	assert_string_equal(databases.items[1].database, "workflow_orchestrator_service");
	assert_string_equal(databases.items[1].name, "workflow_orchestrator_service");
	assert_false(has_script(&databases.items[1], "references"));
	assert_string_not_equal(schemas.items[1].checksum, databases.items[1].checksum);
}

static void
test_embedded_bundle_source__a_partition_rule_belongs_to_its_schema(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	cleanup_managed_schema_list struct managed_schema_list schemas = {NULL, 0};
	struct failure failure = {0};

	assert_true(resolve("catalog", settings, &schemas, &failure));
	assert_int_equal(schemas.items[0].partition_count, 1);
	assert_string_equal(schemas.items[0].partitions[0].table, "event");
	assert_int_equal(schemas.items[0].partitions[0].interval, PARTITION_MONTH);
}

static void
test_embedded_bundle_source__the_workspace_has_expectations_and_no_scripts(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	cleanup_managed_schema_list struct managed_schema_list schemas = {NULL, 0};
	struct failure failure = {0};

	assert_true(resolve("workspace", settings, &schemas, &failure));
	assert_int_equal(schemas.items[0].script_count, 0);
	assert_string_equal(schemas.items[0].extensions[0].name, "plpython3u");
	assert_false(schemas.items[0].extensions[0].is_required);
}

static void
test_embedded_bundle_source__an_unknown_bundle_is_told_with_the_known_ones(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	struct managed_schema_list schemas = {NULL, 0};
	struct failure failure = {0};

	assert_false(resolve("neotl", settings, &schemas, &failure));
	assert_int_equal(failure.kind, FAILURE_USAGE);
	assert_non_null(strstr(failure.message, "neotl"));
	assert_non_null(strstr(failure.hint, "catalog, noetl, system, workspace"));
	assert_int_equal(schemas.count, 0);
}

static bool
resolve_files(const char *const *paths, size_t path_count, struct managed_schema_list *schemas,
              struct failure *failure)
{
	const struct bundle_source *source = embedded_bundle_source();
	cleanup_settings struct settings *settings = settings_new();

	const struct bundle_files files = {paths, path_count};

	return source->resolve_files(source->context, &files, settings, schemas, failure);
}

/* Writes a file that the test removes. */
static void
write_file(char path[], const char *bytes, size_t length_bytes)
{
	int descriptor = mkstemp(path);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, bytes, length_bytes), (ssize_t)length_bytes);
	(void)close(descriptor);
}

static void
test_embedded_bundle_source__files_are_one_schema_in_their_order(UNUSED void **state)
{
	char first[] = "/tmp/test_files_XXXXXX";
	char second[] = "/tmp/test_files_XXXXXX";
	cleanup_managed_schema_list struct managed_schema_list forth = {NULL, 0};
	cleanup_managed_schema_list struct managed_schema_list back = {NULL, 0};
	struct failure failure = {0};

	write_file(first, "\xef\xbb\xbfselect 1;\n", 13);
	write_file(second, "select 2;\n", 10);
	assert_true(resolve_files((const char *[]){first, second}, 2, &forth, &failure));
	assert_true(resolve_files((const char *[]){second, first}, 2, &back, &failure));
	(void)unlink(first);
	(void)unlink(second);
	assert_int_equal(forth.count, 1);

	const struct managed_schema *schema = &forth.items[0];

	assert_true(schema->is_file);
	assert_int_equal(schema->version, 0);
	assert_string_equal(schema->bundle, strrchr(first, '/') + 1);
	assert_string_equal(schema->source + strlen("file:"), schema->bundle);
	assert_string_equal(schema->database, "noetl");
	assert_string_equal(schema->name, "noetl");
	assert_string_equal(schema->owner, "noetl");
	assert_int_equal(schema->script_count, 2);
	assert_string_equal(schema->scripts[0].name, first);
	assert_string_equal(schema->scripts[0].text, "select 1;\n");
	assert_string_not_equal(schema->checksum, back.items[0].checksum);
}

static void
test_embedded_bundle_source__an_unreadable_file_is_a_setting_to_fix(UNUSED void **state)
{
	struct managed_schema_list schemas = {NULL, 0};
	struct failure failure = {0};

	assert_false(resolve_files((const char *[]){"/nowhere/a.sql"}, 1, &schemas, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_non_null(strstr(failure.message, "/nowhere/a.sql"));
	assert_true(failure.hint[0] != '\0');
	assert_false(resolve_files((const char *[]){"/proc/self"}, 1, &schemas, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_non_null(strstr(failure.message, "holds no script"));
}

static void
test_embedded_bundle_source__files_may_be_given_a_name(UNUSED void **state)
{
	const struct bundle_source *source = embedded_bundle_source();
	const char *const paths[] = {"/dev/null"};
	const struct bundle_files files = {paths, 1};
	const struct bundle_files none = {NULL, 0};
	cleanup_settings struct settings *settings = settings_new();
	cleanup_managed_schema_list struct managed_schema_list schemas = {NULL, 0};
	struct failure failure = {0};

	settings_offer(settings, SETTING_NOETL_NAME, SETTING_FROM_FLAG, "--name", "billing");
	assert_true(source->resolve_files(source->context, &files, settings, &schemas, &failure));
	assert_true(source->resolve_files(source->context, &none, settings, &schemas, &failure));
	assert_string_equal(schemas.items[0].source, "file:billing");
	assert_string_equal(schemas.items[1].source, "file:billing");
	assert_true(managed_schema_has_ddl(&schemas.items[0]));
	assert_false(managed_schema_has_ddl(&schemas.items[1]));
	assert_string_equal(schemas.items[1].checksum, "");
}

static void
test_embedded_bundle_source__a_file_without_a_usable_name_needs_one(UNUSED void **state)
{
	struct managed_schema_list schemas = {NULL, 0};
	struct failure failure = {0};

	assert_false(resolve_files((const char *[]){"/dev/null/a b.sql"}, 1, &schemas, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_non_null(strstr(failure.message, "\"a b\""));
	assert_non_null(strstr(failure.hint, "--name"));
}

static void
test_embedded_bundle_source__a_file_with_nul_bytes_is_refused(UNUSED void **state)
{
	char path[] = "/tmp/test_files_XXXXXX";
	struct managed_schema_list schemas = {NULL, 0};
	struct failure failure = {0};

	write_file(path, "s\0e\0l\0", 6);
	assert_false(resolve_files((const char *[]){path}, 1, &schemas, &failure));
	(void)unlink(path);
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_non_null(strstr(failure.message, "byte 2 is NUL"));
}

static void
test_embedded_bundle_source__a_file_has_a_largest_size(UNUSED void **state)
{
	struct managed_schema_list schemas = {NULL, 0};
	struct failure failure = {0};

	/* Endless. */
	assert_false(resolve_files((const char *[]){"/dev/zero"}, 1, &schemas, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_non_null(strstr(failure.message, "exceeds 64 MiB"));
}

static void
test_embedded_bundle_source__standard_input_is_read_once(UNUSED void **state)
{
	struct managed_schema_list schemas = {NULL, 0};
	struct failure failure = {0};

	assert_false(resolve_files((const char *[]){"-", "-"}, 2, &schemas, &failure));
	assert_int_equal(failure.kind, FAILURE_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_embedded_bundle_source__names_every_bundle_in_order),
		cmocka_unit_test(test_embedded_bundle_source__every_bundle_resolves_with_default_settings),
		cmocka_unit_test(test_embedded_bundle_source__looks_up_settings),
		cmocka_unit_test(
			test_embedded_bundle_source__the_checksum_is_of_the_scripts_not_of_the_settings),
		cmocka_unit_test(test_embedded_bundle_source__several_bundles_stand_in_the_order_asked_for),
		cmocka_unit_test(test_embedded_bundle_source__a_layout_chooses_databases_and_scripts),
		cmocka_unit_test(test_embedded_bundle_source__a_partition_rule_belongs_to_its_schema),
		cmocka_unit_test(
			test_embedded_bundle_source__the_workspace_has_expectations_and_no_scripts),
		cmocka_unit_test(
			test_embedded_bundle_source__an_unknown_bundle_is_told_with_the_known_ones),
		cmocka_unit_test(test_embedded_bundle_source__files_are_one_schema_in_their_order),
		cmocka_unit_test(test_embedded_bundle_source__files_may_be_given_a_name),
		cmocka_unit_test(test_embedded_bundle_source__a_file_without_a_usable_name_needs_one),
		cmocka_unit_test(test_embedded_bundle_source__an_unreadable_file_is_a_setting_to_fix),
		cmocka_unit_test(test_embedded_bundle_source__a_file_with_nul_bytes_is_refused),
		cmocka_unit_test(test_embedded_bundle_source__a_file_has_a_largest_size),
		cmocka_unit_test(test_embedded_bundle_source__standard_input_is_read_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
