#include "adapter/postgres/query/query.h"

#include <string.h>

#include "adapter/postgres/wire/session.h"
#include "unit_test.h"

struct answer_row
{
	const char *name;
};

static const struct column answer_columns[] = {COLUMN(struct answer_row, name)};
static const struct answer_shape any_rows = ANSWER(struct answer_row, ROWS_ANY, answer_columns);
static const struct answer_shape one_row = ANSWER(struct answer_row, ROWS_ONE, answer_columns);

/* Nothing is sent: the session has no connection that could be used. */
static void
check_bug(const struct answer_shape *answer, struct rows **rows, const char *expected)
{
	struct session session = {.connection = NULL};
	struct answer_row row = {"untouched"};
	struct failure failure = {0};

	assert_false(
		query_run_row(&session, QUERY("sql/lock_try.sql", "look", answer), rows, &row, &failure));
	assert_int_equal(failure.kind, FAILURE_BUG);
	assert_non_null(strstr(failure.message, expected));
	assert_string_equal(row.name, "untouched");
}

static void
test_query__of_one_row_asks_for_exactly_one(UNUSED void **state)
{
	struct rows *rows = NULL;

	check_bug(&any_rows, &rows, "cannot look: sql/lock_try.sql is not asked for exactly one row");
	check_bug(NO_ANSWER, &rows, "cannot look: sql/lock_try.sql is not asked for exactly one row");
	assert_null(rows);
}

static void
test_query__of_one_row_leaves_no_text_without_an_owner(UNUSED void **state)
{
	check_bug(&one_row, NULL, "cannot look: nothing owns the texts of sql/lock_try.sql");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_query__of_one_row_asks_for_exactly_one),
		cmocka_unit_test(test_query__of_one_row_leaves_no_text_without_an_owner),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
