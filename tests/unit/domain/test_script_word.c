#include "domain/script_word.h"

#include <string.h>

#include "base/text.h"
#include "domain/script.h"
#include "unit_test.h"

/* The words of a statement, each behind a bar. */
static void
assert_words(const char *statement, const char *expected)
{
	struct script_cursor cursor = {statement, statement + strlen(statement)};
	struct script_word word = {""};
	cleanup_text struct text words = TEXT_EMPTY;

	for (script_next_word(&cursor, &word); word.text[0] != '\0'; script_next_word(&cursor, &word))
		text_append_format(&words, "|%s", word.text);
	assert_string_equal(text_bytes(&words), expected);
	assert_ptr_equal(cursor.at, cursor.end);
}

static void
test_script_word__lowers_words_and_keeps_symbols_apart(UNUSED void **state)
{
	assert_words("CREATE Index\tCONCURRENTLY ON a.b(c)",
	             "|create|index|concurrently|on|a|.|b|(|c|)");
	assert_words("", "");
	assert_words(" \n\v\f\r", "");
}

static void
test_script_word__passes_comments_over(UNUSED void **state)
{
	assert_words("/* a /* nested */ b */drop-- to the end\n table--", "|drop|table");
	assert_words("a--b\rc", "|a|c");
	assert_words("a /* not ended", "|a");
	assert_words("a /* /* */", "|a");
}

static void
test_script_word__a_quoted_name_is_no_keyword(UNUSED void **state)
{
	assert_words("drop \"table\" \"a \"\"b\"", "|drop|\"|\"|\"");
	assert_words("\"not ended", "|\"");
}

static void
test_script_word__keeps_short_strings_only(UNUSED void **state)
{
	assert_words("set a = 'ON'", "|set|a|=|'on'");
	assert_words("select 'a string that is longer than any word of a rule' x", "|select|'|x");
	assert_words("E'it\\'s' x", "|e'it\\'s'|x");
	assert_words("'a\\' x", "|'a\\'|x");
}

static void
test_script_word__does_not_look_into_dollar_quotes(UNUSED void **state)
{
	assert_words("do $$ begin commit; end $$ x", "|do|$$ begin commit; end $$|x");
	assert_words("as $f$ $$ drop table t $$ $f$ language sql",
	             "|as|$f$ $$ drop table t $$ $f$|language|sql");
	assert_words("$1 + a$b$c", "|$1|+|a$b$c");
	assert_words("$1$ x", "|$1$|x");
	assert_words("$x$ not ended", "|$x$ not ended");
}

static void
test_script_word__cuts_what_is_no_keyword(UNUSED void **state)
{
	assert_words("abcdefghijklmnopqrstuvwxyzabcdefghij x", "|abcdefghijklmnopqrstuvwxyzabcde|x");
}

/* A vertical tab is for the server to judge: before 17 it is a syntax error. */
static void
test_script_word__blanks_before_a_statement_end_at_its_first_byte(UNUSED void **state)
{
	static const char blanks[] = " \n-- a\n/* b */\tselect 1";

	assert_int_equal(statement_blank_bytes(blanks, strlen(blanks)),
	                 strlen(blanks) - strlen("select 1"));
	assert_int_equal(statement_blank_bytes("\vselect 1", 9), 0);
	assert_int_equal(statement_blank_bytes("--", 2), 2);
	assert_int_equal(statement_blank_bytes("", 0), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script_word__lowers_words_and_keeps_symbols_apart),
		cmocka_unit_test(test_script_word__passes_comments_over),
		cmocka_unit_test(test_script_word__a_quoted_name_is_no_keyword),
		cmocka_unit_test(test_script_word__keeps_short_strings_only),
		cmocka_unit_test(test_script_word__does_not_look_into_dollar_quotes),
		cmocka_unit_test(test_script_word__cuts_what_is_no_keyword),
		cmocka_unit_test(test_script_word__blanks_before_a_statement_end_at_its_first_byte),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
