#include "app/export.h"

#include <inttypes.h>
#include <string.h>

#include "app/apply/reader_session.h"
#include "app/selection.h"
#include "app/session_transaction.h"
#include "base/log.h"
#include "port/export.h"

/* The bundle that contains event_log. */
static const char *const export_bundles[] = {"noetl"};

struct export_work
{
	const struct application *application;
	struct output_file *file;
	int64_t event_count;
};

static bool
write_text(const struct export_work *work, const char *text, struct failure *failure)
{
	return work->application->output->write(work->file, text, strlen(text), failure);
}

static bool
write_event(void *context, const char *json, struct failure *failure)
{
	struct export_work *work = context;

	return write_text(work, work->event_count++ == 0 ? "[\n" : ",\n", failure) &&
	       write_text(work, json, failure);
}

static bool
write_end(const struct export_work *work, struct failure *failure)
{
	return write_text(work, work->event_count == 0 ? "[]\n" : "\n]\n", failure);
}

static bool
read_events(struct export_work *work, struct session *session, const struct managed_schema *schema,
            int64_t execution_id, struct failure *failure)
{
	const struct database *database = work->application->database;
	const struct export_receiver receiver = {.context = work, .receive = write_event};
	struct failure ignored = {0};

	if (!session_transaction_begin(work->application, session, failure))
		return false;

	bool is_read =
		database->export->event_log(session, schema->name, execution_id, &receiver, failure);

	if (!is_read)
		return session_transaction_undo(work->application, session, failure);
	(void)database->session->rollback(session, &ignored);
	return true;
}

static bool
write_file(const struct application *application, const struct export_request *request,
           struct session *session, const struct managed_schema *schema, struct failure *failure)
{
	struct export_work work = {.application = application};

	if (!application->output->open(request->path, &work.file, failure))
		return false;
	if (!read_events(&work, session, schema, request->execution_id, failure) ||
	    !write_end(&work, failure))
	{
		application->output->abandon(work.file);
		return false;
	}
	if (!application->output->keep(work.file, failure))
		return false;
	if (work.event_count == 0)
		log_warning("execution %" PRId64 " has no events in schema \"%s\" of database \"%s\"",
		            request->execution_id, schema->name, schema->database);
	log_info("%" PRId64 " event%s of execution %" PRId64 " written to %s", work.event_count,
	         work.event_count == 1 ? "" : "s", request->execution_id,
	         strcmp(request->path, "-") == 0 ? "standard output" : request->path);
	return true;
}

bool
export_execution_logs(const struct application *application, const struct export_request *request,
                      struct failure *failure)
{
	const struct selection selection = {.bundles = export_bundles, .bundle_count = 1};
	const struct connect_request connect = {.only_reads = true};
	cleanup_managed_schema_list struct managed_schema_list schemas = {0};
	struct session *session = NULL;

	if (!selection_resolve(application, &selection, &schemas, failure) ||
	    !reader_session_open(application, &schemas.items[0], &connect, &session, failure))
		return false;

	bool is_written = write_file(application, request, session, &schemas.items[0], failure);

	reader_session_close(application, &session);
	return is_written;
}
