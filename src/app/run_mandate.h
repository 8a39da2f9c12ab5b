#ifndef APP_RUN_MANDATE_H
#define APP_RUN_MANDATE_H

/*
 * Asked before a lock is taken, before each COMMIT, and before what no transaction can take back;
 * never by a run that has nothing to do.
 */

#include "app/application.h"

/* False, with the reason, if the run is no longer wanted; see port/mandate.h. */
bool run_mandate_holds(const struct application *application, struct failure *failure);

#endif
