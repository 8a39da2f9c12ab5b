#include "adapter/kubernetes/no_cluster.h"

static bool
no_cluster_report(void *context, const struct run_report *report, struct failure *failure)
{
	(void)context;
	(void)report;
	(void)failure;
	return true;
}

const struct cluster *
no_cluster(void)
{
	static const struct cluster cluster = {.report = no_cluster_report};

	return &cluster;
}
