#include "unit_test.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "domain/settings_value.h"

enum
{
	MALFORMED = -1
};

struct value_case
{
	const char *value;
	int64_t number; /* or MALFORMED */
};

static void
check_cases(enum setting_key key, const struct value_case *cases, size_t count)
{
	for (size_t index = 0; index < count; index++)
	{
		int64_t number = 0;
		cleanup_memory char *problem = NULL;
		bool is_good =
			settings_value_parse(setting_definition(key), cases[index].value, &number, &problem);

		bool is_expected =
			cases[index].number == MALFORMED ? !is_good : is_good && number == cases[index].number;

		if (!is_expected)
			print_error("\"%s\" became %lld: %s\n", cases[index].value, (long long)number,
			            problem != NULL ? problem : "");
		assert_true(is_expected);
		assert_true(is_good == (problem == NULL));
	}
}

#define CHECK(key, cases) check_cases(key, cases, COUNT_OF(cases))

static void
test_settings_value__durations_have_units_and_bounds(UNUSED void **state)
{
	static const struct value_case cases[] = {
		{"90", 90000},
		{"0", 0},
		{"90s", 90000},
		{"1500ms", 1500},
		{"5min", 300000},
		{"5m", 300000},
		{"2h", 7200000},
		{"1d", 86400000},
		{"1h30min", 5400000},
		{"1m30s", 90000},
		{"24h", 86400000},
		{"24h1ms", MALFORMED},
		{"2d", MALFORMED},
		{"-1s", MALFORMED},
		{"1.5s", MALFORMED},
		{"5 min", MALFORMED},
		{"s", MALFORMED},
		{"1x", MALFORMED},
		{"1h30", MALFORMED},
		{"1S", MALFORMED},
		{" 1s", MALFORMED},
		{"1s ", MALFORMED},
		{"999999999999999999999s", MALFORMED},
		{"999999999999999d", MALFORMED},
		{"", MALFORMED},
	};

	CHECK(SETTING_WAIT_TIMEOUT, cases);
}

/* To PostgreSQL, lock_timeout = 0 means for ever: the one thing it must never be. */
static void
test_settings_value__lock_timeout_is_never_for_ever(UNUSED void **state)
{
	static const struct value_case cases[] = {
		{"0", MALFORMED}, {"0ms", MALFORMED}, {"1ms", 1}, {"1h", 3600000}, {"61min", MALFORMED}};

	CHECK(SETTING_LOCK_TIMEOUT, cases);
}

static void
test_settings_value__flags_have_many_words(UNUSED void **state)
{
	static const struct value_case cases[] = {
		{"true", 1},
		{"TRUE", 1},
		{"yes", 1},
		{"on", 1},
		{"1", 1},
		{"false", 0},
		{"False", 0},
		{"no", 0},
		{"0", 0},
		{"off", 0},
		{"2", MALFORMED},
		{"tru", MALFORMED},
		{"true ", MALFORMED},
	};

	CHECK(SETTING_ENSURE_ROLE, cases);
}

static void
test_settings_value__ports_may_be_a_list(UNUSED void **state)
{
	static const struct value_case cases[] = {
		{"5432", 5432},       {"1", 1},
		{"65535", 65535},     {"5432,5433", 5432},
		{"0", MALFORMED},     {"65536", MALFORMED},
		{"5432,", MALFORMED}, {",5432", MALFORMED},
		{"+5432", MALFORMED}, {"0x10", MALFORMED},
		{"5432 ", MALFORMED}, {"http", MALFORMED},
	};

	CHECK(SETTING_POSTGRES_PORT, cases);
}

static void
test_settings_value__hosts_have_no_white_space(UNUSED void **state)
{
	static const struct value_case cases[] = {
		{"db", 0},          {"a,b", 0},
		{"::1", 0},         {"/var/run/my socket", 0},
		{"@abstract", 0},   {"db\n", MALFORMED},
		{" db", MALFORMED}, {"postgresql://db", MALFORMED},
		{"a,", MALFORMED},  {"db:5432", MALFORMED},
	};

	CHECK(SETTING_POSTGRES_HOST, cases);
}

static void
test_settings_value__names_end_where_those_of_postgresql_do(UNUSED void **state)
{
	char longest[64];
	char too_long[65];

	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	memset(too_long, 'x', sizeof too_long - 1);
	too_long[sizeof too_long - 1] = '\0';

	const struct value_case cases[] = {
		{"no\"etl", 0}, {"a b;--", 0}, {"\xC3\xA4", 0}, {longest, 0}, {too_long, MALFORMED}};

	CHECK(SETTING_NOETL_SCHEMA, cases);
}

