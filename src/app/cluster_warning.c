#include "app/cluster_warning.h"

#include "base/log.h"

void
cluster_warn(const struct cluster_failures *failures)
{
	for (size_t index = 0; index < failures->count; index++)
		log_failure(LOG_WARNING, &failures->items[index]);
}
