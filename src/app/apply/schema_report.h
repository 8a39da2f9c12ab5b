#ifndef APP_APPLY_SCHEMA_REPORT_H
#define APP_APPLY_SCHEMA_REPORT_H

/*
 * Tells people how a schema's run goes: log lines and the cluster port.
 * A cluster that does not take a report costs one warning, never the run.
 */

#include "app/apply/schema_run.h"

/* Whatever goes wrong from here on is about this schema. */
void schema_report_begin(const struct schema_run *run);

/* message is one sentence. */
void schema_report_phase(const struct schema_run *run, enum run_phase phase, const char *message);

/* "creating schema ...": the run has decided to. */
void schema_report_change(const struct schema_run *run);

/* The server cannot be had yet; the log line is the waiter's own. */
void schema_report_waiting(const struct schema_run *run, const char *message, bool is_late);

/* The closing line: what was done, how many statements and objects, attempts, duration. */
void schema_report_end(const struct schema_run *run);

#endif
