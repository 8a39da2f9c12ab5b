#ifndef APP_RESET_SCHEMA_H
#define APP_RESET_SCHEMA_H

/*
 * The part of a reset that belongs into the transaction of the change.
 */

#include "app/target_run.h"
#include "domain/schema_contents.h"

/*
 * Empties the schema if the run's goal is a reset and the target has scripts to
 * fill it again; else does nothing. What depends on it from outside would be
 * dropped too: then FAILURE_DESTRUCTIVE, which names it, and nothing is dropped.
 */
bool reset_schema_if_asked(struct target_run *run, struct failure *failure);

/* True if nothing outside depends on the schema. */
bool reset_schema_check(const struct target *target, const struct schema_contents *contents,
                        struct failure *failure);

#endif
