#ifndef ADAPTER_POSTGRES_WIRE_SQLSTATE_SOURCE_H
#define ADAPTER_POSTGRES_WIRE_SQLSTATE_SOURCE_H

/* What a refused statement means where its SQLSTATE alone does not say it. */

#include <libpq-fe.h>
#include <stdbool.h>

#include "base/failure.h"

/* Corrects kind and reason of a failure that has the code, by who in the server has given it. */
void sqlstate_judge_source(struct failure *failure, const PGresult *result, bool is_own_statement);

#endif
