#ifndef APP_PARTITION_PARTITION_UPKEEP_H
#define APP_PARTITION_PARTITION_UPKEEP_H

/*
 * Looks after the partitions of bundles that are already applied.
 */

#include <stddef.h>

#include "app/application.h"

struct partition_upkeep_request
{
	const char *const *bundles; /* none: every bundle with partitions whose schema is there */
	size_t bundle_count;
};

/*
 * Under the schema lock, in the owner's login, with the retries of apply.
 * FAILURE_DRIFT when the schema of a bundle that was named is not there.
 */
bool partition_upkeep(const struct application *application,
                      const struct partition_upkeep_request *request, struct failure *failure);

#endif
