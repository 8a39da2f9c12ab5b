#ifndef APP_PARTITION_PARTITION_UPKEEP_H
#define APP_PARTITION_PARTITION_UPKEEP_H

/* Maintains the partitions of bundles that are already applied. */

#include "app/selection.h"

/*
 * Under the schema lock, in the owner's login, with the retries of apply. A selection that names
 * no bundle means every bundle with partitions whose schema exists. FAILURE_DRIFT if the schema
 * of a named bundle does not exist.
 */
bool partition_upkeep(const struct application *application, const struct selection *selection,
                      struct failure *failure);

#endif
