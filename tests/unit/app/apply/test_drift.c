#include "app/apply/drift.h"

#include <string.h>

#include "fake_run.h"
#include "unit_test.h"

static struct fake_run fake;
static const struct definitions nothing_elsewhere;

static int
set_up(UNUSED void **state)
{
	fake_run_init(&fake);
	fake_run_open(&fake);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_run_free(&fake);
	return 0;
}

static void
test_drift__is_what_is_missing_or_different(UNUSED void **state)
{
	cleanup_definitions struct definitions expected =
		fake_definition_list("table s.a 1, index s.i 1");
	cleanup_definitions struct definitions live = fake_definition_list("table s.a 2, view s.v 1");

	assert_false(drift_check(&fake.run, &expected, &live, &nothing_elsewhere, &fake.failure));
	assert_int_equal(fake.failure.kind, FAILURE_DRIFT);
	assert_non_null(strstr(fake.failure.message, "2 of 2 promised definitions"));
	assert_string_equal(fake.failure.detail, "missing: index s.i; changed: table s.a");
	assert_true(fake.failure.hint[0] != '\0');
}

static void
test_drift__is_not_what_others_have_added(UNUSED void **state)
{
	cleanup_definitions struct definitions expected = fake_definition_list("table s.a 1");
	cleanup_definitions struct definitions live = fake_definition_list("table s.a 1, view s.v 1");

	assert_true(drift_check(&fake.run, &expected, &live, &nothing_elsewhere, &fake.failure));
	assert_int_equal(fake.failure.kind, FAILURE_NONE);
}

static void
test_drift__is_what_nobody_has_promised_where_it_prunes(UNUSED void **state)
{
	cleanup_definitions struct definitions expected = fake_definition_list("table s.a 1");
	cleanup_definitions struct definitions elsewhere = fake_definition_list("table s.b 1");
	cleanup_definitions struct definitions live =
		fake_definition_list("role r 1, table s.a 1, table s.b 2");
	cleanup_definitions struct definitions live_with_more =
		fake_definition_list("table s.a 1, table s.b 2, view s.v 1");

	fake.schema.prunes = true;
	assert_true(drift_check(&fake.run, &expected, &live, &elsewhere, &fake.failure));
	assert_false(drift_check(&fake.run, &expected, &live_with_more, &elsewhere, &fake.failure));
	assert_int_equal(fake.failure.kind, FAILURE_DRIFT);
	assert_string_equal(fake.failure.detail, "added: view s.v");
	assert_non_null(strstr(fake.failure.hint, "--prune"));
}

static void
test_drift__is_listed_up_to_a_whole_entry(UNUSED void **state)
{
	cleanup_definitions struct definitions expected =
		fake_definition_list("table s.a 1, index s.i 1, view s.v 1");
	const struct definitions nothing = {0};
	cleanup_definition_difference_list struct definition_difference_list differences = {0};
	char words[70];

	definitions_compare(&expected, &nothing, &differences);
	drift_list(&differences, words, sizeof words);
	assert_string_equal(words, "missing: index s.i; and 2 more");
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_drift__is_what_is_missing_or_different),
		RUN_TEST(test_drift__is_not_what_others_have_added),
		RUN_TEST(test_drift__is_what_nobody_has_promised_where_it_prunes),
		RUN_TEST(test_drift__is_listed_up_to_a_whole_entry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
