#ifndef APP_APPLY_DATA_ONCE_H
#define APP_APPLY_DATA_ONCE_H

/*
 * Which data of a file go in: DDL is repeated, and built in shadows; data are sent once. Each of
 * these marks the scripts for the run that comes next; those of bundles are left alone.
 */

#include "app/apply/schema_run.h"

/*
 * For a run that stays. What would add its rows again to what is there now is left out, which is
 * said once in a run. resumed: a run that was cut off has committed a part, so nothing is left out.
 */
bool data_once_begin(struct schema_run *run, bool is_resumed, struct failure *failure);

/* For a run whose result is looked at and undone: without any data, after one that had them. */
void data_once_leave_out(const struct schema_run *run);

/* For a further run that stays; whether it differs from one without any data. */
bool data_once_continue(const struct schema_run *run);

/* For a shadow, whose run->shadow_has_all_data; whether anything is left out. */
bool data_once_shadow(const struct schema_run *run);

#endif
