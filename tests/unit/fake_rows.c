#include "unit_test.h"

#include "fake_rows.h"

#include <libpq-fe.h>
#include <string.h>

#include "adapter/postgres/query/query_rows.h"

enum
{
	COLUMN_LIMIT = 16
};

PGresult *
fake_result(const char *const *columns, const char *const *cells, size_t row_count)
{
	PGresAttDesc descriptions[COLUMN_LIMIT] = {{0}};
	PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	int column_count = 0;

	for (; columns[column_count] != NULL && column_count < COLUMN_LIMIT; column_count++)
		descriptions[column_count].name = (char *)columns[column_count];
	assert_true(PQsetResultAttrs(result, column_count, descriptions));
	for (size_t row = 0; row < row_count; row++)
	{
		for (int column = 0; column < column_count; column++)
		{
			const char *cell = *cells++;
			int length = cell != NULL ? (int)strlen(cell) : -1;

			assert_true(PQsetvalue(result, (int)row, column, (char *)cell, length));
		}
	}
	return result;
}

struct rows *
fake_rows(const struct answer_shape *shape, const char *const *columns, const char *const *cells,
          size_t row_count)
{
	struct rows *rows = NULL;
	struct failure failure = {0};

	assert_true(
		rows_make(fake_result(columns, cells, row_count), shape, "fake rows", &rows, &failure));
	return rows;
}
