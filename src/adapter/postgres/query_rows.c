#include "adapter/postgres/query_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/failure.h"
#include "base/memory.h"

struct rows
{
	PGresult *result;
};

struct rows *
rows_new(PGresult *result)
{
	struct rows *rows = memory_allocate(1, sizeof *rows);

	rows->result = result;
	return rows;
}

void
rows_free(struct rows *rows)
{
	if (rows == NULL)
		return;
	PQclear(rows->result);
	free(rows);
}

bool
rows_has_columns(const struct rows *rows)
{
	return rows != NULL && PQnfields(rows->result) > 0;
}

size_t
rows_count(const struct rows *rows)
{
	return rows != NULL ? (size_t)PQntuples(rows->result) : 0;
}

/* A name that no query returns is a slip of the pen between a .sql file and its reader. */
static _Noreturn void
rows_lack_column(const char *column)
{
	(void)fprintf(stderr, "noetl-schema: bug: a query returns no such row or column: %s\n", column);
	_exit(FAILURE_BUG);
}

/* Not PQfnumber(), which copies and folds the name each time. */
static int
rows_column(const struct rows *rows, const char *column)
{
	int count = rows != NULL ? PQnfields(rows->result) : 0;

	for (int index = 0; index < count; index++)
	{
		if (strcmp(PQfname(rows->result, index), column) == 0)
			return index;
	}
	rows_lack_column(column);
}

const char *
rows_text(const struct rows *rows, size_t row, const char *column)
{
	int index = rows_column(rows, column);

	if (row >= rows_count(rows))
		rows_lack_column(column);
	if (PQgetisnull(rows->result, (int)row, index))
		return NULL;
	return PQgetvalue(rows->result, (int)row, index);
}

char *
rows_copy(const struct rows *rows, size_t row, const char *column)
{
	const char *text = rows_text(rows, row, column);

	return text != NULL ? memory_copy_text(text) : NULL;
}

int64_t
rows_integer(const struct rows *rows, size_t row, const char *column)
{
	const char *text = rows_text(rows, row, column);

	return text != NULL ? strtoll(text, NULL, 10) : 0;
}

bool
rows_flag(const struct rows *rows, size_t row, const char *column)
{
	const char *text = rows_text(rows, row, column);

	return text != NULL && text[0] == 't';
}

int64_t
rows_affected(const struct rows *rows)
{
	return rows != NULL ? strtoll(PQcmdTuples(rows->result), NULL, 10) : 0;
}
