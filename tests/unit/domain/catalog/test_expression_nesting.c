#include "domain/catalog/expression_nesting.h"

#include "base/cleanup.h"
#include "unit_test.h"

static void
assert_kept(const char *text, const char *nested, const char *with_rows)
{
	cleanup_memory char *one = expression_kept_nested(text, false);
	cleanup_memory char *other = expression_kept_nested(text, true);

	if (nested == NULL)
		assert_null(one);
	else
		assert_string_equal(one, nested);
	if (with_rows == NULL)
		assert_null(other);
	else
		assert_string_equal(other, with_rows);
}

static void
test_expression_nesting__casts_what_would_become_a_part_of_the_whole(UNUSED void **state)
{
	const char *and = "CHECK ((((b >= 0) AND (b <= 9))::boolean AND (a > 0)))";
	const char * or = "((((a) OR (b))::boolean OR (c))::boolean OR (d))";

	assert_kept("CHECK ((((b >= 0) AND (b <= 9)) AND (a > 0)))", and, and);
	assert_kept("((((a) OR (b)) OR (c)) OR (d))", or, or);
}

static void
test_expression_nesting__leaves_what_stays_by_itself(UNUSED void **state)
{
	assert_kept("(((a) AND (b)) OR (c))", NULL, NULL);
	assert_kept("((a) AND ((b) AND (c)))", NULL, NULL);
	assert_kept("f((a) AND (b))", NULL, NULL);
	assert_kept(")) AND ((", NULL, NULL);
	assert_kept("", NULL, NULL);
}

static void
test_expression_nesting__leaves_what_is_quoted(UNUSED void **state)
{
	assert_kept("'((a AND b) AND c)'", NULL, NULL);
	assert_kept("\"((a AND b) AND c)", NULL, NULL);
	assert_kept("$f$ ((a AND b) AND c) $ $f$", NULL, NULL);
	assert_kept("(('it''s (' AND b) AND $1)", "(('it''s (' AND b)::boolean AND $1)",
	            "(('it''s (' AND b)::boolean AND $1)");
}

static void
test_expression_nesting__puts_rows_that_are_compared_into_rows(UNUSED void **state)
{
	assert_kept("((ROW(a, b) IS DISTINCT FROM ROW(1, 2)) OR (c))", NULL,
	            "((ROW(ROW(a, b)) IS DISTINCT FROM ROW(ROW(1, 2))) OR (c))");
	assert_kept("(ROW(a, ROW(b)) = ROW(f(1), ROW(2)))", NULL,
	            "(ROW(ROW(a, ROW(b))) = ROW(ROW(f(1), ROW(2))))");
	assert_kept("(ROW(a, b) < ROW(1, 2))", NULL, NULL);
	assert_kept("ROW(a, b)", NULL, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_expression_nesting__casts_what_would_become_a_part_of_the_whole),
		cmocka_unit_test(test_expression_nesting__leaves_what_stays_by_itself),
		cmocka_unit_test(test_expression_nesting__leaves_what_is_quoted),
		cmocka_unit_test(test_expression_nesting__puts_rows_that_are_compared_into_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
