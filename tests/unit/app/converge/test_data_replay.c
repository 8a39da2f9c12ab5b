#include "app/converge/data_replay.h"

#include <string.h>

#include "fake_converge.h"
#include "unit_test.h"

static struct fake_converge fake;
static struct fake_facts before;
static struct fake_facts after;

static int
set_up(UNUSED void **state)
{
	fake_converge_init(&fake);
	(void)fake_table(&before, "noetl.old");
	(void)fake_fact(&before, FACT_SEQUENCE, "noetl.numbers", "");
	(void)fake_table(&after, "noetl.old");
	(void)fake_table(&after, "noetl.fresh");
	(void)fake_table(&after, "noetl.fresher");
	(void)fake_fact(&after, FACT_SEQUENCE, "noetl.numbers", "");
	(void)fake_fact(&after, FACT_SEQUENCE, "noetl.ids", "");
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_facts_free(&before);
	fake_facts_free(&after);
	fake_converge_free(&fake);
	return 0;
}

static bool
replay(const char *script)
{
	fake_converge_set_script(&fake, script);

	const struct replay_sides sides = {fake_set(&before), fake_set(&after)};

	return data_replay(&fake.run.run, &sides, &fake.run.failure);
}

static void
test_data_replay__runs_what_may_run_again_and_nothing_that_defines(UNUSED void **state)
{
	assert_true(replay("create table old (n int);\n"
	                   "insert into old values (1) on conflict do nothing;\n"
	                   "grant select on old to reader;\n"
	                   "select f();\n"
	                   "do $$ begin null; end $$;\n"
	                   "vacuum old;\n"));
	assert_string_equal(fake_run_calls(&fake.run),
	                    "set_schema:noetl [insert into old values (1) on conflict do nothing;"
	                    "select f();do $$ begin null; end $$;] settle ");
	assert_int_equal(fake.run.run.result.statement_count, 3);
	assert_int_equal(fake_application_logged(&fake.run.fake, "passed over"), 0);
}

static void
test_data_replay__passes_over_writing_into_what_was_there_before(UNUSED void **state)
{
	assert_true(replay("insert into fresh values (1);\n"
	                   "insert into old values (1);\n"
	                   "update noetl.old set n = 2;\n"
	                   "insert into other.old values (1);\n"));
	assert_string_equal(fake_run_calls(&fake.run),
	                    "set_schema:noetl [insert into fresh values (1);] settle ");
	assert_int_equal(fake_application_logged(&fake.run.fake,
	                                         "3 statements that write into tables which were there "
	                                         "before are passed over, the first in line 2"),
	                 1);
}

static void
test_data_replay__writing_into_two_tables_needs_both_to_be_new(UNUSED void **state)
{
	assert_true(replay("truncate fresh, old;\ntruncate fresh, fresher;\n"));
	assert_string_equal(fake_run_calls(&fake.run),
	                    "set_schema:noetl [truncate fresh, fresher;] settle ");
}

static void
test_data_replay__sets_only_sequences_that_are_new(UNUSED void **state)
{
	assert_true(replay("select setval('numbers', 7);\nselect setval('ids', 7);\n"));
	assert_string_equal(fake_run_calls(&fake.run),
	                    "set_schema:noetl [select setval('ids', 7);] settle ");
}

static void
test_data_replay__repeats_the_settings_before_what_it_runs(UNUSED void **state)
{
	assert_true(replay("set search_path to noetl;\ncreate table fresh (n int);\n"
	                   "insert into fresh values (1);\n"));
	assert_string_equal(fake_run_calls(&fake.run), "set_schema:noetl [set search_path to noetl;"
	                                               "insert into fresh values (1);] settle ");
}

static void
test_data_replay__settings_alone_are_not_run(UNUSED void **state)
{
	assert_true(replay("set search_path to noetl;\ncreate table fresh (n int);\n"));
	assert_string_equal(fake_run_calls(&fake.run), "set_schema:noetl ");
}

static void
test_data_replay__leaves_the_script_as_it_was(UNUSED void **state)
{
	assert_true(replay("create table fresh (n int);\nselect f();\n"));
	assert_int_equal(fake.run.script.statements[0].class, STATEMENT_TRANSACTIONAL);
}

