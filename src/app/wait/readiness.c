#include "app/wait/readiness.h"

#include <inttypes.h>

#include "app/apply/apply.h"
#include "app/apply/reader_session.h"
#include "app/wait/waiting_notice.h"
#include "base/log.h"
#include "base/stop_signal.h"
#include "base/text.h"
#include "domain/backoff.h"

/* A schema is used at most this much later than it is recorded, by however many who wait. */
enum
{
	POLL_BASE_MS = 200,
	POLL_CAP_MS = 2000,
	POLL_LOG_INTERVAL_MS = 30000,
	/* The last look is taken even when the budget is nearly spent, and has this long. */
	LAST_LOOK_MS = 1000
};

struct readiness_wait
{
	const struct application *application;
	const struct readiness_request *request;
	const struct managed_schema *schema;
	struct session *session;
	struct backoff backoff;
	int64_t started_ms;
	int64_t deadline_ms;
	int64_t next_line_ms;
	struct failure trouble; /* why the last look told nothing; kind FAILURE_NONE: it did */
};

static int64_t
now_ms(const struct application *application)
{
	return application->clock->now_ms(application->clock->context);
}

static bool
connect_if_needed(struct readiness_wait *wait, struct failure *failure)
{
	const struct connect_request request = {.refusal_may_pass = true, .since_ms = wait->started_ms};

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

static void
describe_lack(const struct readiness_wait *wait, const struct observed_state *observed,
              struct text *words)
{
	const struct managed_schema *schema = wait->schema;

	if (wait->trouble.kind != FAILURE_NONE)
	{
		text_append_format(words, "nothing is known of schema \"%s\" in database \"%s\": %s",
		                   schema->name, schema->database, wait->trouble.message);
		return;
	}
	text_append_format(words, "schema \"%s\" in database \"%s\" ", schema->name, schema->database);
	if (!observed->is_recorded)
		text_append_format(words, "is not recorded as applied from %s", schema->source);
	else if (!observed->schema_exists)
		text_append(words, "is recorded, but not there");
	else
		text_append_format(
			words, "is recorded with version %" PRId64 " of %s, wanted is %" PRId64 " or later",
			observed->recorded_version, schema->source, schema->version);
}

/* A connection that breaks, a lock on the ledger, or a server that restarts, is one more thing to wait for. */
static bool
read_record(struct readiness_wait *wait, struct observed_state *observed, struct failure *failure)
{
	const struct application *application = wait->application;
	const struct database *database = application->database;
	int64_t left_ms = wait->deadline_ms - now_ms(application);

	failure_clear(&wait->trouble);
	database->session->limit_answers(wait->session,
	                                 left_ms > LAST_LOOK_MS ? left_ms : LAST_LOOK_MS);
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
	(void)fail(failure, FAILURE_UNREACHABLE, "%s after %" PRId64 " s", lack,
	           (now_ms(wait->application) - wait->started_ms) / 1000);
	if (wait->trouble.kind != FAILURE_NONE)
		return false;
	return fail_hint(failure,
	                 "\"noetl-schema status %s\" shows the last runs; look at the log of "
	                 "the Job that applies it.",
	                 wait->schema->bundle);
}

static bool
pause_before_look(struct readiness_wait *wait, const struct observed_state *observed,
                  struct failure *failure)
{
	const struct application *application = wait->application;
	const struct clock *clock = application->clock;
	const struct progress *progress = application->progress;
	int64_t left_ms = wait->deadline_ms - now_ms(application);
	cleanup_text struct text lack = TEXT_EMPTY;

	describe_lack(wait, observed, &lack);
	if (left_ms <= 0)
		return fail_late(wait, text_bytes(&lack), failure);
	if (now_ms(application) >= wait->next_line_ms)
	{
		progress->phase(progress->context, "waiting for the schema");
		log_warning("waiting, for at most %" PRId64 " s more: %s", (left_ms + 999) / 1000,
		            text_bytes(&lack));
		waiting_notice(application, text_bytes(&lack));
		wait->next_line_ms = now_ms(application) + POLL_LOG_INTERVAL_MS;
	}
	progress->tick(progress->context);

	int64_t pause_ms = backoff_next_ms(&wait->backoff, clock->random_unit(clock->context));

	if (!clock->sleep_ms(clock->context, pause_ms < left_ms ? pause_ms : left_ms))
		return stop_signal_fail_waiting(failure, "waiting for the schema", text_bytes(&lack));
	return true;
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
			return true;
		if (!pause_before_look(wait, &seen, failure))
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
	const struct apply_request apply_request = {.bundles = request->bundles,
	                                            .bundle_count = request->bundle_count};
	int64_t started_ms = now_ms(application);
	int64_t budget_ms = settings_integer(application->settings, SETTING_WAIT_TIMEOUT);
	cleanup_managed_schema_list struct managed_schema_list schemas = {0};

	if (!selection_resolve(application, &apply_request, &schemas, failure))
		return false;
	for (size_t i = 0; i < schemas.count; i++)
	{
		struct readiness_wait wait = {
			.application = application,
			.request = request,
			.schema = &schemas.items[i],
			.backoff = {.base_ms = POLL_BASE_MS, .cap_ms = POLL_CAP_MS},
			.started_ms = started_ms,
			.deadline_ms = started_ms + budget_ms,
		};

		if (!wait_for_schema(&wait, failure))
			return false;
	}
	return true;
}
