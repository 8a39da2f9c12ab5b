#include "app/selection.h"

#include <string.h>

#include "base/memory.h"
#include "fake_application.h"
#include "fake_catalog.h"
#include "unit_test.h"

static struct fake_application fake;
static struct fake_catalog catalog;
static struct bundle_source bundles;
static struct managed_schema_list schemas;
static struct failure failure;
static const char *const names[] = {"noetl", "workspace"};
static const char *const paths[] = {"a.sql", "-"};

/* One schema for all files. */
static bool
resolve_files(void *context, const struct bundle_files *files, const struct settings *settings,
              struct managed_schema_list *resolved, struct failure *refusal)
{
	if (files->count > 0 && strcmp(files->paths[0], "absent.sql") == 0)
		return fail(refusal, FAILURE_SETTINGS, "there is no absent.sql");
	if (!fake.application.bundles->resolve(context, "file", settings, resolved, refusal))
		return false;

	struct managed_schema *schema = &resolved->items[resolved->count - 1];

	schema->is_file = true;
	schema->scripts = memory_allocate(files->count, sizeof *schema->scripts);
	schema->script_count = files->count;
	return true;
}

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	fake_catalog_init(&catalog, &fake.database);
	bundles = *fake.application.bundles;
	bundles.resolve_files = resolve_files;
	fake.application.bundles = &bundles;
	schemas = (struct managed_schema_list){0};
	failure = (struct failure){0};
	return 0;
}

static int
tear_down(void **state)
{
	managed_schema_list_free(&schemas);
	return fake_application_tear_down(state);
}

static void
test_selection__means_noetl_when_nothing_is_named(UNUSED void **state)
{
	const struct selection selection = {0};

	assert_true(selection_resolve(&fake.application, &selection, &schemas, &failure));
	assert_int_equal(schemas.count, 1);
	assert_string_equal(schemas.items[0].source, "bundle:noetl");
}

static void
test_selection__keeps_the_order_of_bundles_and_puts_files_last(UNUSED void **state)
{
	const struct selection selection = {
		.bundles = names, .bundle_count = 2, .files = paths, .file_count = 2};

	assert_true(selection_resolve(&fake.application, &selection, &schemas, &failure));
	assert_int_equal(schemas.count, 3);
	assert_string_equal(schemas.items[0].bundle, "noetl");
	assert_string_equal(schemas.items[1].bundle, "workspace");
	assert_true(schemas.items[2].is_file);
}

static void
test_selection__splits_files_and_leaves_bundles_for_later(UNUSED void **state)
{
	const struct selection of_files = {.files = paths, .file_count = 2};
	const struct selection of_bundles = {.bundles = names, .bundle_count = 2};

	assert_true(selection_resolve(&fake.application, &of_files, &schemas, &failure));
	assert_int_equal(schemas.count, 1);
	assert_string_equal(text_bytes(&fake.database.calls), "scan scan ");
	managed_schema_list_free(&schemas);
	text_clear(&fake.database.calls);
	assert_true(selection_resolve(&fake.application, &of_bundles, &schemas, &failure));
	assert_string_equal(text_bytes(&fake.database.calls), "");
}

static void
test_selection__means_files_by_their_name_alone(UNUSED void **state)
{
	const struct selection by_name = {.names_file = true};
	const struct selection beside = {.bundles = names, .bundle_count = 1, .names_file = true};

	assert_true(selection_resolve(&fake.application, &by_name, &schemas, &failure));
	assert_int_equal(schemas.count, 1);
	assert_true(schemas.items[0].is_file);
	assert_int_equal(schemas.items[0].script_count, 0);
	managed_schema_list_free(&schemas);
	assert_true(selection_resolve(&fake.application, &beside, &schemas, &failure));
	assert_int_equal(schemas.count, 2);
}

static void
test_selection__wants_the_ddl_of_a_name_where_it_is_needed(UNUSED void **state)
{
	const struct selection by_name = {.names_file = true, .needs_ddl = true};

	fake_application_set(&fake, SETTING_NOETL_NAME, "billing");
	assert_false(selection_resolve(&fake.application, &by_name, &schemas, &failure));
	assert_int_equal(failure.kind, FAILURE_USAGE);
	assert_non_null(strstr(failure.message, "\"billing\""));
	assert_non_null(strstr(failure.hint, "--file"));
}

static void
test_selection__gives_nothing_after_a_failure(UNUSED void **state)
{
	static const char *const absent[] = {"absent.sql"};
	const struct selection selection = {
		.bundles = names, .bundle_count = 1, .files = absent, .file_count = 1};

	assert_false(selection_resolve(&fake.application, &selection, &schemas, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_int_equal(schemas.count, 0);
	assert_null(schemas.items);
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_selection__means_noetl_when_nothing_is_named),
		RUN_TEST(test_selection__keeps_the_order_of_bundles_and_puts_files_last),
		RUN_TEST(test_selection__splits_files_and_leaves_bundles_for_later),
		RUN_TEST(test_selection__means_files_by_their_name_alone),
		RUN_TEST(test_selection__wants_the_ddl_of_a_name_where_it_is_needed),
		RUN_TEST(test_selection__gives_nothing_after_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
