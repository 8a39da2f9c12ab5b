#include "app/verify/verify_work.h"

void
verify_work_add(const struct verify_work *work, struct finding finding)
{
	finding.source = work->report->schema->source;
	work->report->broken_count += finding.class == FINDING_BROKEN;
	finding_list_append(work->findings, &finding);
}
