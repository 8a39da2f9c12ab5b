#ifndef APP_WAIT_INITIALIZE_H
#define APP_WAIT_INITIALIZE_H

/*
 * The entry of init containers: NOETL_INIT_DB=true or NOETL_SCHEMA_VALIDATE=true
 * (its older name) means apply, anything else means wait until somebody else has.
 */

#include <stddef.h>

#include "app/application.h"

/* bundles  none means "noetl" */
bool initialize(const struct application *application, const char *const *bundles,
                size_t bundle_count, struct failure *failure);

#endif
