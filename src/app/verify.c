#include "app/verify.h"

#include <stdlib.h>

#include "app/apply.h"
#include "app/isolation.h"
#include "app/look_session.h"
#include "app/verify_target.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdio.h>

void
verify_report_free(struct verify_report *report)
{
	finding_list_free(&report->findings);
	free(report->target_reports);
	target_list_free(&report->targets);
	*report = (struct verify_report){0};
}

/* Isolation is a matter of the server: it is looked at once, in the first session. */
static bool
verify_one(const struct application *application, struct verify_report *report, size_t index,
           struct failure *failure)
{
	const struct connect_request connect = {0};
	struct session *session = NULL;
	const struct target *target = &report->targets.items[index];

	report->target_reports[index].target = target;
	if (!look_session_open(application, target, &connect, &session, failure))
		return false;

	struct verify_target_work work = {
		.application = application,
		.session = session,
		.report = &report->target_reports[index],
		.findings = &report->findings,
	};
	bool is_done =
		verify_target(&work, failure) &&
		(index > 0 || isolation_verify(application, session, &report->findings, failure));

	look_session_close(application, &session);
	return is_done;
}

bool
verify(const struct application *application, const struct verify_request *request,
       struct verify_report *report, struct failure *failure)
{
	const struct apply_request apply_request = {.bundles = request->bundles,
	                                            .bundle_count = request->bundle_count,
	                                            .files = request->files,
	                                            .file_count = request->file_count};
	cleanup_verify_report struct verify_report made = {0};

	if (!apply_resolve_targets(application, &apply_request, &made.targets, failure))
		return false;
	made.target_reports = memory_allocate(made.targets.count, sizeof *made.target_reports);
	for (size_t index = 0; index < made.targets.count; index++)
	{
		if (!verify_one(application, &made, index, failure))
			return false;
	}
	*report = made;
	made = (struct verify_report){0};
	return true;
}

static void
append_broken(struct text *list, const struct finding *finding)
{
	text_append_format(list, "%s%s: promised %s; found %s", list->length_bytes > 0 ? "\n" : "",
	                   finding->object, finding->promised, finding->found);
}

bool
verify_judge(const struct verify_report *report, struct failure *failure)
{
	size_t broken_count = finding_list_count(&report->findings, FINDING_BROKEN);
	cleanup_text struct text list = TEXT_EMPTY;
	const struct finding *first = NULL;

	if (broken_count == 0)
		return true;
	for (size_t index = 0; index < report->findings.count; index++)
	{
		const struct finding *finding = &report->findings.items[index];

		if (finding->class != FINDING_BROKEN)
			continue;
		first = first == NULL ? finding : first;
		append_broken(&list, finding);
	}
	(void)fail(failure, FAILURE_DRIFT,
	           "%zu of what was promised is missing or different, first of all %s: promised %s; "
	           "found %s",
	           broken_count, first->object, first->promised, first->found);
	(void)snprintf(failure->detail, sizeof failure->detail, "%s", text_bytes(&list));
	return fail_hint(failure, "%s",
	                 first->hint != NULL ? first->hint
	                                     : "noetl-schema apply brings back what the DDL creates.");
}
