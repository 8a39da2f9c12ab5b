#include "app/converge/authority.h"

#include <string.h>

#include "fake_converge.h"
#include "unit_test.h"

static struct fake_converge fake;
static struct fake_facts live;

static int
set_up(UNUSED void **state)
{
	fake_converge_init(&fake);
	fake_attribute(&live, fake_table(&live, "s.mine"), "owner", "noetl", "noetl");
	fake_attribute(&live, fake_table(&live, "s.theirs"), "owner", "other", "noetl");
	(void)fake_column(&live, "s.theirs", "c", "integer");
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_facts_free(&live);
	fake_converge_free(&fake);
	return 0;
}

static struct change_step steps[] = {
	{.alternatives = {"alter mine"}, .kind = FACT_TABLE, .id = "s.mine"},
	{.alternatives = {"alter c"}, .kind = FACT_COLUMN, .id = "s.theirs.c"},
	{.alternatives = {"alter theirs"}, .kind = FACT_TABLE, .id = "s.theirs"},
	{.alternatives = {"create new"}, .kind = FACT_TABLE, .id = "s.new"},
};

static bool
check(size_t first, size_t count)
{
	const struct change_plan plan = {.steps = steps + first, .count = count};

	return authority_check(&fake.run.run, fake_set(&live), &plan, &fake.run.failure);
}

static void
test_authority__each_owner_is_asked_about_once(UNUSED void **state)
{
	assert_true(check(0, 4));
	assert_string_equal(text_bytes(&fake.roles), "noetl other ");
	assert_string_equal(fake_run_calls(&fake.run), "find_strangers ");
}

static void
test_authority__what_is_new_has_no_owner_yet(UNUSED void **state)
{
	fake.stranger = "other";
	assert_true(check(3, 1));
	assert_false(fake_run_called(&fake.run, "find_strangers"));
}

static void
test_authority__what_a_role_with_a_ledger_made_is_not_pruned(UNUSED void **state)
{
	fake.stranger = "other";
	fake.stranger_has_ledger = true;
	assert_false(check(0, 3));
	assert_int_equal(fake.run.failure.kind, FAILURE_DENIED);
	assert_non_null(strstr(fake.run.failure.message, "has a ledger of its own"));
}

static void
test_authority__a_part_belongs_to_the_owner_of_the_whole(UNUSED void **state)
{
	fake.stranger = "other";
	assert_false(check(0, 3));
	assert_int_equal(fake.run.failure.kind, FAILURE_DENIED);
	assert_int_equal(fake.run.failure.reason, REASON_NO_PRIVILEGE);
	assert_string_equal(fake.run.failure.message,
	                    "column s.theirs.c in database \"noetl\" has to be changed for "
	                    "bundle:noetl, and belongs to role other, which role \"noetl\" is not and "
	                    "cannot become; nothing was changed");
	assert_string_equal(fake.run.failure.hint,
	                    "As an administrator: GRANT other TO \"noetl\", or make \"noetl\" its "
	                    "owner.");
}

static void
test_authority__another_stranger_is_none_of_the_plan(UNUSED void **state)
{
	fake.stranger = "nobody";
	assert_true(check(0, 4));
}

static void
test_authority__tells_why_it_could_not_ask(UNUSED void **state)
{
	fake.strangers_failure = (struct failure){.kind = FAILURE_UNREACHABLE, .message = "gone"};
	assert_false(check(0, 1));
	assert_int_equal(fake.run.failure.kind, FAILURE_UNREACHABLE);
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_authority__each_owner_is_asked_about_once),
		RUN_TEST(test_authority__what_is_new_has_no_owner_yet),
		RUN_TEST(test_authority__what_a_role_with_a_ledger_made_is_not_pruned),
		RUN_TEST(test_authority__a_part_belongs_to_the_owner_of_the_whole),
		RUN_TEST(test_authority__another_stranger_is_none_of_the_plan),
		RUN_TEST(test_authority__tells_why_it_could_not_ask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
