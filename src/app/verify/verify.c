#include "app/verify/verify.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/apply/reader_session.h"
#include "app/verify/isolation.h"
#include "app/verify/verify_schema.h"
#include "app/verify/verify_status.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "port/provisioning.h"

void
verify_report_free(struct verify_report *report)
{
	finding_list_free(&report->findings);
	free(report->schema_reports);
	managed_schema_list_free(&report->schemas);
	*report = (struct verify_report){0};
}

/* The administrator, if there is one, can read why the owner may not enter. */
static bool
verify_from_outside(struct verify_work *work, struct failure *failure)
{
	const struct application *application = work->application;
	const struct connect_request connect = {
		.login = {.as = LOGIN_OF_ADMINISTRATOR}, .refusal_ends_waiting = true, .only_reads = true};
	struct login login = {0};
	struct failure no_administrator = {0};

	if (!login_make(application->settings, &connect.login, &login, &no_administrator))
		return true;
	if (!connect_as_administrator(application, &connect, &work->administrator, failure))
		return false;

	bool is_done = verify_schema_from_outside(work, failure);

	application->database->provisioning->close(take(work->administrator));
	return is_done;
}

/* Waiting does not help an owner that lacks CONNECT on its own database. */
static bool
verify_shut_out(struct verify_work *work, struct failure *failure)
{
	const struct managed_schema *schema = work->report->schema;
	cleanup_memory char *object = memory_format("database \"%s\"", schema->database);
	cleanup_memory char *expected = memory_format("role \"%s\" can connect", schema->owner);

	verify_work_add(work, (struct finding){.class = FINDING_BROKEN,
	                                       .object = object,
	                                       .expected = expected,
	                                       .found = "it cannot",
	                                       .hint = "Run noetl-schema apply --ensure-role."});
	failure_clear(failure);
	return verify_from_outside(work, failure);
}

static bool
open_to_observe(struct verify_work *work, struct failure *failure)
{
	const struct connect_request connect = {.lack_of_privilege_ends_waiting = true,
	                                        .only_reads = true};

	return reader_session_open(work->application, work->report->schema, &connect, &work->session,
	                           failure);
}

/* Isolation concerns the whole server, so the first session that opens tries it, once. */
static bool
verify_isolation_once(const struct verify_work *work, struct verify_report *report,
                      struct failure *failure)
{
	if (report->isolation_was_tried)
		return true;
	report->isolation_was_tried = true;
	return isolation_verify(work->application, work->session, &report->findings, failure);
}

static bool
verify_one(const struct application *application, struct verify_report *report, size_t index,
           struct failure *failure)
{
	struct verify_work work = {
		.application = application,
		.report = &report->schema_reports[index],
		.findings = &report->findings,
	};

	work.report->schema = &report->schemas.items[index];
	if (!open_to_observe(&work, failure))
		return failure->reason == REASON_NO_PRIVILEGE && verify_shut_out(&work, failure);

	bool is_done = verify_schema(&work, failure) && verify_isolation_once(&work, report, failure);

	reader_session_close(application, &work.session);
	return is_done;
}

bool
verify(const struct application *application, const struct selection *selection,
       struct verify_report *report, struct failure *failure)
{
	cleanup_verify_report struct verify_report made = {0};

	if (!selection_resolve_managed(application, selection, &made.schemas, failure))
		return false;
	made.schema_reports = memory_allocate(made.schemas.count, sizeof *made.schema_reports);
	for (size_t index = 0; index < made.schemas.count; index++)
	{
		if (!verify_one(application, &made, index, failure))
			return false;
	}
	verify_status_tell(application, &made.schemas, &made.findings);
	*report = made;
	made = (struct verify_report){0};
	return true;
}

static void
append_broken(struct text *list, const struct finding *finding)
{
	text_append_format(list, "%s%s: expected %s; found %s", list->length_bytes > 0 ? "\n" : "",
	                   finding->object, finding->expected, finding->found);
}

bool
verify_judge(const struct verify_report *report, struct failure *failure)
{
	cleanup_text struct text list = TEXT_EMPTY;
	const struct finding *first = NULL;
	size_t broken_count = finding_list_count(&report->findings, FINDING_BROKEN);

	for (size_t index = 0; index < report->findings.count; index++)
	{
		const struct finding *finding = &report->findings.items[index];

		if (finding->class != FINDING_BROKEN)
			continue;
		first = first == NULL ? finding : first;
		append_broken(&list, finding);
	}
	if (first == NULL)
		return true;
	(void)fail(failure, FAILURE_DRIFT,
	           "%zu difference%s from what is expected, first in %s: expected %s; found %s",
	           broken_count, broken_count == 1 ? "" : "s", first->object, first->expected,
	           first->found);
	(void)snprintf(failure->detail, sizeof failure->detail, "%s", text_bytes(&list));
	return fail_hint(failure, "%s",
	                 first->hint != NULL ? first->hint
	                                     : "noetl-schema apply restores what the DDL creates.");
}
