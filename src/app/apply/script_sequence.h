#ifndef APP_APPLY_SCRIPT_SEQUENCE_H
#define APP_APPLY_SCRIPT_SEQUENCE_H

/*
 * Runs all scripts of a schema, in order.
 */

#include "app/apply/schema_run.h"
#include "base/text.h"

/* Splits the scripts that were not split yet. */
bool script_sequence_scan(const struct application *application,
                          const struct managed_schema *schema, struct failure *failure);

/* Leaves out what the server that is logged in to needs not be told; scanned before. */
void script_sequence_adapt(const struct schema_run *run);

/* Warns of scripts that hold nothing, or whose BEGIN and COMMIT are left out; scanned before. */
void script_sequence_warn(const struct managed_schema *schema);

/*
 * Whether the scripts take more than one transaction: some statement cannot run in a transaction
 * block (CREATE INDEX CONCURRENTLY, ...), or a marker ends one.
 */
bool script_sequence_has_outside(const struct managed_schema *schema);

/*
 * Runs everything in the transaction that is open, once; adds to run->result.statement_count.
 * Statements that cannot run in a transaction are left out: a shadow knows them by
 * what the live side says of them.
 */
bool script_sequence_run(struct schema_run *run, struct failure *failure);

/* The same of one script. */
bool script_sequence_run_one(struct schema_run *run, const struct script *script,
                             struct failure *failure);

/*
 * Runs everything once, or, where the run's method repeats scripts, until the definitions no
 * longer change, at most FIXED_POINT_RUNS times.
 *
 * definitions  what the schema holds afterwards; the caller frees it
 * Failures: FAILURE_DDL that names what keeps changing, and those of the script.
 */
bool script_sequence_run_to_fixed_point(struct schema_run *run, struct definitions *definitions,
                                        struct failure *failure);

/* Appends the statements that run outside a transaction, for the names in them. */
void script_sequence_append_outside(const struct script *scripts, size_t script_count,
                                    struct text *statements);

#endif
