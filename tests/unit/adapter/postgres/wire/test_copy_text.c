#include "adapter/postgres/wire/copy_text.h"

#include <string.h>

#include "base/count_of.h"
#include "unit_test.h"

enum
{
	FIELD_COUNT = 3,
	LINE_BYTES = 64
};

static bool
split(const char *text, size_t length_bytes, char *fields[FIELD_COUNT])
{
	static char line[LINE_BYTES];

	memcpy(line, text, length_bytes);
	return copy_text_split(line, length_bytes, fields, FIELD_COUNT);
}

static void
test_copy_text__fields_are_as_the_server_has_them(UNUSED void **state)
{
	char *fields[FIELD_COUNT] = {NULL};

	assert_true(split("a\t\\N\tc d\n", 9, fields));
	assert_string_equal(fields[0], "a");
	assert_null(fields[1]);
	assert_string_equal(fields[2], "c d");
	assert_true(split("\\t\\\\\t\t\\n\\r\n", 11, fields));
	assert_string_equal(fields[0], "\t\\");
	assert_string_equal(fields[1], "");
	assert_string_equal(fields[2], "\n\r");
}

static void
test_copy_text__what_no_server_writes_is_refused(UNUSED void **state)
{
	static const struct
	{
		const char *text;
		size_t length_bytes;
	} lines[] = {
		{"", 0},           {"a\tb\n", 4},       {"a\tb\tc\td\n", 8}, {"a\tb\tc", 5},
		{"a\tb\tc\nd", 7}, {"a\tb\t\\", 5},     {"a\tb\t\\x\n", 7},  {"a\tb\0\tc\n", 7},
		{"a\nb\tc\n", 6},  {"\\Nx\tb\tc\n", 8},
	};
	char *fields[FIELD_COUNT] = {NULL};

	for (size_t index = 0; index < COUNT_OF(lines); index++)
		assert_false(split(lines[index].text, lines[index].length_bytes, fields));
}

static void
test_copy_text__times_are_those_of_utc(UNUSED void **state)
{
	static const char *const others[] = {
		"",
		"infinity",
		"-infinity",
		"2026-11-30 19:21:42",
		"2026-11-30 19:21:42+01",
		"2026-11-30 19:21:42.123+00 BC",
		"2026-11-30T19:21:42+00",
		"2026-1a-30 19:21:42+00",
	};
	int64_t unix_ms = 0;

	assert_true(copy_text_time("1970-01-01 00:00:00+00", &unix_ms));
	assert_int_equal(unix_ms, 0);
	assert_true(copy_text_time("2026-11-30 19:21:42.1234+00", &unix_ms));
	assert_int_equal(unix_ms, 1796066502123);
	for (size_t index = 0; index < COUNT_OF(others); index++)
		assert_false(copy_text_time(others[index], &unix_ms));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copy_text__fields_are_as_the_server_has_them),
		cmocka_unit_test(test_copy_text__what_no_server_writes_is_refused),
		cmocka_unit_test(test_copy_text__times_are_those_of_utc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
