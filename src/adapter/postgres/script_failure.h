#ifndef ADAPTER_POSTGRES_SCRIPT_FAILURE_H
#define ADAPTER_POSTGRES_SCRIPT_FAILURE_H

#include <libpq-fe.h>

#include "domain/script.h"

/* The server's refusal of a statement, with its place in the script. */
void script_fail(struct failure *failure, const PGresult *result, const struct script *script,
                 size_t offset_bytes);

#endif
