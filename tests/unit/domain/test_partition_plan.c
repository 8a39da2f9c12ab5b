#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "domain/partition_plan.h"
#include "unit_test.h"

static int64_t
month_ms(int year, int month)
{
	struct tm calendar = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = 1};

	return (int64_t)timegm(&calendar) * 1000;
}

static struct partition_range
months(int year, int month, int count)
{
	return (struct partition_range){month_ms(year, month), month_ms(year, month + count)};
}

static const struct bundle_partition monthly = {.part = (char *)"catalog",
                                                .table = (char *)"event",
                                                .column = (char *)"timestamp",
                                                .interval = PARTITION_MONTH,
                                                .ahead_count = 2};

/* In the middle of November 2026. */
static struct partitioned_table
table_in_november(void)
{
	return (struct partitioned_table){.now_ms = month_ms(2026, 11) + INT64_C(14) * 86400000,
	                                  .identity = memory_copy_text("c.event"),
	                                  .key_column = memory_copy_text("timestamp")};
}

static void
test_partition_plan__makes_the_current_interval_and_those_ahead(UNUSED void **state)
{
	cleanup_partitioned_table struct partitioned_table table = table_in_november();
	cleanup_partition_plan struct partition_plan plan = {0};

	partition_plan_make(&monthly, &table, &plan);
	assert_int_equal(plan.count, 3);
	assert_int_equal(plan.make_count, 3);
	assert_string_equal(plan.steps[0].name, "event_p20261101");
	assert_string_equal(plan.steps[1].name, "event_p20261201");
	assert_string_equal(plan.steps[2].name, "event_p20270101");
	assert_int_equal(plan.steps[2].range.upper_ms, month_ms(2027, 2));
	assert_null(plan.overlap);
}

static void
test_partition_plan__leaves_out_what_is_there(UNUSED void **state)
{
	cleanup_partitioned_table struct partitioned_table table = table_in_november();
	cleanup_partition_plan struct partition_plan plan = {0};

	partitioned_table_add(&table, "event_p20261101", "c.event_p20261101", months(2026, 11, 1));
	partitioned_table_add(&table, "event_p20261201", "c.event_p20261201", months(2026, 12, 1));
	partition_plan_make(&monthly, &table, &plan);
	assert_int_equal(plan.count, 1);
	assert_string_equal(plan.steps[0].name, "event_p20270101");
	assert_int_equal(plan.covered_count, 0);
}

static void
test_partition_plan__skips_what_others_hold_whole(UNUSED void **state)
{
	cleanup_partitioned_table struct partitioned_table table = table_in_november();
	cleanup_partition_plan struct partition_plan plan = {0};
	int64_t middle_ms = month_ms(2026, 11) + 86400000;

	partitioned_table_add(&table, "first_day", "c.first_day",
	                      (struct partition_range){INT64_MIN, middle_ms});
	partitioned_table_add(&table, "rest", "c.rest",
	                      (struct partition_range){middle_ms, month_ms(2027, 1)});
	partitioned_table_add(&table, "later", "c.later",
	                      (struct partition_range){month_ms(2027, 1), INT64_MAX});
	partition_plan_make(&monthly, &table, &plan);
	assert_int_equal(plan.count, 0);
	assert_int_equal(plan.covered_count, 3);
	assert_null(plan.overlap);
}

static void
test_partition_plan__says_what_it_would_overlap_and_makes_the_rest(UNUSED void **state)
{
	cleanup_partitioned_table struct partitioned_table table = table_in_november();
	cleanup_partition_plan struct partition_plan plan = {0};

	partitioned_table_add(
		&table, "early", "c.early",
		(struct partition_range){month_ms(2026, 1), month_ms(2026, 11) + INT64_C(9) * 86400000});
	partition_plan_make(&monthly, &table, &plan);
	assert_int_equal(plan.count, 2);
	assert_string_equal(plan.overlap,
	                    "event_p20261101 from 2026-11-01 to 2026-12-01 would overlap c.early, "
	                    "which holds 2026-01-01 to 2026-11-10");
}

