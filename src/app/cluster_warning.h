#ifndef APP_CLUSTER_WARNING_H
#define APP_CLUSTER_WARNING_H

#include "port/cluster.h"

/* Logs one warning for each report that the cluster did not accept. The run continues. */
void cluster_warn(const struct cluster_failures *failures);

#endif
