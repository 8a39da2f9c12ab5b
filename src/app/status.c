#include "app/status.h"

#include <stdlib.h>
#include <string.h>

#include "app/apply.h"
#include "app/look_session.h"
#include "base/memory.h"

struct status_work
{
	const struct application *application;
	const struct status_request *request;
	struct status_report *report;
};

void
status_report_free(struct status_report *report)
{
	for (size_t i = 0; i < report->ledger_count; i++)
		run_record_list_free(&report->ledgers[i].runs);
	free(report->ledgers);
	free(report->states);
	target_list_free(&report->targets);
	*report = (struct status_report){0};
}

static bool
ledger_is_read(const struct status_report *report, const struct target *target)
{
	for (size_t i = 0; i < report->ledger_count; i++)
	{
		if (strcmp(report->ledgers[i].database, target->database) == 0 &&
		    strcmp(report->ledgers[i].schema, target->ledger_schema) == 0)
			return true;
	}
	return false;
}

static bool
read_ledger(const struct status_work *work, struct session *session, const struct target *target,
            struct failure *failure)
{
	struct status_report *report = work->report;
	struct status_ledger ledger = {.database = target->database, .schema = target->ledger_schema};
	const struct ledger read = ledger_of_target(target);

	if (!work->application->database->ledger->history(session, &read, work->request->run_limit,
	                                                  &ledger.runs, failure))
		return false;
	report->ledgers =
		memory_resize(report->ledgers, report->ledger_count + 1, sizeof(struct status_ledger));
	report->ledgers[report->ledger_count++] = ledger;
	return true;
}

/* What is asked in one session. It is asked again after a failure that time may cure. */
struct status_question
{
	const struct status_work *work;
	struct status_target *state;
};

static bool
look_at(void *context, struct session *session, struct failure *failure)
{
	const struct status_question *question = context;
	const struct status_work *work = question->work;
	struct status_target *state = question->state;
	const struct target *target = state->target;

	if (!work->application->database->catalog->look(session, target, &state->look, failure))
		return false;
	state->state = target_state(target, &state->look);
	if (!state->look.ledger_exists || ledger_is_read(work->report, target))
		return true;
	return read_ledger(work, session, target, failure);
}

static bool
read_target(const struct status_work *work, size_t index, struct failure *failure)
{
	struct status_question question = {work, &work->report->states[index]};
	const struct connect_request connect = {
		.only_reads = true, .ask_first = look_at, .first_context = &question};
	struct session *session = NULL;

	question.state->target = &work->report->targets.items[index];
	if (!look_session_open(work->application, question.state->target, &connect, &session, failure))
		return false;
	look_session_close(work->application, &session);
	return true;
}

bool
status_read(const struct application *application, const struct status_request *request,
            struct status_report *report, struct failure *failure)
{
	const struct apply_request apply_request = {.bundles = request->bundles,
	                                            .bundle_count = request->bundle_count};
	cleanup_status_report struct status_report read = {0};
	const struct status_work work = {application, request, &read};

	if (!apply_resolve_targets(application, &apply_request, &read.targets, failure))
		return false;
	read.states = memory_allocate(read.targets.count, sizeof(struct status_target));
	for (size_t i = 0; i < read.targets.count; i++)
	{
		if (!read_target(&work, i, failure))
			return false;
	}
	*report = read;
	read = (struct status_report){0};
	return true;
}
