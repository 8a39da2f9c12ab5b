#include "app/verify/status.h"

#include <stdlib.h>
#include <string.h>

#include "app/apply/reader_session.h"
#include "base/array.h"
#include "base/memory.h"
#include "domain/postponed.h"
#include "domain/recorded_options.h"

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
	for (size_t i = 0; report->states != NULL && i < report->schemas.count; i++)
		name_list_free(&report->states[i].postponed);
	free(report->states);
	managed_schema_list_free(&report->schemas);
	*report = (struct status_report){0};
}

static bool
ledger_is_read(const struct status_report *report, const struct managed_schema *schema)
{
	for (size_t i = 0; i < report->ledger_count; i++)
	{
		if (strcmp(report->ledgers[i].database, schema->database) == 0 &&
		    strcmp(report->ledgers[i].schema, schema->ledger_schema) == 0)
			return true;
	}
	return false;
}

static bool
read_ledger(const struct status_work *work, struct session *session,
            const struct managed_schema *schema, struct failure *failure)
{
	struct status_report *report = work->report;
	struct status_ledger ledger = {.database = schema->database, .schema = schema->ledger_schema};
	const struct ledger read = ledger_of_schema(schema);

	if (!work->application->database->ledger->history(session, &read, work->request->run_limit,
	                                                  &ledger.runs, failure))
		return false;
	*ARRAY_ADD(report->ledgers, report->ledger_count) = ledger;
	return true;
}

static bool
read_postponed(const struct status_work *work, struct session *session, struct status_schema *state,
               struct failure *failure)
{
	cleanup_definitions struct definitions promised = {0};

	name_list_free(&state->postponed);
	if (!state->observed.is_recorded ||
	    !recorded_options_have_postponed(state->observed.recorded_options))
		return true;
	if (!work->application->database->ledger->expected(session, state->schema, &promised, failure))
		return false;
	postponed_list(&promised, &state->postponed);
	return true;
}

/* What one session asks. It is asked again after a failure that time may fix. */
struct status_question
{
	const struct status_work *work;
	struct status_schema *state;
};

static bool
look_at(void *context, struct session *session, struct failure *failure)
{
	const struct status_question *question = context;
	const struct status_work *work = question->work;
	struct status_schema *state = question->state;
	const struct managed_schema *schema = state->schema;

	if (!work->application->database->catalog->observe(session, schema, &state->observed, failure))
		return false;
	state->state = schema_state(schema, &state->observed);
	if (!read_postponed(work, session, state, failure))
		return false;
	if (!state->observed.ledger_exists || ledger_is_read(work->report, schema))
		return true;
	return read_ledger(work, session, schema, failure);
}

static bool
read_schema(const struct status_work *work, size_t index, struct failure *failure)
{
	struct status_question question = {work, &work->report->states[index]};
	const struct connect_request connect = {
		.only_reads = true, .ask_first = look_at, .first_context = &question};
	struct session *session = NULL;

	question.state->schema = &work->report->schemas.items[index];
	if (!reader_session_open(work->application, question.state->schema, &connect, &session,
	                         failure))
		return false;
	reader_session_close(work->application, &session);
	return true;
}

bool
status_read(const struct application *application, const struct status_request *request,
            struct status_report *report, struct failure *failure)
{
	cleanup_status_report struct status_report read = {0};
	const struct status_work work = {application, request, &read};

	if (!selection_resolve_managed(application, &request->selection, &read.schemas, failure))
		return false;
	read.states = memory_allocate(read.schemas.count, sizeof(struct status_schema));
	for (size_t i = 0; i < read.schemas.count; i++)
	{
		if (!read_schema(&work, i, failure))
			return false;
	}
	*report = read;
	read = (struct status_report){0};
	return true;
}
