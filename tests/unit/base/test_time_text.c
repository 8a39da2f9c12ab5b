#include "base/count_of.h"
#include "base/time_text.h"
#include "unit_test.h"

static const struct
{
	int64_t unix_ms;
	enum time_precision precision;
	const char *expected;
} moments[] = {
	{0, TIME_SECONDS, "1970-01-01T00:00:00Z"},
	{1795252087054, TIME_SECONDS, "2026-11-21T09:08:07Z"},
	{1795252087054, TIME_MILLISECONDS, "2026-11-21T09:08:07.054Z"},
	{1795252087054, TIME_MICROSECONDS, "2026-11-21T09:08:07.054000Z"},
	{1795252087999, TIME_SECONDS, "2026-11-21T09:08:07Z"},
	{1709164800000, TIME_MILLISECONDS, "2024-02-29T00:00:00.000Z"},
	{-1, TIME_MILLISECONDS, "1969-12-31T23:59:59.999Z"},
	{INT64_MAX, TIME_MICROSECONDS, "292278994-08-17T07:12:55.807000Z"},
};

static void
test_time_text__is_rfc_3339_in_utc(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(moments); index++)
	{
		char text[TIME_TEXT_BYTES];

		time_text(moments[index].unix_ms, moments[index].precision, text);
		assert_string_equal(text, moments[index].expected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_time_text__is_rfc_3339_in_utc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
