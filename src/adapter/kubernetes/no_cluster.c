#include "adapter/kubernetes/no_cluster.h"

static void
no_cluster_begin(void *context, const struct run_report *report)
{
	(void)context;
	(void)report;
}

static void
no_cluster_report(void *context, const struct run_report *report, struct cluster_failures *failures)
{
	(void)context;
	(void)report;
	(void)failures;
}

static void
no_cluster_verified(void *context, const struct run_verdict *verdict,
                    struct cluster_failures *failures)
{
	(void)context;
	(void)verdict;
	(void)failures;
}

static void
no_cluster_end(void *context, const struct run_end *end, struct cluster_failures *failures)
{
	(void)context;
	(void)end;
	(void)failures;
}

const struct cluster *
no_cluster(void)
{
	static const struct cluster cluster = {
		.begin = no_cluster_begin,
		.report = no_cluster_report,
		.update = no_cluster_report,
		.notice = no_cluster_report,
		.verified = no_cluster_verified,
		.end = no_cluster_end,
	};

	return &cluster;
}
