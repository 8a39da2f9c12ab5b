#include "app/converge/rounds.h"

#include <string.h>

#include "app/converge/management.h"
#include "fake_converge.h"
#include "unit_test.h"

static struct fake_converge fake;
static struct expectation expectation; /* before, and what the DDL makes */
static struct fact_set desired;

static void
make_table_with_reader(struct fake_facts *facts)
{
	fake_privilege(fake_table(facts, "s.t"), "table s.t", "reader", "SELECT");
}

static int
set_up(UNUSED void **state)
{
	struct fake_facts nothing = {0};

	fake_converge_init(&fake);
	expectation.live_facts = fake_set_take(&nothing);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	expectation_free(&expectation);
	expectation = (struct expectation){0};
	fact_set_free(&desired);
	fake_converge_free(&fake);
	return 0;
}

static bool
run_rounds(void (*tell_desired)(struct fake_facts *facts),
           void (*tell_live)(struct fake_facts *facts, int reading))
{
	struct fake_facts made = {0};
	cleanup_change_plan struct change_plan plan = {0};

	fake.tell_live = tell_live;
	tell_desired(&made);
	expectation.desired_facts = fake_set_take(&made);
	management_desired(&fake.run.run, &expectation, &desired);
	change_plan_make(&expectation.live_facts, &desired, &plan);
	return rounds_run(&fake.run.run, &expectation, &plan, &desired, &fake.run.failure);
}

static void
want_nothing(UNUSED struct fake_facts *facts)
{
}

static void
test_rounds__nothing_to_do_is_no_round(UNUSED void **state)
{
	assert_true(run_rounds(want_nothing, NULL));
	assert_string_equal(fake_run_calls(&fake.run), "");
}

static void
become_desired(struct fake_facts *facts, UNUSED int reading)
{
	make_table_with_reader(facts);
}

static void
test_rounds__ends_with_the_round_that_reads_back_as_desired(UNUSED void **state)
{
	assert_true(run_rounds(make_table_with_reader, become_desired));
	assert_int_equal(fake.reading_count, 1);
	assert_string_equal(
		fake_run_calls(&fake.run),
		"savepoint [create table s.t;] settle release_savepoint definitions facts ");
}

static void
test_rounds__facts_are_not_read_again_of_what_is_as_defined(UNUSED void **state)
{
	expectation.definitions = fake_definition_list("table s.t 1");
	fake.run.catalog.definitions[0] = "table s.t 1";
	assert_true(run_rounds(make_table_with_reader, become_desired));
	assert_int_equal(fake.reading_count, 0);
}

/* As default privileges do it. */
static void
bring_another_privilege(struct fake_facts *facts, int reading)
{
	make_table_with_reader(facts);
	if (reading == 1)
		fake_privilege(&facts->set.items[0], "table s.t", "reader", "INSERT");
}

static void
test_rounds__the_next_one_mends_what_could_not_be_foreseen(UNUSED void **state)
{
	assert_true(run_rounds(make_table_with_reader, bring_another_privilege));
	assert_int_equal(fake.reading_count, 2);
	assert_true(fake_run_called(&fake.run, "facts savepoint "
	                                       "[revoke all on table s.t from reader cascade;"
	                                       "grant SELECT on table s.t to reader;] settle "
	                                       "release_savepoint definitions facts "));
}

static void
bring_a_stranger(struct fake_facts *facts, UNUSED int reading)
{
	make_table_with_reader(facts);
	fake_privilege(&facts->set.items[0], "table s.t", "stranger", "SELECT");
}

static void
test_rounds__leave_what_default_privileges_bring_to_whom_nobody_names(UNUSED void **state)
{
	assert_true(run_rounds(make_table_with_reader, bring_a_stranger));
	assert_int_equal(fake.reading_count, 1);
}

static void
never_change(UNUSED struct fake_facts *facts, UNUSED int reading)
{
}

static void
test_rounds__do_not_go_on_for_ever(UNUSED void **state)
{
	assert_true(run_rounds(make_table_with_reader, never_change));
	assert_int_equal(fake.reading_count, 4);
}

