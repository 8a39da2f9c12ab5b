#include "adapter/postgres/query/query_rows.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

struct rows
{
	PGresult *result;
	const struct answer_shape *shape;
	int places[]; /* the answer's column for each of the shape's */
};

void
rows_free(struct rows *rows)
{
	if (rows == NULL)
		return;
	PQclear(rows->result);
	free(rows);
}

bool
rows_make(PGresult *result, const struct answer_shape *shape, const char *purpose,
          struct rows **rows, struct failure *failure)
{
	cleanup_rows struct rows *made = memory_allocate(
		1, sizeof(struct rows) + shape->column_count * sizeof((struct rows *)0)->places[0]);

	made->result = result;
	made->shape = shape;
	if (!answer_check(result, shape, purpose, made->places, failure))
		return false;
	*rows = take(made);
	return true;
}

size_t
rows_count(const struct rows *rows)
{
	return rows != NULL ? (size_t)PQntuples(rows->result) : 0;
}

void
rows_read(const struct rows *rows, size_t row, void *item)
{
	if (row < rows_count(rows))
		answer_read(rows->result, rows->shape, rows->places, row, item);
}
