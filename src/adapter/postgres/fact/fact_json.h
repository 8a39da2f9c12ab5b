#ifndef ADAPTER_POSTGRES_FACT_FACT_JSON_H
#define ADAPTER_POSTGRES_FACT_FACT_JSON_H

/*
 * The columns attributes, acl and extra of the queries in sql/fact, which are JSON.
 *
 * attributes  [[name, value, setter, value when fresh], ...]; a value is a scalar, or an array of
 *             options [name, value] or of parameters "name=value". A setter is a statement, null, or an
 *             object of one member: "parameters", "options", "from", "rename_constraint"
 * acl         {on, column, prefix, owner, items: [[grantee, privilege, grantable], ...], initial}
 * extra       members of struct fact_extra and struct fact_links
 *
 * NULL stands for a column that is null. False, with what is wrong in words, for anything else:
 * "an attribute without a name". The fact owns the arrays that were made before.
 */

#include <stdbool.h>

#include "adapter/postgres/fact/fact_draft.h"

bool fact_json_attributes(const char *json, struct fact_drafts *drafts, struct fact_draft *draft,
                          const char **wrong);
bool fact_json_access(const char *json, struct fact_drafts *drafts, struct fact_draft *draft,
                      const char **wrong);
bool fact_json_extra(const char *json, struct fact_drafts *drafts, struct fact_draft *draft,
                     const char **wrong);

#endif
