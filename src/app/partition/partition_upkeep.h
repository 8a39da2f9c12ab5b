#ifndef APP_PARTITION_PARTITION_UPKEEP_H
#define APP_PARTITION_PARTITION_UPKEEP_H

/*
 * Looks after the partitions of bundles that are already applied.
 */

#include "app/selection.h"

/*
 * Under the schema lock, in the owner's login, with the retries of apply. A selection that
 * names no bundle means every bundle with partitions whose schema is there.
 * FAILURE_DRIFT when the schema of a bundle that was named is not there.
 */
bool partition_upkeep(const struct application *application, const struct selection *selection,
                      struct failure *failure);

#endif