static void
test_data_replay__a_refused_statement_is_the_last(UNUSED void **state)
{
	fake_converge_refuse(&fake, "select f", 1, REASON_UNDEFINED);
	assert_false(replay("select f();\nselect g();\n"));
	assert_string_equal(fake.run.failure.message, "the server refuses select f");
	assert_false(fake_run_called(&fake.run, "select g"));
}

static bool
replay_early(const char *script, bool *has_run)
{
	fake_converge_set_script(&fake, script);
	return data_replay_early(&fake.run.run, has_run, &fake.run.failure);
}

#define BLOCKS "set a to b;\ncreate table t (n int);\ndo $$ one $$;\nselect f();\ndo $$ two $$;\n"

static void
test_data_replay__runs_blocks_early_each_under_a_savepoint(UNUSED void **state)
{
	bool has_run = false;

	assert_true(replay_early(BLOCKS, &has_run));
	assert_true(has_run);
	assert_string_equal(fake_run_calls(&fake.run),
	                    "set_schema:noetl savepoint [set a to b;] settle release_savepoint "
	                    "savepoint [do $$ one $$;] settle release_savepoint "
	                    "savepoint [do $$ two $$;] settle release_savepoint ");
	assert_int_equal(fake.run.fake.database.clean_count, 1);
}

static void
test_data_replay__puts_off_a_block_that_is_refused(UNUSED void **state)
{
	bool has_run = false;

	fake_converge_refuse(&fake, "one", 1, REASON_UNDEFINED);
	assert_true(replay_early(BLOCKS, &has_run));
	assert_true(fake_run_called(&fake.run, "savepoint [do $$ one $$;! rollback_to_savepoint "
	                                       "savepoint [do $$ two $$;] settle release_savepoint "));
	assert_int_equal(
		fake_application_logged(&fake.run.fake, "bundle:noetl: put off: the server refuses one"),
		1);
	assert_int_equal(fake.run.failure.kind, FAILURE_NONE);
}

static void
test_data_replay__tells_that_no_block_did_anything(UNUSED void **state)
{
	bool has_run = true;

	fake_converge_refuse(&fake, "one", 1, REASON_UNDEFINED);
	assert_true(replay_early("do $$ one $$;\n", &has_run));
	assert_false(has_run);
	assert_int_equal(fake.run.fake.database.clean_count, 0);
}

static void
test_data_replay__puts_nothing_off_that_ends_the_transaction(UNUSED void **state)
{
	bool has_run = false;

	fake_converge_refuse(&fake, "one", 1, REASON_TRANSACTION_ENDED);
	assert_false(replay_early(BLOCKS, &has_run));
	assert_int_equal(fake.run.failure.reason, REASON_TRANSACTION_ENDED);
	assert_false(fake_run_called(&fake.run, "rollback_to_savepoint"));
}

static void
test_data_replay__a_script_without_blocks_is_not_run_early(UNUSED void **state)
{
	bool has_run = true;

	assert_true(replay_early("set a to b;\nselect f();\n", &has_run));
	assert_false(has_run);
	assert_string_equal(fake_run_calls(&fake.run), "set_schema:noetl ");
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_data_replay__runs_what_may_run_again_and_nothing_that_defines),
		RUN_TEST(test_data_replay__passes_over_writing_into_what_was_there_before),
		RUN_TEST(test_data_replay__writing_into_two_tables_needs_both_to_be_new),
		RUN_TEST(test_data_replay__sets_only_sequences_that_are_new),
		RUN_TEST(test_data_replay__repeats_the_settings_before_what_it_runs),
		RUN_TEST(test_data_replay__settings_alone_are_not_run),
		RUN_TEST(test_data_replay__leaves_the_script_as_it_was),
		RUN_TEST(test_data_replay__a_refused_statement_is_the_last),
		RUN_TEST(test_data_replay__runs_blocks_early_each_under_a_savepoint),
		RUN_TEST(test_data_replay__puts_off_a_block_that_is_refused),
		RUN_TEST(test_data_replay__tells_that_no_block_did_anything),
		RUN_TEST(test_data_replay__puts_nothing_off_that_ends_the_transaction),
		RUN_TEST(test_data_replay__a_script_without_blocks_is_not_run_early),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
