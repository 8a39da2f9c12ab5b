#ifndef FAKE_ROWS_H
#define FAKE_ROWS_H

/*
 * Rows as a server would have sent them.
 */

#include <stddef.h>

#include "adapter/postgres/query.h"

/*
 * columns  names, NULL behind the last
 * cells    row by row; NULL is a null
 * The caller frees the rows with rows_free().
 */
struct rows *fake_rows(const char *const *columns, const char *const *cells, size_t row_count);

#endif
