#include <string.h>
#include <time.h>

#include "base/count_of.h"
#include "domain/partition.h"
#include "unit_test.h"

static int64_t
utc_ms(int year, int month, int day, int hour)
{
	struct tm calendar = {
		.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = hour};

	return (int64_t)timegm(&calendar) * 1000;
}

struct interval_case
{
	enum partition_interval interval;
	int64_t at_ms;
	int64_t lower_ms;
	int64_t upper_ms;
};

static void
test_partition__an_interval_begins_and_ends_in_utc(UNUSED void **state)
{
	int64_t at_ms = utc_ms(2026, 11, 21, 23) + 59 * 60000;
	const struct interval_case cases[] = {
		{PARTITION_DAY, at_ms, utc_ms(2026, 11, 21, 0), utc_ms(2026, 11, 22, 0)},
		{PARTITION_WEEK, at_ms, utc_ms(2026, 11, 16, 0), utc_ms(2026, 11, 23, 0)},
		{PARTITION_MONTH, at_ms, utc_ms(2026, 11, 1, 0), utc_ms(2026, 12, 1, 0)},
		{PARTITION_QUARTER, at_ms, utc_ms(2026, 10, 1, 0), utc_ms(2027, 1, 1, 0)},
		{PARTITION_YEAR, at_ms, utc_ms(2026, 1, 1, 0), utc_ms(2027, 1, 1, 0)},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
	{
		struct partition_range range = partition_range_at(cases[i].interval, cases[i].at_ms);

		assert_int_equal(range.lower_ms, cases[i].lower_ms);
		assert_int_equal(range.upper_ms, cases[i].upper_ms);
	}
}

static void
test_partition__a_week_begins_on_monday_also_on_sunday(UNUSED void **state)
{
	/* 22 November 2026 is a Sunday, the 23rd a Monday. */
	assert_int_equal(partition_range_at(PARTITION_WEEK, utc_ms(2026, 11, 22, 12)).lower_ms,
	                 utc_ms(2026, 11, 16, 0));
	assert_int_equal(partition_range_at(PARTITION_WEEK, utc_ms(2026, 11, 23, 0)).lower_ms,
	                 utc_ms(2026, 11, 23, 0));
}

static void
test_partition__a_bound_belongs_to_the_later_interval(UNUSED void **state)
{
	int64_t bound_ms = utc_ms(2027, 1, 1, 0);

	assert_int_equal(partition_range_at(PARTITION_MONTH, bound_ms).lower_ms, bound_ms);
	assert_int_equal(partition_range_at(PARTITION_MONTH, bound_ms - 1).upper_ms, bound_ms);
}

static void
test_partition__times_before_1970_round_towards_the_past(UNUSED void **state)
{
	struct partition_range range = partition_range_at(PARTITION_DAY, -1);

	assert_int_equal(range.lower_ms, utc_ms(1969, 12, 31, 0));
	assert_int_equal(range.upper_ms, 0);
}

static void
test_partition__steps_cross_years_and_leap_days(UNUSED void **state)
{
	struct partition_range november = partition_range_at(PARTITION_MONTH, utc_ms(2027, 11, 5, 0));
	struct partition_range quarter = partition_range_at(PARTITION_QUARTER, utc_ms(2027, 11, 5, 0));
	struct partition_range february = partition_range_step(PARTITION_MONTH, november, 3);

	assert_int_equal(february.lower_ms, utc_ms(2028, 2, 1, 0));
	assert_int_equal(february.upper_ms - february.lower_ms, INT64_C(29) * 86400000);
	assert_int_equal(partition_range_step(PARTITION_MONTH, november, -11).lower_ms,
	                 utc_ms(2026, 12, 1, 0));
	assert_int_equal(partition_range_step(PARTITION_QUARTER, quarter, -4).lower_ms,
	                 utc_ms(2026, 10, 1, 0));
	assert_int_equal(partition_range_step(PARTITION_WEEK, november, 1).lower_ms,
	                 utc_ms(2027, 11, 8, 0));
}

static void
test_partition__intervals_follow_each_other_without_gap(UNUSED void **state)
{
	for (int interval = PARTITION_DAY; interval <= PARTITION_YEAR; interval++)
	{
		struct partition_range range =
			partition_range_at((enum partition_interval)interval, utc_ms(2023, 12, 31, 7));

		for (int i = 0; i < 1000; i++)
		{
			struct partition_range next =
				partition_range_step((enum partition_interval)interval, range, 1);

			assert_int_equal(next.lower_ms, range.upper_ms);
			assert_true(next.upper_ms > next.lower_ms);
			range = next;
		}
	}
}

static void
test_partition__a_name_is_the_table_and_its_first_day(UNUSED void **state)
{
	char name[PARTITION_NAME_BYTES];

	partition_name("event", utc_ms(2026, 11, 1, 0), name);
	assert_string_equal(name, "event_p20261101");
	assert_true(partition_name_is_ours("event", name));
}

static void
test_partition__a_long_name_is_cut_between_characters(UNUSED void **state)
{
	char table[64];
	char name[PARTITION_NAME_BYTES];

	memset(table, 'a', sizeof table);
	memcpy(table + 52, "\xc3\xa9", 2); /* the 53rd byte would be half of it */
	table[63] = '\0';
	partition_name(table, utc_ms(2026, 11, 1, 0), name);
	assert_int_equal(strlen(name), 62);
	assert_string_equal(name + 52, "_p20261101");

	memset(table, 'b', 63);
	partition_name(table, utc_ms(2026, 11, 1, 0), name);
	assert_int_equal(strlen(name), 63);
	assert_true(partition_name_is_ours(table, name));
}

static void
test_partition__names_of_others_are_told_apart(UNUSED void **state)
{
	assert_false(partition_name_is_ours("event", "event_default"));
	assert_false(partition_name_is_ours("event", "event_p2026_11"));
	assert_false(partition_name_is_ours("event", "event_p202611011"));
	assert_false(partition_name_is_ours("event", "events_p20261101"));
	assert_false(partition_name_is_ours("event", "event_q20261101"));
	assert_false(partition_name_is_ours("event", ""));
}

static void
test_partition__rules_travel_as_json(UNUSED void **state)
{
	struct bundle_partition rules[] = {
		{.table = (char *)"event", .interval = PARTITION_MONTH, .ahead_count = 3},
		{.table = (char *)"od\"d\\\n\xc3\xa9",
	     .interval = PARTITION_QUARTER,
	     .retain_count = 8,
	     .expiry = PARTITION_EXPIRY_DROP},
	};
	struct managed_schema schema = {.partitions = rules, .partition_count = 2};
	cleanup_text struct text json = TEXT_EMPTY;

	partition_rules_json(&schema, &json);
	assert_string_equal(
		text_bytes(&json),
		"[{\"prefix\":\"event_p\",\"unit\":\"month\",\"step\":\"1 month\",\"ahead\":3,"
		"\"retain\":null},"
		"{\"prefix\":\"od\\\"d\\\\\\n\xc3\xa9_p\",\"unit\":\"quarter\",\"step\":\"3 months\","
		"\"ahead\":0,\"retain\":8}]");
}

static void
test_partition__bounds_read_as_days_or_moments(UNUSED void **state)
{
	char text[PARTITION_BOUND_BYTES];

	partition_bound_text(utc_ms(2026, 11, 1, 0), text);
	assert_string_equal(text, "2026-11-01");
	partition_bound_text(utc_ms(2026, 11, 1, 6), text);
	assert_string_equal(text, "2026-11-01 06:00:00 UTC");
	partition_bound_text(INT64_MIN, text);
	assert_string_equal(text, "the beginning");
	partition_bound_text(INT64_MAX, text);
	assert_string_equal(text, "the end");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_partition__an_interval_begins_and_ends_in_utc),
		cmocka_unit_test(test_partition__a_week_begins_on_monday_also_on_sunday),
		cmocka_unit_test(test_partition__a_bound_belongs_to_the_later_interval),
		cmocka_unit_test(test_partition__times_before_1970_round_towards_the_past),
		cmocka_unit_test(test_partition__steps_cross_years_and_leap_days),
		cmocka_unit_test(test_partition__intervals_follow_each_other_without_gap),
		cmocka_unit_test(test_partition__a_name_is_the_table_and_its_first_day),
		cmocka_unit_test(test_partition__a_long_name_is_cut_between_characters),
		cmocka_unit_test(test_partition__names_of_others_are_told_apart),
		cmocka_unit_test(test_partition__rules_travel_as_json),
		cmocka_unit_test(test_partition__bounds_read_as_days_or_moments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
