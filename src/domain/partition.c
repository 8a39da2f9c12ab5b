#include "domain/partition.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/utf8.h"

#define PARTITION_MARK "_p"

enum
{
	MS_A_SECOND = 1000,
	DAYS_A_WEEK = 7,
	DAYS_FROM_MONDAY_TO_SUNDAY = 6, /* tm_wday counts from Sunday */
	MONTHS_A_QUARTER = 3,
	FIRST_TM_YEAR = 1900,
	DATE_DIGITS = 8,
	MARK_BYTES = sizeof(PARTITION_MARK) - 1
};

/* In the syntax of date_trunc and of type interval, which knows no quarter. */
struct interval_words
{
	const char *unit;
	const char *step;
};

static const struct interval_words interval_words[] = {
	[PARTITION_DAY] = {"day", "1 day"},       [PARTITION_WEEK] = {"week", "7 days"},
	[PARTITION_MONTH] = {"month", "1 month"}, [PARTITION_QUARTER] = {"quarter", "3 months"},
	[PARTITION_YEAR] = {"year", "1 year"},
};

const char *
partition_interval_name(enum partition_interval interval)
{
	return interval_words[interval].unit;
}

/* Division that rounds towards the past, also before 1970. */
static time_t
seconds_of(int64_t at_ms)
{
	int64_t seconds = at_ms / MS_A_SECOND;

	if (at_ms % MS_A_SECOND < 0)
		seconds--;
	return (time_t)seconds;
}

static struct tm
calendar_day(int64_t at_ms)
{
	time_t seconds = seconds_of(at_ms);
	struct tm calendar = {0};

	(void)gmtime_r(&seconds, &calendar);
	calendar.tm_hour = 0;
	calendar.tm_min = 0;
	calendar.tm_sec = 0;
	return calendar;
}

static int64_t
calendar_ms(struct tm calendar)
{
	/* timegm brings day 32 and month 13 into range. */
	return (int64_t)timegm(&calendar) * MS_A_SECOND;
}

static void
truncate_to_interval(struct tm *calendar, enum partition_interval interval)
{
	switch (interval)
	{
		case PARTITION_DAY:
			break;
		case PARTITION_WEEK:
			calendar->tm_mday -= (calendar->tm_wday + DAYS_FROM_MONDAY_TO_SUNDAY) % DAYS_A_WEEK;
			break;
		case PARTITION_MONTH:
			calendar->tm_mday = 1;
			break;
		case PARTITION_QUARTER:
			calendar->tm_mday = 1;
			calendar->tm_mon -= calendar->tm_mon % MONTHS_A_QUARTER;
			break;
		case PARTITION_YEAR:
			calendar->tm_mday = 1;
			calendar->tm_mon = 0;
			break;
	}
}

static void
add_intervals(struct tm *calendar, enum partition_interval interval, int count)
{
	switch (interval)
	{
		case PARTITION_DAY:
			calendar->tm_mday += count;
			break;
		case PARTITION_WEEK:
			calendar->tm_mday += count * DAYS_A_WEEK;
			break;
		case PARTITION_MONTH:
			calendar->tm_mon += count;
			break;
		case PARTITION_QUARTER:
			calendar->tm_mon += count * MONTHS_A_QUARTER;
			break;
		case PARTITION_YEAR:
			calendar->tm_year += count;
			break;
	}
}

static int64_t
later_ms(enum partition_interval interval, int64_t lower_ms, int count)
{
	struct tm calendar = calendar_day(lower_ms);

	add_intervals(&calendar, interval, count);
	return calendar_ms(calendar);
}

struct partition_range
partition_range_at(enum partition_interval interval, int64_t at_ms)
{
	struct tm calendar = calendar_day(at_ms);

	truncate_to_interval(&calendar, interval);

	int64_t lower_ms = calendar_ms(calendar);

	return (struct partition_range){lower_ms, later_ms(interval, lower_ms, 1)};
}

struct partition_range
partition_range_step(enum partition_interval interval, struct partition_range range, int step_count)
{
	int64_t lower_ms = later_ms(interval, range.lower_ms, step_count);

	return (struct partition_range){lower_ms, later_ms(interval, lower_ms, 1)};
}

/* How many bytes of a table's name fit into the names of its partitions. */
static size_t
fitting_bytes(const char *table)
{
	return utf8_fit(table, strlen(table), PARTITION_TABLE_BYTES);
}

void
partition_name(const char *table, int64_t lower_ms, char name[PARTITION_NAME_BYTES])
{
	struct tm calendar = calendar_day(lower_ms);

	(void)snprintf(name, PARTITION_NAME_BYTES, "%.*s" PARTITION_MARK "%04d%02d%02d",
	               (int)fitting_bytes(table), table, calendar.tm_year + FIRST_TM_YEAR,
	               calendar.tm_mon + 1, calendar.tm_mday);
}

bool
partition_name_is_ours(const char *table, const char *name)
{
	size_t table_bytes = fitting_bytes(table);

	return strlen(name) == table_bytes + PARTITION_SUFFIX_BYTES &&
	       memcmp(name, table, table_bytes) == 0 &&
	       memcmp(name + table_bytes, PARTITION_MARK, MARK_BYTES) == 0 &&
	       strspn(name + table_bytes + MARK_BYTES, "0123456789") == DATE_DIGITS;
}

static void
append_rule_json(struct text *json, const struct bundle_partition *rule)
{
	const struct interval_words *words = &interval_words[rule->interval];
	cleanup_text struct text prefix = TEXT_EMPTY;

	text_append_bytes(&prefix, rule->table, fitting_bytes(rule->table));
	text_append(&prefix, PARTITION_MARK);
	json_append_separator(json);
	text_append_char(json, '{');
	json_append_name(json, "prefix");
	json_append_exact(json, text_bytes(&prefix));
	json_append_text_member(json, "unit", words->unit);
	json_append_text_member(json, "step", words->step);
	json_append_number_member(json, "ahead", rule->ahead_count);
	if (rule->expiry == PARTITION_EXPIRY_NEVER)
		json_append_text_member(json, "retain", NULL);
	else
		json_append_number_member(json, "retain", rule->retain_count);
	text_append_char(json, '}');
}

void
partition_rules_json(const struct managed_schema *schema, struct text *json)
{
	text_append_char(json, '[');
	for (size_t i = 0; i < schema->partition_count; i++)
		append_rule_json(json, &schema->partitions[i]);
	text_append_char(json, ']');
}

void
partition_bound_text(int64_t bound_ms, char text[PARTITION_BOUND_BYTES])
{
	if (bound_ms == INT64_MIN || bound_ms == INT64_MAX)
	{
		(void)snprintf(text, PARTITION_BOUND_BYTES, "%s",
		               bound_ms == INT64_MIN ? "the beginning" : "the end");
		return;
	}

	time_t seconds = seconds_of(bound_ms);
	struct tm calendar = {0};

	(void)gmtime_r(&seconds, &calendar);

	bool is_midnight = bound_ms % MS_A_SECOND == 0 && calendar.tm_hour == 0 &&
	                   calendar.tm_min == 0 && calendar.tm_sec == 0;

	(void)strftime(text, PARTITION_BOUND_BYTES, is_midnight ? "%Y-%m-%d" : "%Y-%m-%d %H:%M:%S UTC",
	               &calendar);
}
