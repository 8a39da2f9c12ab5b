#ifndef ADAPTER_KUBERNETES_NO_CLUSTER_H
#define ADAPTER_KUBERNETES_NO_CLUSTER_H

#include "port/cluster.h"

/* For a run that reports only to its log. Static. */
const struct cluster *no_cluster(void);

#endif
