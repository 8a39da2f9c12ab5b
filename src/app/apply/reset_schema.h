#ifndef APP_APPLY_RESET_SCHEMA_H
#define APP_APPLY_RESET_SCHEMA_H

/*
 * The part of a reset that belongs into the transaction of the change.
 */

#include "app/apply/schema_run.h"
#include "domain/schema_contents.h"

/*
 * Empties the schema if the run's method says so; else does nothing. What depends on it from outside would be
 * dropped too: then FAILURE_DESTRUCTIVE, which names it, and nothing is dropped.
 */
bool reset_schema_if_asked(struct schema_run *run, struct failure *failure);

/* True if nothing outside depends on the schema. */
bool reset_schema_check(const struct managed_schema *schema, const struct schema_contents *contents,
                        struct failure *failure);

#endif
