#include "unit_test.h"

#include <string.h>

#include "base/json.h"

static void
expect_json(const char *string, const char *json)
{
	cleanup_text struct text text = TEXT_EMPTY;

	json_append_string(&text, string);
	assert_string_equal(text_bytes(&text), json);
}

static void
test_json__strings_are_escaped(UNUSED void **state)
{
	expect_json("", "\"\"");
	expect_json("a\"b\\c/d", "\"a\\\"b\\\\c/d\"");
	expect_json("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x90\x98", "\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x90\x98\"");
}

/* jq -r and kubectl show what a string decodes to. */
static void
test_json__strings_decode_to_what_may_be_shown(UNUSED void **state)
{
	expect_json("\n\r\t\033\x7F", "\"\\\\n\\\\x0d\\\\t\\\\x1b\\\\x7f\"");
	expect_json("\xC2\x9B\xE2\x80\xAE", "\"\\\\u{9b}\\\\u{202e}\"");
	expect_json("a\xC3", "\"a\\\\xc3\"");
}

static void
test_json__lines_stay_lines(UNUSED void **state)
{
	cleanup_text struct text text = TEXT_EMPTY;

	json_append_lines(&text, "one\n\ttwo\r\xFF");
	assert_string_equal(text_bytes(&text), "\"one\\n\\\\ttwo\\\\x0d\\\\xff\"");
	text_clear(&text);
	json_append_tabbed(&text, "\n\t\r");
	assert_string_equal(text_bytes(&text), "\"\\n\\t\\\\x0d\"");
}

static void
expect_exact_json(const char *string, const char *json)
{
	cleanup_text struct text text = TEXT_EMPTY;

	json_append_exact(&text, string);
	assert_string_equal(text_bytes(&text), json);
}

static void
test_json__the_server_gets_back_what_it_said(UNUSED void **state)
{
	expect_exact_json("\n\r\t\033\x7F\x01", "\"\\n\\r\\t\\u001b\\u007f\\u0001\"");
	expect_exact_json("\xC2\x9B\xE2\x80\xAE", "\"\xC2\x9B\xE2\x80\xAE\"");
}

/* The server refuses a whole text that is no UTF-8. */
static void
test_json__bytes_that_are_no_utf8_are_replaced(UNUSED void **state)
{
#define REPLACED "\xEF\xBF\xBD"
	expect_exact_json("\xFF", "\"" REPLACED "\"");
	expect_exact_json("a\xC3", "\"a" REPLACED "\"");
	expect_exact_json("\xC0\xAF", "\"" REPLACED REPLACED "\"");
	expect_exact_json("\xED\xA0\x80", "\"" REPLACED REPLACED REPLACED "\"");
	expect_exact_json("\xE2\x82", "\"" REPLACED REPLACED "\"");
	expect_exact_json("\xF4\x90\x80\x80", "\"" REPLACED REPLACED REPLACED REPLACED "\"");
	expect_exact_json("\xE0\x9F\xBFz", "\"" REPLACED REPLACED REPLACED "z\"");
}

static void
test_json__commas_come_where_they_are_needed(UNUSED void **state)
{
	cleanup_text struct text text = TEXT_EMPTY;

	text_append_char(&text, '{');
	json_append_text_member(&text, "a", "{");
	json_append_text_member(&text, "b", NULL);
	json_append_name(&text, "c");
	text_append_char(&text, '[');
	json_append_separator(&text);
	text_append(&text, "1");
	json_append_separator(&text);
	text_append(&text, "2]");
	json_append_number_member(&text, "d", -5);
	json_append_truth_member(&text, "e", true);
	text_append_char(&text, '}');
	assert_string_equal(text_bytes(&text),
	                    "{\"a\":\"{\",\"b\":null,\"c\":[1,2],\"d\":-5,\"e\":true}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json__strings_are_escaped),
		cmocka_unit_test(test_json__strings_decode_to_what_may_be_shown),
		cmocka_unit_test(test_json__lines_stay_lines),
		cmocka_unit_test(test_json__the_server_gets_back_what_it_said),
		cmocka_unit_test(test_json__bytes_that_are_no_utf8_are_replaced),
		cmocka_unit_test(test_json__commas_come_where_they_are_needed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