static void
test_partition_plan__makes_past_intervals_that_have_rows_waiting(UNUSED void **state)
{
	cleanup_partitioned_table struct partitioned_table table = table_in_november();
	cleanup_partition_plan struct partition_plan plan = {0};

	partitioned_table_add_waiting(&table, month_ms(2026, 3));
	partitioned_table_add_waiting(&table, month_ms(2026, 9));
	partitioned_table_add_waiting(&table, month_ms(2026, 11));
	partition_plan_make(&monthly, &table, &plan);
	assert_int_equal(plan.count, 5);
	assert_string_equal(plan.steps[0].name, "event_p20260301");
	assert_string_equal(plan.steps[1].name, "event_p20260901");
	assert_string_equal(plan.steps[2].name, "event_p20261101");
}

static void
test_partition_plan__puts_off_what_is_too_much_for_one_run(UNUSED void **state)
{
	cleanup_partitioned_table struct partitioned_table table = table_in_november();
	cleanup_partition_plan struct partition_plan plan = {0};

	for (int month = -200; month <= 10; month++)
		partitioned_table_add_waiting(&table, month_ms(2026, month));
	partition_plan_make(&monthly, &table, &plan);
	assert_int_equal(plan.make_count, PARTITION_PLAN_EARLIER_COUNT + 3);
	assert_int_equal(plan.put_off_count, 211 - PARTITION_PLAN_EARLIER_COUNT);
	assert_string_equal(plan.steps[PARTITION_PLAN_EARLIER_COUNT - 1].name, "event_p20261001");
}

static void
test_partition_plan__lets_nothing_go_without_an_expiry(UNUSED void **state)
{
	cleanup_partitioned_table struct partitioned_table table = table_in_november();
	cleanup_partition_plan struct partition_plan plan = {0};

	partitioned_table_add(&table, "event_p19990101", "c.event_p19990101", months(1999, 1, 1));
	partition_plan_make(&monthly, &table, &plan);
	assert_int_equal(plan.count, plan.make_count);
}

static void
test_partition_plan__lets_go_only_ours_and_only_the_expired(UNUSED void **state)
{
	struct bundle_partition rule = monthly;
	cleanup_partitioned_table struct partitioned_table table = table_in_november();
	cleanup_partition_plan struct partition_plan plan = {0};

	rule.expiry = PARTITION_EXPIRY_DETACH;
	rule.retain_count = 2; /* September and October are kept */
	partitioned_table_add(&table, "event_p20260901", "c.event_p20260901", months(2026, 9, 1));
	partitioned_table_add(&table, "event_p20260801", "c.event_p20260801", months(2026, 8, 1));
	partitioned_table_add(&table, "event_p20260501", "c.event_p20260501", months(2026, 5, 2));
	partitioned_table_add(&table, "event_p20260401", "c.event_p20260401", months(2026, 4, 1));
	partitioned_table_add(&table, "event_of_march", "c.event_of_march", months(2026, 3, 1));
	partitioned_table_add(&table, "oldest", "c.oldest",
	                      (struct partition_range){INT64_MIN, month_ms(2026, 3)});
	partitioned_table_add_waiting(&table, month_ms(2026, 7));
	partitioned_table_add_waiting(&table, month_ms(2026, 10));
	partition_plan_make(&rule, &table, &plan);

	assert_int_equal(plan.make_count, 4);
	assert_string_equal(plan.steps[0].name, "event_p20261001");
	assert_int_equal(plan.count - plan.make_count, 2);
	assert_string_equal(plan.steps[4].name, "event_p20260401");
	assert_string_equal(plan.steps[4].expired->identity, "c.event_p20260401");
	assert_string_equal(plan.steps[5].name, "event_p20260801");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_partition_plan__makes_the_current_interval_and_those_ahead),
		cmocka_unit_test(test_partition_plan__leaves_out_what_is_there),
		cmocka_unit_test(test_partition_plan__skips_what_others_hold_whole),
		cmocka_unit_test(test_partition_plan__says_what_it_would_overlap_and_makes_the_rest),
		cmocka_unit_test(test_partition_plan__makes_past_intervals_that_have_rows_waiting),
		cmocka_unit_test(test_partition_plan__puts_off_what_is_too_much_for_one_run),
		cmocka_unit_test(test_partition_plan__lets_nothing_go_without_an_expiry),
		cmocka_unit_test(test_partition_plan__lets_go_only_ours_and_only_the_expired),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
