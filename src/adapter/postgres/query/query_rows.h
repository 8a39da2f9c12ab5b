#ifndef ADAPTER_POSTGRES_QUERY_QUERY_ROWS_H
#define ADAPTER_POSTGRES_QUERY_QUERY_ROWS_H

/*
 * An answer of the shape that was asked for.
 */

#include <stdbool.h>
#include <stddef.h>

#include "adapter/postgres/wire/answer.h"
#include "base/failure.h"

struct rows;

/*
 * Rows of the right shape, or a failure. Takes the result over in either case; NULL stands for an
 * answer without rows. The shape must outlive the rows.
 */
bool rows_make(struct pg_result *result, const struct answer_shape *shape, const char *purpose,
               struct rows **rows, struct failure *failure);

size_t rows_count(const struct rows *rows); /* 0 for NULL */
/*
 * Fills the struct of the shape; its texts are borrowed until rows_free(). An item stays as it is
 * if there is no such row.
 */
void rows_read(const struct rows *rows, size_t row, void *item);
void rows_free(struct rows *rows);

static inline void
cleanup_rows_pointer(struct rows **rows)
{
	rows_free(*rows);
}

#define cleanup_rows __attribute__((cleanup(cleanup_rows_pointer)))

#endif
