#include "app/apply/own_part.h"

#include <string.h>

#include "fake_run.h"
#include "unit_test.h"

static struct fake_run fake;
static struct definitions before;
static struct definitions live;

static int
set_up(UNUSED void **state)
{
	fake_run_init(&fake);
	fake_run_open(&fake);
	fake.schema.is_file = true;
	fake.run.observed = (struct observed_state){.schema_exists = true};
	before = fake_definition_list("schema s 1, table s.a 1, table s.by_hand 1, table s.old 1");
	live = fake_definition_list("schema s 1, table s.a 1, table s.b 1, table s.by_hand 1, "
	                            "table s.old 2");
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	definitions_free(&before);
	definitions_free(&live);
	fake_run_free(&fake);
	return 0;
}

static bool
is_kept(const char *kind, const char *identity)
{
	for (size_t index = 0; index < live.objects.count; index++)
	{
		const struct definition *object = &live.objects.items[index];

		if (strcmp(object->kind_name, kind) == 0 && strcmp(object->identity, identity) == 0)
			return true;
	}
	return false;
}

static void
test_own_part__is_all_where_nobody_else_makes_anything(UNUSED void **state)
{
	assert_true(own_part_take(&fake.run, &before, &live, &fake.failure));
	assert_int_equal(live.objects.count, 5);
}

static void
test_own_part__is_what_the_run_made_and_changed(UNUSED void **state)
{
	fake.catalog.expected_elsewhere = "schema s 1, table s.a 1";
	assert_true(own_part_take(&fake.run, &before, &live, &fake.failure));
	assert_int_equal(live.objects.count, 3);
	assert_true(is_kept("schema", "s"));
	assert_true(is_kept("table", "s.b"));
	assert_true(is_kept("table", "s.old"));
}

static void
test_own_part__has_what_is_recorded_of_it(UNUSED void **state)
{
	fake.run.observed.is_recorded = true;
	fake.catalog.expected_elsewhere = "table s.a 1";
	fake.catalog.expected = "table s.by_hand 1, table s.gone 1";
	assert_true(own_part_take(&fake.run, &before, &live, &fake.failure));
	assert_true(is_kept("table", "s.by_hand"));
	assert_false(is_kept("table", "s.a"));
	assert_false(is_kept("table", "s.gone"));
}

static void
test_own_part__names_what_others_make_too(UNUSED void **state)
{
	fake.catalog.expected_elsewhere = "column s.a.n 1, schema s 1, table s.a 1";
	assert_true(own_part_warn_of_shared(&fake.run, &live, &fake.failure));
	assert_int_equal(fake_application_logged(&fake.fake, "table s.a ("), 1);
	assert_int_equal(fake_application_logged(&fake.fake, "schema s"), 0);
}

static void
test_own_part__says_nothing_where_nothing_is_shared(UNUSED void **state)
{
	fake.catalog.expected_elsewhere = "schema s 1, table s.c 1";
	assert_true(own_part_warn_of_shared(&fake.run, &live, &fake.failure));
	assert_int_equal(fake_application_logged(&fake.fake, "make the same"), 0);
}

static bool
agree(const char *elsewhere)
{
	cleanup_definitions struct definitions desired =
		fake_definition_list("column s.a.n 1, schema s 1, table s.a 1");

	fake.run.observed.ledger_exists = true;
	fake.catalog.expected_elsewhere = elsewhere;
	return own_part_check_agreed(&fake.run, &desired, &fake.failure);
}

static void
test_own_part__is_agreed_on_where_others_desire_the_same(UNUSED void **state)
{
	assert_true(agree("column s.a.n 1, column s.a.m 1, schema s 2, table s.b 1"));
}

static void
test_own_part__names_what_others_desire_differently(UNUSED void **state)
{
	assert_false(agree("column s.a.n 2, schema s 2, table s.a 2"));
	assert_int_equal(fake.failure.kind, FAILURE_DRIFT);
	assert_non_null(strstr(fake.failure.message, "column s.a.n, table s.a; nothing was changed"));
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_own_part__is_all_where_nobody_else_makes_anything),
		RUN_TEST(test_own_part__is_what_the_run_made_and_changed),
		RUN_TEST(test_own_part__has_what_is_recorded_of_it),
		RUN_TEST(test_own_part__names_what_others_make_too),
		RUN_TEST(test_own_part__says_nothing_where_nothing_is_shared),
		RUN_TEST(test_own_part__is_agreed_on_where_others_desire_the_same),
		RUN_TEST(test_own_part__names_what_others_desire_differently),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
