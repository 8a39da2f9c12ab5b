#include "app/wait/readiness.h"

#include <inttypes.h>
#include <string.h>

#include "app/apply/reader_session.h"
#include "app/wait/patience.h"
#include "app/wait/waiting_notice.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "base/text.h"

static const struct patience_rule readiness_patience = {
	.what = "waiting for the schema",
	.line = "waiting",
	.least_pause_ms = 200,
	/*
	 * The longest delay between the record of a schema and its use, with any number of copies
	 * that wait.
	 */
	.most_pause_ms = 2000,
};

struct readiness_wait
{
	const struct application *application;
	const struct readiness_request *request;
	const struct managed_schema *schema;
	struct session *session;
	struct patience patience;
	struct failure trouble; /* why the last try failed; FAILURE_NONE: it succeeded */
};

static int64_t
readiness_budget_ms(const struct readiness_wait *wait)
{
	return settings_integer(wait->application->settings, SETTING_WAIT_TIMEOUT);
}

static bool
connect_if_needed(struct readiness_wait *wait, struct failure *failure)
{
	const struct connect_request request = {.refusal_may_pass = true,
	                                        .since_ms = wait->patience.started_ms};

	return wait->session != NULL ||
	       reader_session_open(wait->application, wait->schema, &request, &wait->session, failure);
}

static bool
is_ready(const struct readiness_wait *wait, const struct observed_state *observed)
{
	if (!observed->is_recorded || !observed->schema_exists)
		return false;
	return wait->request->any_version || observed->recorded_version >= wait->schema->version;
}

/* Files have no versions, so none is too old: what is recorded will do, and is told. */
static void
warn_of_other_ddl(const struct readiness_wait *wait, const struct observed_state *observed)
{
	const struct managed_schema *schema = wait->schema;

	if (schema->is_file && managed_schema_has_ddl(schema) && !wait->request->any_version &&
	    strcmp(observed->recorded_checksum, schema->checksum) != 0)
		log_warning(
			"schema \"%s\" in database \"%s\" is recorded with other DDL of %s than is given",
			schema->name, schema->database, schema->source);
}

static void
describe_lack(const struct readiness_wait *wait, const struct observed_state *observed,
              struct text *words)
{
	const struct managed_schema *schema = wait->schema;

	if (wait->trouble.kind != FAILURE_NONE)
	{
		text_append_format(words, "schema \"%s\" in database \"%s\" cannot be checked: %s",
		                   schema->name, schema->database, wait->trouble.message);
		return;
	}
	text_append_format(words, "schema \"%s\" in database \"%s\" ", schema->name, schema->database);
	if (!observed->is_recorded)
		text_append_format(words, "is not recorded as applied from %s", schema->source);
	else if (!observed->schema_exists)
		text_append(words, "is recorded, but does not exist");
	else
		text_append_format(
			words, "is recorded with version %" PRId64 " of %s, but %" PRId64 " or later is needed",
			observed->recorded_version, schema->source, schema->version);
}

/* A broken connection, a lock on the ledger, or a restarting server is waited for as well. */
static bool
read_record(struct readiness_wait *wait, struct observed_state *observed, struct failure *failure)
{
	const struct application *application = wait->application;
	const struct database *database = application->database;

	failure_clear(&wait->trouble);
	database->session->limit_answers(
		wait->session, patience_attempt_ms(&wait->patience, readiness_budget_ms(wait)));
	if (database->ledger->recorded(wait->session, wait->schema, observed, failure))
		return true;
	if ((failure->kind != FAILURE_TRANSIENT && failure->kind != FAILURE_UNREACHABLE) ||
	    failure->reason == REASON_FALSE_ANSWER)
		return false;
	log_debug("asking again over a new connection: %s", failure->message);
	wait->trouble = *failure;
	reader_session_close(application, &wait->session);
	failure_clear(failure);
	return true;
}

static bool
fail_late(const struct readiness_wait *wait, const char *lack, struct failure *failure)
{
	(void)fail(failure, FAILURE_UNREACHABLE, "%s after %" PRId64 " s%s", lack,
	           patience_waited_ms(&wait->patience) / 1000, patience_words_of_run(&wait->patience));
	if (wait->trouble.kind != FAILURE_NONE)
		return false;

	cleanup_memory char *arguments = managed_schema_arguments(wait->schema);

	return fail_hint(failure,
	                 "\"noetl-schema status %s\" shows the last runs; look at the log of "
	                 "the Job that applies it.",
	                 arguments);
}

static bool
wait_to_look_again(struct readiness_wait *wait, const struct observed_state *observed,
                   struct failure *failure)
{
	bool is_in_trouble = wait->trouble.kind != FAILURE_NONE;
	cleanup_text struct text lack = TEXT_EMPTY;

	describe_lack(wait, observed, &lack);
	if (!patience_has_time(&wait->patience, readiness_budget_ms(wait)))
		return fail_late(wait, text_bytes(&lack), failure);
	if (patience_warn(&wait->patience,
	                  is_in_trouble && wait->trouble.sqlstate[0] != '\0' ? wait->trouble.sqlstate
	                                                                     : text_bytes(&lack),
	                  text_bytes(&lack)))
		waiting_notice(wait->application, text_bytes(&lack),
		               patience_is_half_spent(&wait->patience));
	return patience_pause(&wait->patience, text_bytes(&lack), failure);
}

static bool
wait_for_record(struct readiness_wait *wait, struct failure *failure)
{
	for (;;)
	{
		struct observed_state seen = {0};

		if (!connect_if_needed(wait, failure) || !read_record(wait, &seen, failure))
			return false;
		if (wait->trouble.kind == FAILURE_NONE && is_ready(wait, &seen))
		{
			warn_of_other_ddl(wait, &seen);
			return true;
		}
		if (!wait_to_look_again(wait, &seen, failure))
			return false;
	}
}

static bool
wait_for_schema(struct readiness_wait *wait, struct failure *failure)
{
	const struct managed_schema *schema = wait->schema;
	bool is_database = wait->request->goal == READINESS_OF_DATABASE;
	bool is_met = is_database ? connect_if_needed(wait, failure) : wait_for_record(wait, failure);

	reader_session_close(wait->application, &wait->session);
	if (!is_met)
		return false;
	if (is_database)
		log_info("database \"%s\" takes logins of \"%s\"", schema->database, schema->owner);
	else
		log_info("schema \"%s\" in database \"%s\" is ready", schema->name, schema->database);
	return true;
}

bool
readiness_wait(const struct application *application, const struct readiness_request *request,
               struct failure *failure)
{
	struct patience of_all = patience_start(application, &readiness_patience);
	cleanup_managed_schema_list struct managed_schema_list schemas = {0};

	if (!selection_resolve(application, &request->selection, &schemas, failure))
		return false;
	for (size_t i = 0; i < schemas.count; i++)
	{
		struct readiness_wait wait = {
			.application = application,
			.request = request,
			.schema = &schemas.items[i],
			.patience = of_all,
		};

		if (!wait_for_schema(&wait, failure))
			return false;
	}
	return true;
}
