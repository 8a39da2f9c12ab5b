#ifndef ADAPTER_KUBERNETES_CLUSTER_REPORTER_H
#define ADAPTER_KUBERNETES_CLUSTER_REPORTER_H

/*
 * Reports a run to Kubernetes: by Events, the status ConfigMap and the termination message. Each
 * works without the others where a right is missing.
 */

#include <stdbool.h>

#include "adapter/kubernetes/api_access.h"
#include "port/clock.h"
#include "port/cluster.h"

struct cluster_reporter;

struct cluster_reporter_options
{
	/* NULL: there is no API; the termination message is written anyway. Taken over. */
	struct api_access *access;
	const char *config_map; /* copied */
	bool annotates_job;     /* at the end, where the Pod knows its Job */
	const struct clock *clock;
};

struct cluster_reporter *cluster_reporter_new(const struct cluster_reporter_options *options);
void cluster_reporter_free(struct cluster_reporter *reporter);

/* Borrowed; lives as long as the reporter. */
const struct cluster *cluster_reporter_cluster(struct cluster_reporter *reporter);

#endif
