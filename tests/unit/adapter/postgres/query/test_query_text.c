#include "adapter/postgres/query/query_text.h"

#include <string.h>

#include "unit_test.h"

static const char *const values[] = {"'one'", "null"};

static void
check(const char *text, const char *wanted, size_t wanted_count)
{
	cleanup_text struct text sql = TEXT_EMPTY;
	size_t count = 0;

	assert_true(query_text_fill(text, values, 2, &sql, &count));
	assert_string_equal(text_bytes(&sql), wanted);
	assert_int_equal(count, wanted_count);
}

static void
test_query_text__parameters_are_put_in(UNUSED void **state)
{
	check("select $1::text, $2", "select 'one'::text, null", 1);
	check("select $1$2", "select 'one'null", 1);
}

static void
test_query_text__quoted_text_is_left_alone(UNUSED void **state)
{
	check("select '$1', \"$1\", $x$ $1; $$ $x$, $$;$2$$",
	      "select '$1', \"$1\", $x$ $1; $$ $x$, $$;$2$$", 1);
	check("select 'it''s $1'", "select 'it''s $1'", 1);
	check("select a$1 from t", "select a$1 from t", 1);
}

static void
test_query_text__comments_go(UNUSED void **state)
{
	check("select 1 -- $1; '\n, 2", "select 1  \n, 2", 1);
	check("/* /* ; */ ' */ select 1", "  select 1", 1);
}

static void
test_query_text__statements_are_counted_without_empty_ones(UNUSED void **state)
{
	check("select 1;\nselect 2;\n", "select 1;\nselect 2;\n", 2);
	check("select 1;; ;select ';'", "select 1;; ;select ';'", 2);
	check("", "", 0);
	check("-- nothing\n;", " \n;", 0);
	assert_int_equal(query_text_count_statements("do $$ begin; end $$; select 1"), 2);
}

static void
test_query_text__a_parameter_without_a_value_is_noticed(UNUSED void **state)
{
	cleanup_text struct text sql = TEXT_EMPTY;
	size_t count = 0;

	assert_false(query_text_fill("select $3", values, 2, &sql, &count));
	assert_false(query_text_fill("select $0", values, 2, &sql, &count));
}

static void
test_query_text__text_that_never_closes_ends_at_its_end(UNUSED void **state)
{
	check("select 'open", "select 'open", 1);
	check("select $q$open", "select $q$open", 1);
	check("select 1 /* open", "select 1  ", 1);
}

static void
test_query_text__parameters_are_found_outside_of_quotes(UNUSED void **state)
{
	static const char text[] = "select '$1', $$ $2 $$, \"$3\", a$4, $x$ $5 $x$ /* $6 */, $7";
	const char *found = query_text_first_parameter(text);

	assert_non_null(found);
	assert_string_equal(found, "$7");
	assert_null(query_text_first_parameter("select '$1' -- $2"));
}

static const char *
statement_rest(const char *text, bool *has_words)
{
	return query_text_statement_end(text, text + strlen(text), has_words);
}

static void
test_query_text__statements_end_at_their_semicolons(UNUSED void **state)
{
	bool has_words = false;

	assert_string_equal(statement_rest("select ';'; x", &has_words), "; x");
	assert_true(has_words);
	assert_string_equal(statement_rest(" -- a;\n ;", &has_words), ";");
	assert_false(has_words);
	assert_string_equal(statement_rest("a$b$; $b$", &has_words), "; $b$");
	assert_string_equal(statement_rest("", &has_words), "");
	assert_false(has_words);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_query_text__parameters_are_put_in),
		cmocka_unit_test(test_query_text__quoted_text_is_left_alone),
		cmocka_unit_test(test_query_text__comments_go),
		cmocka_unit_test(test_query_text__statements_are_counted_without_empty_ones),
		cmocka_unit_test(test_query_text__a_parameter_without_a_value_is_noticed),
		cmocka_unit_test(test_query_text__text_that_never_closes_ends_at_its_end),
		cmocka_unit_test(test_query_text__parameters_are_found_outside_of_quotes),
		cmocka_unit_test(test_query_text__statements_end_at_their_semicolons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
