#include "app/converge/policy.h"

#include <string.h>

#include "fake_converge.h"
#include "unit_test.h"

static struct fake_converge fake;
static struct fake_facts before;

static int
set_up(UNUSED void **state)
{
	fake_converge_init(&fake);
	fake_table(&before, "s.t")->objid = 11;
	fake_table(&before, "s.p")->extra.is_partition = true;

	struct fact *column = fake_column(&before, "s.t", "c", "integer");

	column->objid = 11;
	column->objsubid = 3;
	(void)fake_fact(&before, FACT_FUNCTION, "s.f()", "");
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_facts_free(&before);
	fake_converge_free(&fake);
	return 0;
}

static bool
check(struct change_step *steps, size_t count)
{
	const struct change_plan plan = {.steps = steps, .count = count};

	return policy_check(&fake.run.run, fake_set(&before), &plan, &fake.run.failure);
}

static bool
check_one(enum hazard hazard, enum fact_kind kind, const char *id)
{
	struct change_step step = {
		.alternatives = {"drop it"}, .hazard = hazard, .kind = kind, .id = id};

	return check(&step, 1);
}

static void
test_policy__nothing_is_asked_where_nothing_is_lost(UNUSED void **state)
{
	assert_true(check_one(HAZARD_NONE, FACT_TABLE, "s.t"));
	assert_true(check_one(HAZARD_REWRITE, FACT_TABLE, "s.t"));
	assert_string_equal(fake_run_calls(&fake.run), "");
}

static void
test_policy__a_loss_is_told_with_its_rows_and_what_allows_it(UNUSED void **state)
{
	fake.loss = (struct loss){
		.kind = (char *)"table", .name = (char *)"s.t", .row_count = 12, .size_bytes = 8192};
	assert_false(check_one(HAZARD_DESTRUCTIVE, FACT_TABLE, "s.t"));
	assert_int_equal(fake.run.failure.kind, FAILURE_DESTRUCTIVE);
	assert_string_equal(text_bytes(&fake.suspects), "gone:11: ");
	assert_non_null(strstr(fake.run.failure.message,
	                       "to bring schema \"noetl\" in database \"noetl\" to bundle:noetl would "
	                       "destroy: table s.t (12 rows"));
	assert_non_null(strstr(fake.run.failure.message, "; nothing was changed"));
	assert_non_null(strstr(fake.run.failure.hint, "--allow 'table:s.t' (or NOETL_ALLOW)"));
	assert_non_null(strstr(fake.run.failure.hint, "--destructive allow"));
}

static void
test_policy__a_column_is_measured_by_its_number(UNUSED void **state)
{
	assert_false(check_one(HAZARD_DESTRUCTIVE, FACT_COLUMN, "s.t.c"));
	assert_string_equal(text_bytes(&fake.suspects), "column:11:3 ");
}

static void
test_policy__what_holds_no_rows_is_refused_and_not_measured(UNUSED void **state)
{
	assert_false(check_one(HAZARD_DESTRUCTIVE, FACT_FUNCTION, "s.f()"));
	assert_non_null(strstr(fake.run.failure.message, "function s.f()"));
	assert_false(fake_run_called(&fake.run, "read_losses"));
}

static void
test_policy__an_object_is_told_once(UNUSED void **state)
{
	struct change_step steps[] = {
		{.hazard = HAZARD_DESTRUCTIVE, .kind = FACT_TABLE, .id = "s.t"},
		{.hazard = HAZARD_DESTRUCTIVE, .kind = FACT_TABLE, .id = "s.t"},
	};

	assert_false(check(steps, 2));

	const char *first = strstr(fake.run.failure.message, "s.t");

	assert_non_null(first);
	assert_null(strstr(first + 1, "s.t"));
}

static void
test_policy__what_the_run_has_made_is_nobodys_loss(UNUSED void **state)
{
	assert_true(check_one(HAZARD_DESTRUCTIVE, FACT_TABLE, "s.new"));
}

static void
test_policy__just_what_is_named_is_allowed(UNUSED void **state)
{
	struct change_step steps[] = {
		{.hazard = HAZARD_DESTRUCTIVE, .kind = FACT_TABLE, .id = "s.t"},
		{.hazard = HAZARD_DESTRUCTIVE, .kind = FACT_COLUMN, .id = "s.t.c"},
	};

	fake_application_set(&fake.run.fake, SETTING_ALLOW, "table:s.t");
	assert_true(check(steps, 1));
	assert_false(check(steps, 2));
	assert_null(strstr(fake.run.failure.message, "table s.t"));
	assert_non_null(strstr(fake.run.failure.message, "column s.t.c"));
}

static void
test_policy__a_partition_is_named_as_one_or_as_a_table(UNUSED void **state)
{
	fake_application_set(&fake.run.fake, SETTING_ALLOW, "partition:s.p,partition:s.t");
	assert_true(check_one(HAZARD_DESTRUCTIVE, FACT_TABLE, "s.p"));
	assert_false(check_one(HAZARD_DESTRUCTIVE, FACT_TABLE, "s.t"));
}

static void
test_policy__everything_is_allowed_by_the_setting(UNUSED void **state)
{
	fake_application_set(&fake.run.fake, SETTING_DESTRUCTIVE, "allow");
	fake.run.schema.prunes = true;
	assert_true(check_one(HAZARD_DESTRUCTIVE, FACT_TABLE, "s.t"));
	assert_false(fake_run_called(&fake.run, "read_losses"));
}

static void
test_policy__a_revoke_is_a_loss_unless_the_schema_is_pruned(UNUSED void **state)
{
	assert_false(check_one(HAZARD_REVOKE, FACT_TABLE, "s.t"));
	fake.run.schema.prunes = true;
	assert_true(check_one(HAZARD_REVOKE, FACT_TABLE, "s.t"));
	assert_false(check_one(HAZARD_DESTRUCTIVE, FACT_TABLE, "s.t"));
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_policy__nothing_is_asked_where_nothing_is_lost),
		RUN_TEST(test_policy__a_loss_is_told_with_its_rows_and_what_allows_it),
		RUN_TEST(test_policy__a_column_is_measured_by_its_number),
		RUN_TEST(test_policy__what_holds_no_rows_is_refused_and_not_measured),
		RUN_TEST(test_policy__an_object_is_told_once),
		RUN_TEST(test_policy__what_the_run_has_made_is_nobodys_loss),
		RUN_TEST(test_policy__just_what_is_named_is_allowed),
		RUN_TEST(test_policy__a_partition_is_named_as_one_or_as_a_table),
		RUN_TEST(test_policy__everything_is_allowed_by_the_setting),
		RUN_TEST(test_policy__a_revoke_is_a_loss_unless_the_schema_is_pruned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
