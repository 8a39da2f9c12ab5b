#ifndef APP_TARGET_REPORT_H
#define APP_TARGET_REPORT_H

/*
 * Tells people how a target's run goes: log lines and the cluster port.
 * A cluster that does not take a report costs one warning, never the run.
 */

#include "app/target_run.h"

/* Whatever goes wrong from here on is about this target. */
void target_report_begin(const struct target_run *run);

/* "Waiting", "Applying", ...; message is one sentence. */
void target_report_phase(const struct target_run *run, const char *phase, const char *message);

/* The server cannot be had yet; the log line is the waiter's own. */
void target_report_waiting(const struct target_run *run, const char *message);

/* The closing line: what was done, how many statements and objects, attempts, duration. */
void target_report_end(const struct target_run *run);

#endif
