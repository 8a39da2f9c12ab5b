#ifndef ADAPTER_POSTGRES_QUERY_QUERY_NAMES_H
#define ADAPTER_POSTGRES_QUERY_QUERY_NAMES_H

/* Queries whose rows are names alone, in a column that is called name. */

#include "adapter/postgres/query/query.h"
#include "domain/name_list.h"

extern const struct answer_shape query_names_answer;

/* As query_run(), with that answer; appends the names. */
bool query_names(struct session *session, const struct query *query, struct name_list *names,
                 struct failure *failure);

#endif