static void
test_rounds__a_refused_statement_is_the_last(UNUSED void **state)
{
	fake_converge_refuse(&fake, "create table", 1, REASON_SYNTAX);
	assert_false(run_rounds(make_table_with_reader, become_desired));
	assert_int_equal(fake.reading_count, 0);
	assert_string_equal(fake.run.failure.message, "table s.t: the server refuses create table");
}

static void
lose_the_old_table(struct fake_facts *facts, int reading)
{
	if (reading == 1)
		(void)fake_table(facts, "s.old");
	make_table_with_reader(facts);
}

static void
want_both_tables(struct fake_facts *facts)
{
	(void)fake_fact(facts, FACT_TABLE, "s.old", "r");
	make_table_with_reader(facts);
}

static void
find_an_old_table_changed(struct fake_facts *facts, UNUSED int reading)
{
	make_table_with_reader(facts);
	(void)fake_fact(facts, FACT_TABLE, "s.old", "p");
}

static void
test_rounds__the_policy_holds_for_later_ones(UNUSED void **state)
{
	struct fake_facts old = {0};

	expectation_free(&expectation);
	expectation = (struct expectation){0};
	(void)fake_table(&old, "s.old");
	expectation.live_facts = fake_set_take(&old);
	assert_false(run_rounds(want_both_tables, find_an_old_table_changed));
	assert_int_equal(fake.run.failure.kind, FAILURE_DESTRUCTIVE);
	assert_non_null(strstr(fake.run.failure.message, "table s.old"));
	assert_false(fake_run_called(&fake.run, "drop table s.old"));
}

static void
test_rounds__what_they_made_themselves_may_go_again(UNUSED void **state)
{
	assert_true(run_rounds(make_table_with_reader, lose_the_old_table));
	assert_true(fake_run_called(&fake.run, "[drop table s.old;]"));
}

static void
want_a_view(struct fake_facts *facts)
{
	(void)fake_fact(facts, FACT_VIEW, "s.v", "select 1");
}

static void
read_back_otherwise(struct fake_facts *facts, UNUSED int reading)
{
	(void)fake_fact(facts, FACT_VIEW, "s.v", "select (1)");
}

static void
test_rounds__learn_how_a_text_reads_back_that_they_have_run(UNUSED void **state)
{
	assert_true(run_rounds(want_a_view, read_back_otherwise));
	assert_int_equal(fake.reading_count, 1);
	assert_string_equal(desired.items[0].extra.reparsed, "select (1)");
}

static void
comment_a_view(struct fake_facts *facts, const char *definition, const char *comment)
{
	fake_comment(facts, fake_fact(facts, FACT_VIEW, "s.v", definition), comment);
}

static void
want_a_comment(struct fake_facts *facts)
{
	comment_a_view(facts, "select 1", "new");
}

static void
find_another_view(struct fake_facts *facts, int reading)
{
	comment_a_view(facts, reading == 1 ? "select 2" : "select 1", "new");
}

static void
test_rounds__what_they_have_not_run_is_not_learnt(UNUSED void **state)
{
	struct fake_facts old = {0};

	expectation_free(&expectation);
	expectation = (struct expectation){0};
	comment_a_view(&old, "select 1", "old");
	expectation.live_facts = fake_set_take(&old);
	fake_application_set(&fake.run.fake, SETTING_DESTRUCTIVE, "allow");
	assert_true(run_rounds(want_a_comment, find_another_view));
	assert_int_equal(fake.reading_count, 2);
	assert_null(desired.items[0].extra.reparsed);
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_rounds__nothing_to_do_is_no_round),
		RUN_TEST(test_rounds__ends_with_the_round_that_reads_back_as_desired),
		RUN_TEST(test_rounds__facts_are_not_read_again_of_what_is_as_defined),
		RUN_TEST(test_rounds__the_next_one_mends_what_could_not_be_foreseen),
		RUN_TEST(test_rounds__leave_what_default_privileges_bring_to_whom_nobody_names),
		RUN_TEST(test_rounds__do_not_go_on_for_ever),
		RUN_TEST(test_rounds__a_refused_statement_is_the_last),
		RUN_TEST(test_rounds__the_policy_holds_for_later_ones),
		RUN_TEST(test_rounds__what_they_made_themselves_may_go_again),
		RUN_TEST(test_rounds__learn_how_a_text_reads_back_that_they_have_run),
		RUN_TEST(test_rounds__what_they_have_not_run_is_not_learnt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
