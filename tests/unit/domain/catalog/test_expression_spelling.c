#include "domain/catalog/expression_spelling.h"

#include "base/cleanup.h"
#include "unit_test.h"

#define LIST "((v)::text = ANY ((ARRAY['a'::varchar])::text[]))"
#define PLAIN "(v = ANY (ARRAY['a'::varchar]))"
#define ROWS "(ROW(a, b) = ROW(1, 2))"

static void
assert_spelt(enum expression_spelling spelling, const char *expected)
{
	cleanup_memory char *other = expression_spell("((" LIST " AND " ROWS ") AND c)", spelling);

	assert_string_equal(other, expected);
}

static void
test_expression_spelling__each_changes_more_than_the_one_before(UNUSED void **state)
{
	assert_spelt(SPELLING_LISTS, "((" PLAIN " AND " ROWS ") AND c)");
	assert_spelt(SPELLING_NESTED, "((" LIST " AND " ROWS ")::boolean AND c)");
	assert_spelt(SPELLING_ROWS,
	             "((" LIST " AND (ROW(ROW(a, b)) = ROW(ROW(1, 2))))::boolean AND c)");
	assert_spelt(SPELLING_ALL,
	             "((" PLAIN " AND (ROW(ROW(a, b)) = ROW(ROW(1, 2))))::boolean AND c)");
}

static void
test_expression_spelling__most_texts_have_but_one(UNUSED void **state)
{
	for (int spelling = 0; spelling < SPELLING_COUNT; spelling++)
		assert_null(expression_spell("(n > 0)", (enum expression_spelling)spelling));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_expression_spelling__each_changes_more_than_the_one_before),
		cmocka_unit_test(test_expression_spelling__most_texts_have_but_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
