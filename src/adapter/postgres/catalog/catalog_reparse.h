#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_REPARSE_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_REPARSE_H

/*
 * What a deparsed text makes: some expressions do not survive being parsed again (a list of
 * literals on a varchar column). Source: convergence tried on PostgreSQL 13 to 18.
 */

#include "domain/catalog/fact.h"
#include "domain/managed_schema.h"
#include "port/shadow.h"

struct session;
struct failure;

/*
 * For each desired fact of a kind with expressions whose definition is not the live one's, or that
 * the live side has not: drops it and makes it from its own text, and reads it again, each under a
 * savepoint that is gone back to. What reads back otherwise is kept in extra.reparsed.
 */
bool catalog_reparse(struct session *session, const struct managed_schema *schema,
                     const struct live_side *live, struct fact_set *desired,
                     struct failure *failure);

#endif
