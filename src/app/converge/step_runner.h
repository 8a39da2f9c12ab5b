#ifndef APP_CONVERGE_STEP_RUNNER_H
#define APP_CONVERGE_STEP_RUNNER_H

/*
 * Runs the steps of a plan in the transaction that is open.
 */

#include "app/apply/schema_run.h"
#include "domain/catalog/change_plan.h"
#include "domain/script.h"

/*
 * Runs them in order; of a step with alternatives the first that succeeds, each under a savepoint.
 * What is refused because something that it names is not there yet (the body of a function in
 * quotes has no dependencies in the catalog) is put off and tried again behind the others.
 *
 * Failures: that of the statement that was refused, with the object that it was to change. Nothing
 * is rolled back but what was tried.
 */
bool step_runner_run(struct schema_run *run, const struct change_plan *plan,
                     struct failure *failure);

/* Statements that the program has written; adds to run->result.statement_count. */
bool step_runner_run_text(struct schema_run *run, const char *sql, struct failure *failure);

/* The same as a script that is not scanned yet. The caller frees it. */
struct script step_runner_script(const struct schema_run *run, const char *sql);

#endif
