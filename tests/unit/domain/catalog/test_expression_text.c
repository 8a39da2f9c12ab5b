#include "domain/catalog/expression_text.h"

#include "base/cleanup.h"
#include "unit_test.h"

static void
assert_spelling(const char *text, const char *expected)
{
	cleanup_memory char *other = expression_without_list_casts(text);

	if (expected == NULL)
		assert_null(other);
	else
		assert_string_equal(other, expected);
}

static void
test_expression_text__leaves_out_the_casts_of_a_list_and_of_what_is_in_it(UNUSED void **state)
{
	assert_spelling("CHECK (((status)::text = ANY ((ARRAY['a'::character varying, "
	                "'b'::character varying])::text[])))",
	                "CHECK ((status = ANY (ARRAY['a'::character varying, "
	                "'b'::character varying])))");
}

static void
test_expression_text__leaves_out_every_pair(UNUSED void **state)
{
	assert_spelling("((a)::text = ANY ((ARRAY['x'::varchar])::text[])) OR "
	                "((b)::text <> ALL ((ARRAY['y'::varchar])::text[]))",
	                "(a = ANY (ARRAY['x'::varchar])) OR (b <> ALL (ARRAY['y'::varchar]))");
}

static void
test_expression_text__keeps_a_left_side_of_more_than_a_name(UNUSED void **state)
{
	assert_spelling("((lower(x) || (y))::text = ANY ((ARRAY['x'::varchar])::text[]))",
	                "(lower(x) || (y) = ANY (ARRAY['x'::varchar]))");
}

static void
test_expression_text__brackets_in_quotes_end_nothing(UNUSED void **state)
{
	assert_spelling(
		"((\"a)b\")::text = ANY ((ARRAY['])::text['''::varchar, ']'::varchar])::text[]))",
		"(\"a)b\" = ANY (ARRAY['])::text['''::varchar, ']'::varchar]))");
}

static void
test_expression_text__a_text_without_such_a_pair_has_no_other_spelling(UNUSED void **state)
{
	assert_spelling("", NULL);
	assert_spelling("(n > 0)", NULL);
	assert_spelling("(a = ANY (ARRAY['x'::text]))", NULL);
	assert_spelling("((a)::text = ANY ((ARRAY[1])::bigint[]))", NULL);
	assert_spelling("((a)::integer = ANY ((ARRAY['x'::varchar])::text[]))", NULL);
	assert_spelling("((a)::text = b(ANY ((ARRAY['x'::varchar])::text[])))", NULL);
}

static void
test_expression_text__what_does_not_end_is_left_alone(UNUSED void **state)
{
	assert_spelling("((a)::text = ANY ((ARRAY['x", NULL);
	assert_spelling("((a)::text = ANY ((ARRAY[", NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_expression_text__leaves_out_the_casts_of_a_list_and_of_what_is_in_it),
		cmocka_unit_test(test_expression_text__leaves_out_every_pair),
		cmocka_unit_test(test_expression_text__keeps_a_left_side_of_more_than_a_name),
		cmocka_unit_test(test_expression_text__brackets_in_quotes_end_nothing),
		cmocka_unit_test(test_expression_text__a_text_without_such_a_pair_has_no_other_spelling),
		cmocka_unit_test(test_expression_text__what_does_not_end_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
