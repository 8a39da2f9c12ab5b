#include "app/apply/reset.h"

#include "app/apply/reader_session.h"
#include "app/apply/reset_others.h"
#include "app/apply/reset_schema.h"
#include "app/apply/schema_queue.h"
#include "app/session_transaction.h"
#include "base/log.h"
#include "port/reset.h"

static bool
read_contents(const struct application *application, const struct managed_schema_list *schemas,
              size_t index, struct schema_contents *contents, struct failure *failure)
{
	const struct database *database = application->database;
	const struct managed_schema *schema = &schemas->items[index];
	const struct reset_scope scope = {
		.schema = schema->name, .later = schema + 1, .later_count = schemas->count - index - 1};
	const struct connect_request connect = {0};
	struct session *session = NULL;
	struct failure ignored = {0};

	if (!reader_session_open(application, schema, &connect, &session, failure))
		return false;

	bool is_read = session_transaction_begin(application, session, failure) &&
	               reset_others_check(application, session, schema, failure) &&
	               database->reset->contents(session, &scope, contents, failure);

	if (is_read)
		(void)database->session->rollback(session, &ignored);
	reader_session_close(application, &session);
	return is_read;
}

static bool
tell_what_would_go(const struct application *application, const struct managed_schema_list *schemas,
                   size_t index, struct failure *failure)
{
	const struct managed_schema *schema = &schemas->items[index];
	cleanup_schema_contents struct schema_contents contents = {0};
	cleanup_text struct text words = TEXT_EMPTY;

	if (managed_schema_holds_users_objects(schema))
	{
		log_warning("%s: schema \"%s\" in database \"%s\" holds what its users made and would not "
		            "be emptied",
		            schema->source, schema->name, schema->database);
		return true;
	}
	if (!read_contents(application, schemas, index, &contents, failure))
		return false;
	schema_contents_describe(&contents, &words);
	log_warning("%s: this would drop from schema \"%s\" in database \"%s\": %s", schema->source,
	            schema->name, schema->database, text_bytes(&words));
	return reset_schema_check(schema, &contents, failure);
}

static bool
refuse_unconfirmed(const struct application *application, const struct managed_schema_list *schemas,
                   struct failure *failure)
{
	for (size_t i = 0; i < schemas->count; i++)
	{
		if (!tell_what_would_go(application, schemas, i, failure))
			return false;
	}
	(void)fail(failure, FAILURE_DESTRUCTIVE,
	           "a reset drops what is in the schemas, and was not confirmed; nothing was changed");
	return fail_hint(failure, "If that is what you want, run it again with --yes.");
}

static bool
refuse_users_data(const struct managed_schema_list *schemas, struct failure *failure)
{
	for (size_t i = 0; i < schemas->count; i++)
	{
		const struct managed_schema *schema = &schemas->items[i];

		if (!managed_schema_holds_users_objects(schema))
			continue;
		(void)fail(failure, FAILURE_DESTRUCTIVE,
		           "schema \"%s\" in database \"%s\" was not emptied, because it holds what its "
		           "users made; what bundle \"%s\" promises was applied",
		           schema->name, schema->database, schema->bundle);
		return fail_hint(failure, "Whoever owns the objects in it may drop them.");
	}
	return true;
}

bool
reset(const struct application *application, const struct reset_request *request,
      struct failure *failure)
{
	cleanup_managed_schema_list struct managed_schema_list schemas = {0};

	if (!selection_resolve(application, &request->selection, &schemas, failure))
		return false;
	if (!request->is_confirmed)
		return refuse_unconfirmed(application, &schemas, failure);

	struct schema_queue queue = {
		.schemas = schemas.items, .count = schemas.count, .goal = GOAL_RESET};

	return schema_queue_run(application, &queue, failure) && refuse_users_data(&schemas, failure);
}
