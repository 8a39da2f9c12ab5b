#include "domain/destruction.h"

#include "unit_test.h"

static struct table_mark_list before;
static struct table_mark_list after;
static struct suspect_list suspects;
static struct touched_table_list touched;

static const struct table_mark plain = {.relation = 20, .file = 200, .kind = 'r'};

static int
set_up(UNUSED void **state)
{
	before.is_counted = true;
	after.is_counted = true;
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	table_mark_list_free(&before);
	table_mark_list_free(&after);
	suspect_list_free(&suspects);
	touched_table_list_free(&touched);
	return 0;
}

static void
compare(const struct table_mark *then, const struct table_mark *now)
{
	table_mark_list_append(&before, then);
	if (now != NULL)
		table_mark_list_append(&after, now);
	destruction_compare(&before, &after, &suspects, &touched);
}

static void
test_destruction__of_what_is_as_it_was_is_none(UNUSED void **state)
{
	compare(&plain, &plain);
	assert_int_equal(suspects.count, 0);
	assert_int_equal(touched.count, 0);
}

static void
test_destruction__suspects_what_is_gone(UNUSED void **state)
{
	table_mark_list_append(&after, &(struct table_mark){.relation = 7, .kind = 'r'});
	compare(&plain, NULL);
	assert_int_equal(suspects.count, 1);
	assert_string_equal(suspects.items[0].relation, "20");
	assert_string_equal(suspects.items[0].cause, SUSPECT_GONE);
}

static void
test_destruction__suspects_columns_that_are_gone(UNUSED void **state)
{
	struct table_mark then = plain;
	struct table_mark now = plain;
	char before_columns[] = "2";
	char after_columns[] = "2,3";

	then.dropped_columns = before_columns;
	now.dropped_columns = after_columns;
	compare(&then, &now);
	assert_int_equal(suspects.count, 1);
	assert_string_equal(suspects.items[0].cause, SUSPECT_COLUMN);
	assert_string_equal(suspects.items[0].columns, "2,3");
}

static void
test_destruction__looks_at_rows_by_what_the_run_did(UNUSED void **state)
{
	struct table_mark then = plain;
	struct table_mark now = plain;

	then.inserted = 5;
	now.inserted = 8;
	then.deleted = 1;
	now.deleted = 3;
	now.file = 201;
	compare(&then, &now);
	assert_int_equal(suspects.count, 0);
	assert_int_equal(touched.count, 1);
	assert_int_equal(touched.items[0].inserted, 3);
	assert_int_equal(touched.items[0].deleted, 2);
	assert_true(touched.items[0].is_refiled);
	assert_true(touched.has_suspect);
}

static void
test_destruction__inserts_alone_are_no_suspicion(UNUSED void **state)
{
	struct table_mark now = plain;

	now.inserted = 1;
	compare(&plain, &now);
	assert_int_equal(touched.count, 1);
	assert_false(touched.has_suspect);
}

static void
test_destruction__a_materialized_view_may_be_refreshed(UNUSED void **state)
{
	struct table_mark then = plain;
	struct table_mark now = plain;

	then.kind = 'm';
	now.kind = 'm';
	now.file = 201;
	compare(&then, &now);
	assert_int_equal(touched.count, 0);
}

static void
test_destruction__without_counters_every_table_is_asked(UNUSED void **state)
{
	after.is_counted = false;
	compare(&plain, &plain);
	assert_int_equal(touched.count, 1);
	assert_true(touched.has_suspect);
	assert_false(touched.is_counted);
}

static void
test_destruction__what_is_known_is_no_suspect_any_more(UNUSED void **state)
{
	cleanup_suspect_list struct suspect_list known = {0};
	char relation[] = "20";
	char other[] = "21";
	char columns[] = "";

	suspect_list_add(&known, &(struct suspect){relation, SUSPECT_GONE, columns});
	suspect_list_add(&known, &(struct suspect){relation, SUSPECT_GONE, columns});
	assert_int_equal(known.count, 1);
	suspect_list_add(&suspects, &(struct suspect){relation, SUSPECT_GONE, columns});
	suspect_list_add(&suspects, &(struct suspect){relation, SUSPECT_EMPTIED, columns});
	suspect_list_add(&suspects, &(struct suspect){other, SUSPECT_GONE, columns});
	suspect_list_remove_all(&suspects, &known);
	assert_int_equal(suspects.count, 2);
	assert_string_equal(suspects.items[0].cause, SUSPECT_EMPTIED);
	assert_string_equal(suspects.items[1].relation, "21");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_destruction__of_what_is_as_it_was_is_none, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_destruction__suspects_what_is_gone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_destruction__suspects_columns_that_are_gone, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_destruction__looks_at_rows_by_what_the_run_did, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_destruction__inserts_alone_are_no_suspicion, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_destruction__a_materialized_view_may_be_refreshed,
	                                    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_destruction__without_counters_every_table_is_asked,
	                                    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_destruction__what_is_known_is_no_suspect_any_more,
	                                    set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
