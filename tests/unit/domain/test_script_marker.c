#include "domain/script_marker.h"

#include <string.h>

#include "unit_test.h"

static struct script
script_of(const char *text)
{
	return (struct script){.text = (char *)text, .length_bytes = strlen(text)};
}

static void
check_marker(const char *text, enum marker_kind kind, size_t offset_bytes, bool has_its_line)
{
	const struct script script = script_of(text);
	struct script_marker marker;

	assert_true(script_marker_find(&script, 0, script.length_bytes, &marker));
	assert_int_equal(marker.kind, kind);
	assert_int_equal(marker.offset_bytes, offset_bytes);
	assert_int_equal(marker.has_a_line_of_its_own, has_its_line);
}

static void
test_script_marker__is_a_line_comment_that_begins_with_the_name(UNUSED void **state)
{
	check_marker("-- noetl-schema: commit", MARKER_COMMIT, 0, true);
	check_marker("\n\t--NOETL-Schema :outside \r\n", MARKER_OUTSIDE, 2, true);
	check_marker("/* x */ -- noetl-schema: commit\n", MARKER_COMMIT, 8, false);
	check_marker("-- noetl-schema: comit\n", MARKER_UNKNOWN, 0, true);
	check_marker("-- noetl-schema: commit;\n", MARKER_UNKNOWN, 0, true);
	check_marker("-- noetl-schema:", MARKER_UNKNOWN, 0, true);
}

static void
test_script_marker__is_no_other_remark(UNUSED void **state)
{
	static const char *const texts[] = {
		"-- noetl-schema commit\n",
		"/* -- noetl-schema: commit\n */",
		"-- see noetl-schema: x\n",
		"-- noetl-schem",
		"--",
		"",
	};
	struct script_marker marker;

	for (size_t index = 0; index < sizeof texts / sizeof texts[0]; index++)
	{
		const struct script script = script_of(texts[index]);

		assert_false(script_marker_find(&script, 0, script.length_bytes, &marker));
	}
}

static void
test_script_marker__inside_of_a_statement_is_found_outside_of_strings(UNUSED void **state)
{
	const struct script wrong = script_of("select 1\n-- noetl-schema: commit\n");
	const struct script right = script_of("select '\n-- noetl-schema: commit\n', $$\n"
	                                      "-- noetl-schema: commit\n$$");
	struct script_marker marker;

	assert_true(script_marker_find_inside(&wrong, 0, wrong.length_bytes, &marker));
	assert_int_equal(marker.offset_bytes, 9);
	assert_false(script_marker_find_inside(&right, 0, right.length_bytes, &marker));
}

static void
test_script_marker__begins_an_included_file(UNUSED void **state)
{
	struct script_part parts[] = {{.offset_bytes = 0}, {.offset_bytes = 8}};
	struct script script = script_of("\\ir a.sq-- noetl-schema: commit\n");
	struct script_marker marker;

	assert_true(script_marker_find(&script, 8, script.length_bytes, &marker));
	assert_false(marker.has_a_line_of_its_own);
	script.parts = parts;
	script.part_count = 2;
	assert_true(script_marker_find(&script, 8, script.length_bytes, &marker));
	assert_true(marker.has_a_line_of_its_own);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script_marker__is_a_line_comment_that_begins_with_the_name),
		cmocka_unit_test(test_script_marker__is_no_other_remark),
		cmocka_unit_test(test_script_marker__inside_of_a_statement_is_found_outside_of_strings),
		cmocka_unit_test(test_script_marker__begins_an_included_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
