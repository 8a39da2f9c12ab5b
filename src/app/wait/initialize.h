#ifndef APP_WAIT_INITIALIZE_H
#define APP_WAIT_INITIALIZE_H

/*
 * The command of init containers: NOETL_INIT_DB=true or NOETL_SCHEMA_VALIDATE=true (its older
 * name) means apply, anything else means wait until another run has applied.
 */

#include "app/selection.h"

bool initialize(const struct application *application, const struct selection *selection,
                struct failure *failure);

#endif
