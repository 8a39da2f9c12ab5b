#ifndef ADAPTER_POSTGRES_FACT_FACT_ROWS_H
#define ADAPTER_POSTGRES_FACT_FACT_ROWS_H

/*
 * Rows of the queries in sql/fact as facts. All those queries return the same columns:
 *
 * kind, id                what it is; names are qualified and quoted
 * parent                  id of what it is a part of, or null
 * classid, objid,         where it is in the catalog, as pg_depend has it; 0 for what is no object by
 * objsubid                itself
 * definition              what cannot be altered in place
 * create_sql, drop_sql    statements; null or empty for none
 * attributes, acl, extra  JSON; see fact_json.h
 */

#include <stdbool.h>

#include "adapter/postgres/fact/fact_draft.h"
#include "adapter/postgres/query/query.h"

extern const struct answer_shape fact_answer;

/*
 * is_global: the query is about what is in no schema. Of that what the shadow renamed away is left
 * out (struct fact_request). Failures: answer_fail().
 */
bool fact_rows_read(const struct rows *rows, bool is_global, struct fact_drafts *drafts,
                    struct failure *failure);

#endif
