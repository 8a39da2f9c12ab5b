#include "app/wait/waiting_notice.h"

#include "app/cluster_warning.h"

void
waiting_notice(const struct application *application, const char *reason, bool is_late)
{
	const struct cluster *cluster = application->cluster;
	struct cluster_failures failures = {.count = 0};
	struct run_report report = {
		.phase = PHASE_WAITING,
		.message = reason,
		.is_late = is_late,
		.now_unix_ms = application->clock->unix_ms(application->clock->context),
	};

	cluster->notice(cluster->context, &report, &failures);
	cluster_warn(&failures);
}
