#include "app/converge/converge.h"

#include <string.h>

#include "fake_converge.h"
#include "unit_test.h"

static struct fake_converge fake;
static struct fake_facts live;
static struct fake_facts desired;
static struct expectation expectation;

static int
set_up(UNUSED void **state)
{
	fake_converge_init(&fake);
	fake.run.schema.managed_scope = MANAGED_LIST;
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	expectation_free(&expectation);
	expectation = (struct expectation){0};
	fake_converge_free(&fake);
	return 0;
}

static struct fact *
owned_table(struct fake_facts *facts, const char *id, const char *owner)
{
	struct fact *table = fake_table(facts, id);

	fake_attribute(facts, table, "owner", owner, owner);
	return table;
}

static void
tell_final(struct fake_facts *facts, UNUSED int reading)
{
	(void)owned_table(facts, "noetl.new", "noetl");
	(void)owned_table(facts, "noetl.old", "noetl");
}

static bool
run_converge(const char *script)
{
	fake_converge_set_script(&fake, script);
	expectation.has_facts = true;
	expectation.live_facts = fake_set_take(&live);
	expectation.desired_facts = fake_set_take(&desired);
	return converge(&fake.run.run, &expectation, &fake.run.failure);
}

static void
test_converge__asks_first_then_changes_then_brings_the_data(UNUSED void **state)
{
	(void)owned_table(&live, "noetl.old", "other");
	(void)owned_table(&desired, "noetl.old", "noetl");
	(void)owned_table(&desired, "noetl.new", "noetl");
	fake.tell_live = tell_final;
	assert_true(run_converge("insert into new values (1);\ninsert into old values (1);\n"));
	assert_string_equal(fake_run_calls(&fake.run),
	                    "find_strangers "
	                    "savepoint [create table noetl.new;set noetl.old owner noetl;] settle "
	                    "release_savepoint definitions facts "
	                    "set_schema:noetl [insert into new values (1);] settle ");
	assert_int_equal(
		fake_application_logged(&fake.run.fake, "2 statements bring schema \"noetl\" to it"), 1);
}

static void
test_converge__changes_nothing_of_a_stranger(UNUSED void **state)
{
	(void)owned_table(&live, "noetl.old", "other");
	(void)owned_table(&desired, "noetl.old", "noetl");
	fake.stranger = "other";
	assert_false(run_converge("select 1;\n"));
	assert_int_equal(fake.run.failure.kind, FAILURE_DENIED);
	assert_false(fake_run_called(&fake.run, "["));
}

static void
record(const char *definitions)
{
	expectation.recorded = fake_definition_list(definitions);
}

static void
test_converge__destroys_nothing_that_is_not_allowed(UNUSED void **state)
{
	record("table noetl.old 1");
	(void)owned_table(&live, "noetl.old", "noetl");
	assert_false(run_converge("select 1;\n"));
	assert_int_equal(fake.run.failure.kind, FAILURE_DESTRUCTIVE);
	assert_false(fake_run_called(&fake.run, "["));
}

static void
test_converge__drops_what_was_recorded_and_keeps_what_nobody_manages(UNUSED void **state)
{
	record("table noetl.old 1");
	(void)owned_table(&live, "noetl.old", "noetl");
	(void)owned_table(&live, "noetl.foreign", "noetl");
	fake_application_set(&fake.run.fake, SETTING_DESTRUCTIVE, "allow");
	assert_true(run_converge(""));
	assert_true(fake_run_called(&fake.run, "[drop table noetl.old;] "));
	assert_false(fake_run_called(&fake.run, "drop table noetl.foreign"));
}

static void
test_converge__drops_what_was_recorded_where_nobody_said_what_is_managed(UNUSED void **state)
{
	record("table noetl.old 1");
	(void)owned_table(&live, "noetl.old", "noetl");
	fake.run.schema.managed_scope = MANAGED_BY_PROMISE;
	fake_application_set(&fake.run.fake, SETTING_DESTRUCTIVE, "allow");
	assert_true(run_converge(""));
	assert_true(fake_run_called(&fake.run, "[drop table noetl.old;] "));
}

static void
test_converge__keeps_what_files_without_names_have_recorded(UNUSED void **state)
{
	record("table noetl.old 1");
	(void)owned_table(&live, "noetl.old", "noetl");
	fake.run.run.observed.record_is_nameless = true;
	fake_application_set(&fake.run.fake, SETTING_DESTRUCTIVE, "allow");
	assert_true(run_converge(""));
	assert_false(fake_run_called(&fake.run, "drop table"));
}

static void
test_converge__drops_what_others_changed_by_its_name_alone(UNUSED void **state)
{
	record("view noetl.old 1");
	fake.run.catalog.definitions[0] = "view noetl.old 2";
	(void)fake_fact(&live, FACT_VIEW, "noetl.old", "1");
	fake_application_set(&fake.run.fake, SETTING_DESTRUCTIVE, "allow");
	assert_false(run_converge(""));
	assert_int_equal(fake.run.failure.kind, FAILURE_DESTRUCTIVE);
	assert_non_null(strstr(fake.run.failure.message, "view noetl.old was changed by somebody"));
	assert_non_null(strstr(fake.run.failure.hint, "--allow 'view:noetl.old'"));
	(void)fake_fact(&live, FACT_VIEW, "noetl.old", "1");
	fake_application_set(&fake.run.fake, SETTING_ALLOW, "view:noetl.old");
	failure_clear(&fake.run.failure);
	fact_set_free(&expectation.live_facts);
	fact_set_free(&expectation.desired_facts);
	assert_true(run_converge(""));
	assert_true(fake_run_called(&fake.run, "[drop view noetl.old;] "));
}

