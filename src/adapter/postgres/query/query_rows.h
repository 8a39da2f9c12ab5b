#ifndef ADAPTER_POSTGRES_QUERY_QUERY_ROWS_H
#define ADAPTER_POSTGRES_QUERY_QUERY_ROWS_H

#include <libpq-fe.h>
#include <stdbool.h>

#include "adapter/postgres/query/query.h"

/*
 * Rows that are as they should be, or a failure. Takes the result over in either case;
 * NULL stands for an answer without rows. The shape must outlive the rows.
 */
bool rows_make(PGresult *result, const struct answer_shape *shape, const char *purpose,
               struct rows **rows, struct failure *failure);

#endif