static void
test_settings_value__choices_are_whole_words_in_any_case(UNUSED void **state)
{
	static const struct value_case cases[] = {
		{"debug", 0},       {"info", 1},          {"warning", 2},  {"error", 3},
		{"INFO", 1},        {"Warning", 2},       {"warn", 2},     {"CRITICAL", 3},
		{"inf", MALFORMED}, {"info|", MALFORMED}, {"", MALFORMED}, {"debug|info", MALFORMED},
	};

	CHECK(SETTING_LOG_LEVEL, cases);
}

static void
test_settings_value__integers_have_bounds(UNUSED void **state)
{
	static const struct setting_definition definition = {
		.name = "X", .type = SETTING_TYPE_INTEGER, .least = -5, .greatest = 10};
	struct
	{
		const char *value;
		bool is_good;
	} cases[] = {{"-5", true}, {"10", true}, {"-6", false}, {"11", false},
	             {"", false},  {"-", false}, {"1e3", false}};

	for (size_t index = 0; index < COUNT_OF(cases); index++)
	{
		int64_t number = 0;
		cleanup_memory char *problem = NULL;

		assert_true(settings_value_parse(&definition, cases[index].value, &number, &problem) ==
		            cases[index].is_good);
	}
}

static void
test_settings_value__a_quoted_value_is_short_and_printable(UNUSED void **state)
{
	char long_value[200];

	/* An umlaut that begins at the byte before the cut must not be torn apart. */
	memset(long_value, 'a', sizeof long_value);
	memcpy(long_value + 79, "\xC3\xA4", 2);
	long_value[sizeof long_value - 1] = '\0';

	cleanup_memory char *escaped = settings_value_quote("a\033[31m\n");
	cleanup_memory char *cut = settings_value_quote(long_value);

	assert_string_equal(escaped, "\"a\\x1b[31m\\n\"");
	assert_int_equal(strlen(cut), 1 + 81 + 3 + 1);
	assert_string_equal(cut + 1 + 79, "\xC3\xA4...\"");
}

/* What people put into the wrong setting, whole or in part. */
static void
test_settings_value__a_malformed_value_that_may_hold_a_password_is_not_shown(UNUSED void **state)
{
	static const enum setting_key keys[] = {
		SETTING_POSTGRES_HOST,  SETTING_POSTGRES_PORT, SETTING_POSTGRES_DB, SETTING_POSTGRES_USER,
		SETTING_NOETL_ADMIN_DB, SETTING_LOCK_TIMEOUT,  SETTING_PGSSLMODE,   SETTING_NOETL_AUTH};
	static const char *const values[] = {
		"u:SECRET@h",
		"postgresql://u:SECRET@h/d",
		"host=h password=SECRET",
		"//u:SECRET@h",
		"@u:SECRET@h",
		"password = SECRET",
		"u:SE/CRET@h",
		"jdbc:postgresql://h/?PassWord=SECRET",
	};

	for (size_t key = 0; key < COUNT_OF(keys); key++)
	{
		for (size_t index = 0; index < COUNT_OF(values); index++)
		{
			int64_t number = 0;
			cleanup_memory char *problem = NULL;

			assert_false(settings_value_parse(setting_definition(keys[key]), values[index], &number,
			                                  &problem));
			assert_null(strstr(problem, "CRET"));
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_settings_value__durations_have_units_and_bounds),
		cmocka_unit_test(test_settings_value__lock_timeout_is_never_for_ever),
		cmocka_unit_test(test_settings_value__flags_have_many_words),
		cmocka_unit_test(test_settings_value__ports_may_be_a_list),
		cmocka_unit_test(test_settings_value__hosts_have_no_white_space),
		cmocka_unit_test(test_settings_value__names_end_where_those_of_postgresql_do),
		cmocka_unit_test(test_settings_value__choices_are_whole_words_in_any_case),
		cmocka_unit_test(test_settings_value__integers_have_bounds),
		cmocka_unit_test(
			test_settings_value__a_malformed_value_that_may_hold_a_password_is_not_shown),
		cmocka_unit_test(test_settings_value__a_quoted_value_is_short_and_printable),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
