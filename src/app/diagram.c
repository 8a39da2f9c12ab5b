#include "app/diagram.h"

#include "app/apply/reader_session.h"
#include "app/apply/schema_queue.h"
#include "app/session_transaction.h"
#include "base/cleanup.h"
#include "port/diagram.h"

/* What one session asks. It is asked again after a failure that time may fix. */
struct live_question
{
	const struct application *application;
	const struct managed_schema *schema;
	struct observed_state observed;
};

static bool
observe_live(void *context, struct session *session, struct failure *failure)
{
	struct live_question *question = context;
	const struct catalog_operations *catalog = question->application->database->catalog;

	return catalog->observe(session, question->schema, &question->observed, failure);
}

static bool
fail_without_schema(const struct managed_schema *schema, struct failure *failure)
{
	cleanup_memory char *arguments = managed_schema_arguments(schema);

	(void)fail(failure, FAILURE_DRIFT, "there is no schema \"%s\" in database \"%s\" to be shown",
	           schema->name, schema->database);
	failure->reason = REASON_SCHEMA_ABSENT;
	return fail_hint(failure,
	                 "\"noetl-schema apply %s\" creates it; with --desired erd shows what its DDL "
	                 "makes.",
	                 arguments);
}

static bool
read_in_transaction(const struct live_question *question, struct session *session,
                    struct diagram *diagram, struct failure *failure)
{
	const struct application *application = question->application;
	struct failure ignored = {0};

	if (!question->observed.schema_exists)
		return fail_without_schema(question->schema, failure);
	if (!session_transaction_begin(application, session, failure))
		return false;
	if (!application->database->diagram->read(session, question->schema, diagram, failure))
		return session_transaction_undo(application, session, failure);
	(void)application->database->session->rollback(session, &ignored);
	return true;
}

static bool
read_live_schema(const struct application *application, const struct managed_schema *schema,
                 struct diagram *diagram, struct failure *failure)
{
	struct live_question question = {.application = application, .schema = schema};
	const struct connect_request connect = {
		.only_reads = true, .ask_first = observe_live, .first_context = &question};
	struct session *session = NULL;

	if (!reader_session_open(application, schema, &connect, &session, failure))
		return false;

	bool is_read = read_in_transaction(&question, session, diagram, failure);

	reader_session_close(application, &session);
	return is_read;
}

static bool
read_live_schemas(const struct application *application, const struct managed_schema_list *schemas,
                  struct diagram *diagram, struct failure *failure)
{
	for (size_t index = 0; index < schemas->count; index++)
	{
		if (!read_live_schema(application, &schemas->items[index], diagram, failure))
			return false;
	}
	return true;
}

static bool
read_desired_schemas(const struct application *application,
                     const struct managed_schema_list *schemas, struct diagram *diagram,
                     struct failure *failure)
{
	struct schema_queue queue = {
		.schemas = schemas->items,
		.count = schemas->count,
		.goal = GOAL_DIAGRAM,
		.diagram = diagram,
	};
	bool is_read = schema_queue_run(application, &queue, failure);

	application->progress->finish(application->progress->context);
	return is_read;
}

bool
diagram_make(const struct application *application, const struct diagram_request *request,
             struct diagram *diagram, struct failure *failure)
{
	cleanup_managed_schema_list struct managed_schema_list schemas = {0};
	cleanup_diagram struct diagram made = {0};
	struct selection selection = request->selection;

	selection.needs_ddl = request->is_desired;
	if (!selection_resolve_managed(application, &selection, &schemas, failure))
		return false;

	bool is_read = request->is_desired ? read_desired_schemas(application, &schemas, &made, failure)
	                                   : read_live_schemas(application, &schemas, &made, failure);

	if (!is_read)
		return false;
	diagram_complete(&made);
	*diagram = made;
	made = (struct diagram){0};
	return true;
}