static void
test_converge__drops_what_the_ddl_drops(UNUSED void **state)
{
	(void)fake_fact(&live, FACT_VIEW, "noetl.old", "1");
	(void)fake_fact(&live, FACT_VIEW, "noetl.new", "1");
	(void)fake_fact(&live, FACT_VIEW, "noetl.foreign", "1");
	(void)fake_fact(&desired, FACT_VIEW, "noetl.new", "1");
	assert_true(run_converge("drop view if exists old, noetl.new, gone;\n"));
	assert_true(fake_run_called(&fake.run, "[drop view noetl.old;] "));
	assert_false(fake_run_called(&fake.run, "drop view noetl.new"));
	assert_false(fake_run_called(&fake.run, "drop view noetl.foreign"));
}

static void
test_converge__prunes_what_nobody_manages_but_not_what_others_made(UNUSED void **state)
{
	expectation.elsewhere = fake_definition_list("table noetl.theirs 1");
	(void)owned_table(&live, "noetl.foreign", "noetl");
	(void)owned_table(&live, "noetl.theirs", "noetl");
	fake.run.schema.prunes = true;
	fake_application_set(&fake.run.fake, SETTING_DESTRUCTIVE, "allow");
	assert_true(run_converge(""));
	assert_true(fake_run_called(&fake.run, "[drop table noetl.foreign;] "));
	assert_false(fake_run_called(&fake.run, "drop table noetl.theirs"));
}

static void
test_converge__plans_by_what_an_early_block_has_left(UNUSED void **state)
{
	(void)owned_table(&live, "noetl.old", "noetl");
	(void)owned_table(&desired, "noetl.old", "noetl");
	(void)owned_table(&desired, "noetl.new", "noetl");
	fake.tell_live = tell_final;
	assert_true(run_converge("do $$ make $$;\n"));
	assert_string_equal(fake_run_calls(&fake.run),
	                    "savepoint set_schema:noetl savepoint [do $$ make $$;] settle "
	                    "release_savepoint facts release_savepoint "
	                    "set_schema:noetl [do $$ make $$;] settle facts ");
}

static void
test_converge__a_block_that_is_put_off_runs_after_the_plan(UNUSED void **state)
{
	(void)owned_table(&desired, "noetl.old", "noetl");
	(void)owned_table(&desired, "noetl.new", "noetl");
	fake.tell_live = tell_final;
	fake_converge_refuse(&fake, "make", 1, REASON_UNDEFINED);
	assert_true(run_converge("do $$ make $$;\n"));
	assert_true(fake_run_called(
		&fake.run, "[do $$ make $$;! rollback_to_savepoint release_savepoint savepoint "
				   "[create table noetl.new;create table noetl.old;]"));
	assert_true(fake_run_called(&fake.run, "facts set_schema:noetl [do $$ make $$;] settle "));
}

static void
lose_the_old_table(struct fake_facts *facts, UNUSED int reading)
{
	(void)owned_table(facts, "noetl.new", "noetl");
}

static void
test_converge__what_an_early_block_loses_is_undone_and_refused(UNUSED void **state)
{
	(void)owned_table(&live, "noetl.old", "noetl");
	(void)owned_table(&desired, "noetl.new", "noetl");
	fake.tell_live = lose_the_old_table;
	assert_false(run_converge("do $$ make $$;\n"));
	assert_int_equal(fake.run.failure.kind, FAILURE_DESTRUCTIVE);
	assert_true(fake_run_called(&fake.run, "release_savepoint facts rollback_to_savepoint "));
	assert_false(fake_run_called(&fake.run, "create table"));
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_converge__asks_first_then_changes_then_brings_the_data),
		RUN_TEST(test_converge__changes_nothing_of_a_stranger),
		RUN_TEST(test_converge__destroys_nothing_that_is_not_allowed),
		RUN_TEST(test_converge__drops_what_was_recorded_and_keeps_what_nobody_manages),
		RUN_TEST(test_converge__drops_what_was_recorded_where_nobody_said_what_is_managed),
		RUN_TEST(test_converge__keeps_what_files_without_names_have_recorded),
		RUN_TEST(test_converge__drops_what_others_changed_by_its_name_alone),
		RUN_TEST(test_converge__drops_what_the_ddl_drops),
		RUN_TEST(test_converge__prunes_what_nobody_manages_but_not_what_others_made),
		RUN_TEST(test_converge__plans_by_what_an_early_block_has_left),
		RUN_TEST(test_converge__what_an_early_block_loses_is_undone_and_refused),
		RUN_TEST(test_converge__a_block_that_is_put_off_runs_after_the_plan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
