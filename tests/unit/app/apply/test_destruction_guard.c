#include "app/apply/destruction_guard.h"

#include <string.h>

#include "app/apply/destruction_watch.h"
#include "fake_run.h"
#include "port/destruction.h"
#include "unit_test.h"

static struct fake_run fake;
static int marked_count;    /* how often tables were looked at */
static int destroyed_count; /* how often, from then on, a table is missing */
static bool drops_another;  /* in each run */
static int64_t lost_rows;

static bool
mark(UNUSED struct session *session, UNUSED const char *ledger_schema,
     struct table_mark_list *marks, UNUSED struct failure *failure)
{
	text_append(&fake.fake.database.calls, "mark ");
	*marks = (struct table_mark_list){.is_counted = true};
	for (int64_t relation = 1; relation < 10; relation++)
	{
		if (marked_count == 0 || marked_count > destroyed_count ||
		    relation != (drops_another ? marked_count : 1))
			table_mark_list_append(marks, &(struct table_mark){.relation = relation, .kind = 'r'});
	}
	marked_count++;
	return true;
}

static bool
find_emptied(UNUSED struct session *session, UNUSED const struct touched_table_list *touched,
             UNUSED struct suspect_list *suspects, UNUSED struct failure *failure)
{
	text_append(&fake.fake.database.calls, "find_emptied ");
	return true;
}

static bool
read_losses(UNUSED struct session *session, const struct suspect_list *suspects,
            struct loss_list *losses, UNUSED struct failure *failure)
{
	char table[] = "table";
	char name[] = "shop.customer";

	text_append_format(&fake.fake.database.calls, "losses:%zu ", suspects->count);
	loss_list_append(losses, &(struct loss){table, name, lost_rows, false, 8192});
	return true;
}

static const struct destruction_operations operations = {mark, find_emptied, read_losses};

static bool
work(struct schema_run *run, UNUSED void *context, UNUSED struct failure *failure)
{
	run->result.statement_count++;
	text_append(&fake.fake.database.calls, "work ");
	return true;
}

static int
set_up(UNUSED void **state)
{
	fake_run_init(&fake);
	fake_run_open(&fake);
	fake.fake.database.database.destruction = &operations;
	fake.run.decision = DECISION_CHANGE;
	marked_count = 0;
	destroyed_count = 0;
	drops_another = false;
	lost_rows = 3;
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_run_free(&fake);
	return 0;
}

static bool
guard(void)
{
	const struct guarded_work guarded = {work, NULL};

	return destruction_guard(&fake.run, &guarded, &fake.failure);
}

static void
test_destruction_guard__keeps_what_destroys_nothing(UNUSED void **state)
{
	assert_true(guard());
	assert_string_equal(fake_run_calls(&fake), "mark savepoint work mark release_savepoint ");
	assert_null(fake.run.watch);
}

static void
test_destruction_guard__refuses_what_destroys_rows(UNUSED void **state)
{
	destroyed_count = 1;
	assert_false(guard());
	assert_string_equal(fake_run_calls(&fake),
	                    "mark savepoint work mark rollback_to_savepoint losses:1 ");
	assert_int_equal(fake.failure.kind, FAILURE_DESTRUCTIVE);
	assert_non_null(strstr(fake.failure.message, "table shop.customer (3 rows, 8 kB)"));
	assert_non_null(strstr(fake.failure.message, "everything was rolled back"));
	assert_non_null(strstr(fake.failure.hint, "--allow 'table:shop.customer'"));
}

static void
test_destruction_guard__of_a_step_says_what_stays(UNUSED void **state)
{
	destroyed_count = 1;
	fake.run.method.kind = CHANGE_BY_STEPS;
	assert_false(guard());
	assert_non_null(strstr(fake.failure.message, "this step was rolled back"));
}

static void
test_destruction_guard__runs_again_what_had_no_rows(UNUSED void **state)
{
	destroyed_count = 2;
	lost_rows = 0;
	assert_true(guard());
	assert_string_equal(fake_run_calls(&fake),
	                    "mark savepoint work mark rollback_to_savepoint losses:1 "
	                    "savepoint work mark release_savepoint ");
	assert_int_equal(fake.run.result.statement_count, 1);
}

static void
test_destruction_guard__runs_again_what_is_allowed(UNUSED void **state)
{
	destroyed_count = 2;
	fake_application_set(&fake.fake, SETTING_ALLOW, "table:shop.customer");
	assert_true(guard());
}

static void
test_destruction_guard__does_not_run_for_ever(UNUSED void **state)
{
	destroyed_count = 100;
	lost_rows = 0;
	drops_another = true;
	assert_false(guard());
	assert_int_equal(fake.failure.kind, FAILURE_DDL);
}

static void
test_destruction_guard__is_not_asked_where_all_may_go(UNUSED void **state)
{
	fake_application_set(&fake.fake, SETTING_DESTRUCTIVE, "allow");
	assert_true(guard());
	assert_string_equal(fake_run_calls(&fake), "work ");
}

static void
test_destruction_guard__is_not_asked_by_a_reset(UNUSED void **state)
{
	fake.run.goal = GOAL_RESET;
	assert_true(guard());
	assert_string_equal(fake_run_calls(&fake), "work ");
}

static void
test_destruction_guard__is_not_asked_for_the_schema_of_a_bundle_that_is_made(UNUSED void **state)
{
	fake.run.decision = DECISION_CREATE;
	assert_true(guard());
	assert_string_equal(fake_run_calls(&fake), "work ");
	fake.schema.is_file = true;
	assert_true(guard());
	assert_string_equal(fake_run_calls(&fake), "work mark savepoint work mark release_savepoint ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_destruction_guard__keeps_what_destroys_nothing, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_destruction_guard__refuses_what_destroys_rows, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_destruction_guard__of_a_step_says_what_stays, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_destruction_guard__runs_again_what_had_no_rows, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_destruction_guard__runs_again_what_is_allowed, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_destruction_guard__does_not_run_for_ever, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_destruction_guard__is_not_asked_where_all_may_go,
	                                    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_destruction_guard__is_not_asked_by_a_reset, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(
			test_destruction_guard__is_not_asked_for_the_schema_of_a_bundle_that_is_made, set_up,
			tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
