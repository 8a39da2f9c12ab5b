#ifndef ADAPTER_POSTGRES_QUERY_ROWS_H
#define ADAPTER_POSTGRES_QUERY_ROWS_H

#include <libpq-fe.h>
#include <stdbool.h>

#include "adapter/postgres/query.h"

/* Takes the result over. */
struct rows *rows_new(PGresult *result);

/* Whether the statement was one that returns rows; NULL: no. */
bool rows_has_columns(const struct rows *rows);

#endif
