#include "domain/sql_lexeme.h"

#include <string.h>

#include "unit_test.h"

/* What is left of the text behind a piece. */
static const char *
rest(const char *end)
{
	return end != NULL ? end : "none";
}

static const char *
comment_rest(const char *text)
{
	return rest(sql_comment_end(text, text + strlen(text)));
}

static const char *
quoted_rest(const char *text, bool has_escapes)
{
	return rest(sql_quoted_end(text, text + strlen(text), has_escapes));
}

static const char *
dollar_rest(const char *text)
{
	return rest(sql_dollar_quoted_end(text, text + strlen(text)));
}

static void
test_sql_lexeme__comments_end_where_the_server_ends_them(UNUSED void **state)
{
	assert_string_equal(comment_rest("-- a\nb"), "\nb");
	assert_string_equal(comment_rest("-- a\rb"), "\rb");
	assert_string_equal(comment_rest("--"), "");
	assert_string_equal(comment_rest("/* a */b"), "b");
	assert_string_equal(comment_rest("/* a /* b */ c */d"), "d");
	assert_string_equal(comment_rest("/*/ a */b"), "b");
	assert_string_equal(comment_rest("/* a /* b */"), "");
	assert_string_equal(comment_rest("/*"), "");
	assert_string_equal(comment_rest("- a"), "none");
	assert_string_equal(comment_rest("/"), "none");
}

static void
test_sql_lexeme__quotes_end_at_a_quote_of_their_kind(UNUSED void **state)
{
	assert_string_equal(quoted_rest("'a'b", false), "b");
	assert_string_equal(quoted_rest("\"a'\"b", false), "b");
	assert_string_equal(quoted_rest("'a\\'b'c", false), "b'c");
	assert_string_equal(quoted_rest("'a\\'b'c", true), "c");
	assert_string_equal(quoted_rest("'a''b'", false), "'b'");
	assert_string_equal(quoted_rest("'a", false), "");
	assert_string_equal(quoted_rest("'a\\", true), "");
	assert_string_equal(quoted_rest("'", false), "");
}

static void
test_sql_lexeme__dollar_quotes_end_at_their_own_tag(UNUSED void **state)
{
	assert_string_equal(dollar_rest("$$a$$b"), "b");
	assert_string_equal(dollar_rest("$t$a$$b$t$c"), "c");
	assert_string_equal(dollar_rest("$t$a"), "");
	assert_string_equal(dollar_rest("$$"), "");
	assert_string_equal(dollar_rest("$1"), "none");
	assert_string_equal(dollar_rest("$1$a$1$"), "none");
	assert_string_equal(dollar_rest("$t a$"), "none");
	assert_string_equal(dollar_rest("$"), "none");
	assert_string_equal(dollar_rest("a$b$"), "none");
}

static void
test_sql_lexeme__nothing_behind_the_end_is_read(UNUSED void **state)
{
	static const char text[] = "/* a */b'c'$t$d$t$";

	assert_ptr_equal(sql_comment_end(text, text + 6), text + 6);
	assert_null(sql_comment_end(text, text + 1));
	assert_ptr_equal(sql_quoted_end(text + 8, text + 10, false), text + 10);
	assert_ptr_equal(sql_dollar_quoted_end(text + 11, text + 16), text + 16);
	assert_null(sql_dollar_quoted_end(text + 11, text + 13));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sql_lexeme__comments_end_where_the_server_ends_them),
		cmocka_unit_test(test_sql_lexeme__quotes_end_at_a_quote_of_their_kind),
		cmocka_unit_test(test_sql_lexeme__dollar_quotes_end_at_their_own_tag),
		cmocka_unit_test(test_sql_lexeme__nothing_behind_the_end_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
