#include "app/partition/partition_upkeep.h"

#include "base/array.h"
#include "base/memory.h"
#include "fake_application.h"
#include "unit_test.h"

static struct fake_application fake;
static int resolved_count;

static const char *const *
all_names(UNUSED void *context)
{
	static const char *const names[] = {"catalog", "noetl", NULL};

	return names;
}

static bool
resolve(UNUSED void *context, const char *bundle, UNUSED const struct settings *settings,
        struct managed_schema_list *schemas, struct failure *failure)
{
	if (bundle[0] == '?')
		return fail(failure, FAILURE_USAGE, "there is no bundle \"%s\"", bundle);
	resolved_count++;
	*ARRAY_ADD(schemas->items, schemas->count) = (struct managed_schema){
		.source = memory_format("bundle:%s", bundle), .name = memory_copy_text(bundle)};
	return true;
}

static const struct bundle_source bundles = {.names = all_names, .resolve = resolve};

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	fake.application.bundles = &bundles;
	resolved_count = 0;
	return 0;
}

static void
test_partition_upkeep__says_of_a_named_bundle_that_it_has_none(UNUSED void **state)
{
	static const char *const names[] = {"noetl"};
	const struct selection request = {.bundles = names, .bundle_count = 1};
	struct failure failure = {0};

	assert_true(partition_upkeep(&fake.application, &request, &failure));
	assert_int_equal(resolved_count, 1);
	assert_int_equal(fake_application_logged(
						 &fake, "bundle:noetl: schema \"noetl\" has no partitions to maintain"),
	                 1);
	assert_int_equal(fake.database.open_count, 0);
}

static void
test_partition_upkeep__passes_the_others_over_in_silence(UNUSED void **state)
{
	const struct selection every_bundle = {0};
	struct failure failure = {0};

	assert_true(partition_upkeep(&fake.application, &every_bundle, &failure));
	assert_int_equal(resolved_count, 2);
	assert_string_equal(text_bytes(&fake.log), "");
	assert_int_equal(fake.database.open_count, 0);
}

static void
test_partition_upkeep__begins_nothing_if_one_name_is_wrong(UNUSED void **state)
{
	static const char *const names[] = {"noetl", "?"};
	const struct selection request = {.bundles = names, .bundle_count = 2};
	struct failure failure = {0};

	assert_false(partition_upkeep(&fake.application, &request, &failure));
	assert_int_equal(failure.kind, FAILURE_USAGE);
	assert_string_equal(text_bytes(&fake.log), "");
}

#define UPKEEP_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fake_application_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UPKEEP_TEST(test_partition_upkeep__says_of_a_named_bundle_that_it_has_none),
		UPKEEP_TEST(test_partition_upkeep__passes_the_others_over_in_silence),
		UPKEEP_TEST(test_partition_upkeep__begins_nothing_if_one_name_is_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
