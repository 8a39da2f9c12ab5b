#include "adapter/postgres/wire/answer.h"

#include <libpq-fe.h>
#include <string.h>

#include "base/count_of.h"
#include "fake_rows.h"
#include "unit_test.h"

struct row
{
	const char *name;
	const char *note;
	const char *oids;
	int64_t count;
	struct number_or_null rest;
	int64_t at_ms;
	bool is_there;
};

static const struct column columns[] = {
	COLUMN(struct row, name),     TEXT_OR_NULL(struct row, note), ARRAY_OR_NULL(struct row, oids),
	COLUMN(struct row, count),    COLUMN(struct row, rest),       TIME(struct row, at_ms),
	COLUMN(struct row, is_there),
};
static const struct answer_shape one_row = ANSWER(struct row, ROWS_ONE, columns);
static const struct answer_shape any_rows = ANSWER(struct row, ROWS_ANY, columns);
static const struct answer_shape ledger_row = LEDGER_ANSWER(struct row, ROWS_ONE, columns);

enum
{
	COLUMN_COUNT = 7
};

static const char *const names[] = {"is_there", "at_ms", "rest", "count",
                                    "oids",     "note",  "name", NULL};
static const char *const good_cells[COLUMN_COUNT] = {"t",   "-1", "5", "9223372036854775807",
                                                     "{1}", "",   "n"};

static bool
check(const struct answer_shape *shape, const char *const *cells, size_t row_count,
      struct failure *failure)
{
	PGresult *result = fake_result(names, cells, row_count);
	int places[COLUMN_COUNT];
	bool is_good = answer_check(result, shape, "look", places, failure);

	PQclear(result);
	return is_good;
}

/* The row points into the result. */
static void
read_good(const PGresult *result, struct row *row)
{
	int places[COLUMN_COUNT];
	struct failure failure = {0};

	memset(row, 0x55, sizeof *row);
	assert_true(answer_check(result, &one_row, "look", places, &failure));
	answer_read(result, &one_row, places, 0, row);
}

static void
test_answer__is_read_into_a_struct(UNUSED void **state)
{
	PGresult *result = fake_result(names, good_cells, 1);
	struct row row;

	read_good(result, &row);
	assert_string_equal(row.name, "n");
	assert_string_equal(row.note, "");
	assert_string_equal(row.oids, "{1}");
	assert_true(row.count == INT64_MAX);
	assert_false(row.rest.is_null);
	assert_int_equal(row.rest.number, 5);
	assert_int_equal(row.at_ms, -1);
	assert_true(row.is_there);
	PQclear(result);
}

static void
test_answer__may_have_nulls_where_the_shape_says_so(UNUSED void **state)
{
	static const char *const cells[COLUMN_COUNT] = {"f", "0", NULL, "0", NULL, NULL, "n"};
	PGresult *result = fake_result(names, cells, 1);
	struct row row;

	read_good(result, &row);
	assert_null(row.note);
	assert_null(row.oids);
	assert_true(row.rest.is_null);
	assert_int_equal(row.rest.number, 0);
	assert_false(row.is_there);
	PQclear(result);
}

struct lie
{
	size_t cell;
	const char *value;
	const char *words; /* of the message */
};

static void
test_answer__of_another_form_is_refused(UNUSED void **state)
{
	static const struct lie lies[] = {
		{0, NULL, "a null for column \"is_there\" in place of a boolean"},
		{0, "true", "\"true\" for column \"is_there\""},
		{0, "", "\"\" for column \"is_there\""},
		{1, NULL, "column \"at_ms\" in place of a finite time"},
		{1, "9224318016000001", "in place of a finite time"},
		{1, "infinity", "in place of a finite time"},
		{2, "", "column \"rest\" in place of a whole number"},
		{3, NULL, "column \"count\" in place of a whole number"},
		{3, "99999999999999999999", "column \"count\" in place of a whole number"},
		{3, "1 2", "column \"count\" in place of a whole number"},
		{4, "{{", "column \"oids\" in place of an array"},
		{6, NULL, "a null for column \"name\" in place of a text"},
	};

	for (size_t index = 0; index < COUNT_OF(lies); index++)
	{
		const char *cells[COLUMN_COUNT];
		struct failure failure = {0};

		memcpy(cells, good_cells, sizeof cells);
		cells[lies[index].cell] = lies[index].value;
		assert_false(check(&any_rows, cells, 1, &failure));
		assert_int_equal(failure.kind, FAILURE_TRANSIENT);
		assert_int_equal(failure.reason, REASON_FALSE_ANSWER);
		assert_true(failure.connection_lost);
		assert_non_null(strstr(failure.message, "cannot look: the server answered "));
		assert_non_null(strstr(failure.message, lies[index].words));
	}
}

static void
test_answer__of_the_ledger_accuses_the_ledger(UNUSED void **state)
{
	static const char *const cells[COLUMN_COUNT] = {"t", "0", NULL, "0", NULL, NULL, NULL};
	struct failure failure = {0};

	assert_false(check(&ledger_row, cells, 1, &failure));
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_int_equal(failure.reason, REASON_FALSE_LEDGER);
	assert_false(failure.connection_lost);
	assert_non_null(strstr(failure.message, "the ledger has a null for column \"name\""));
}

static void
test_answer__has_as_many_rows_as_the_shape_says(UNUSED void **state)
{
	const char *cells[2 * COLUMN_COUNT];
	struct failure failure = {0};

	memcpy(cells, good_cells, sizeof good_cells);
	memcpy(cells + COLUMN_COUNT, good_cells, sizeof good_cells);
	assert_true(check(&any_rows, cells, 0, &failure));
	assert_true(check(&any_rows, cells, 2, &failure));
	assert_false(check(&one_row, cells, 0, &failure));
	assert_false(check(&one_row, cells, 2, &failure));
	assert_false(answer_check(NULL, &any_rows, "look", NULL, &failure));
	assert_non_null(strstr(failure.message, "without any rows"));
}

static void
test_answer__without_a_column_is_refused(UNUSED void **state)
{
	static const char *const few[] = {"name", "note", NULL};
	static const char *const cells[] = {"n", "n"};
	PGresult *result = fake_result(few, cells, 1);
	int places[COLUMN_COUNT];
	struct failure failure = {0};

	assert_false(answer_check(result, &any_rows, "look", places, &failure));
	assert_non_null(strstr(failure.message, "without column \"oids\""));
	PQclear(result);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answer__is_read_into_a_struct),
		cmocka_unit_test(test_answer__may_have_nulls_where_the_shape_says_so),
		cmocka_unit_test(test_answer__of_another_form_is_refused),
		cmocka_unit_test(test_answer__of_the_ledger_accuses_the_ledger),
		cmocka_unit_test(test_answer__has_as_many_rows_as_the_shape_says),
		cmocka_unit_test(test_answer__without_a_column_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
