#ifndef ADAPTER_KUBERNETES_VERDICT_WRITER_H
#define ADAPTER_KUBERNETES_VERDICT_WRITER_H

/* Writes what verify found into the status ConfigMap, beside what the last run has left there. */

#include "adapter/kubernetes/api_client.h"
#include "adapter/kubernetes/pod_identity.h"
#include "port/cluster.h"

struct verdict_place
{
	struct api_client *client;
	const struct pod_identity *identity;
	const char *config_map;
	int64_t budget_ms; /* of each of two calls */
};

bool verdict_writer_write(const struct verdict_place *place, const struct run_verdict *verdict,
                          struct failure *failure);

#endif
