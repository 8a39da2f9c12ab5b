#ifndef FAKE_ROWS_H
#define FAKE_ROWS_H

/*
 * Rows as a server would have sent them.
 */

#include <stddef.h>

#include "adapter/postgres/query/query.h"

struct pg_result;

/*
 * columns  names, NULL behind the last
 * cells    row by row; NULL is a null
 * The caller clears the result with PQclear().
 */
struct pg_result *fake_result(const char *const *columns, const char *const *cells,
                              size_t row_count);

/* The same as rows of a shape, which they must have. The caller frees them with rows_free(). */
struct rows *fake_rows(const struct answer_shape *shape, const char *const *columns,
                       const char *const *cells, size_t row_count);

#endif
