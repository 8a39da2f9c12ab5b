#ifndef APP_CLUSTER_WARNING_H
#define APP_CLUSTER_WARNING_H

#include "port/cluster.h"

/* One warning for each thing that the cluster did not take; the run goes on all the same. */
void cluster_warn(const struct cluster_failures *failures);

#endif
