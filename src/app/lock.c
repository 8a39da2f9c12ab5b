#include "app/lock.h"

#include <inttypes.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/stop_signal.h"
#include "domain/backoff.h"

enum
{
	/* A run with little to do holds the lock for some tens of milliseconds. */
	LOCK_BACKOFF_BASE_MS = 20,
	LOCK_BACKOFF_CAP_MS = 1000,
	LOCK_LOG_INTERVAL_MS = 30000
};

static bool
try_in_transaction(const struct application *application, struct session *session,
                   const struct lock_request *request, bool *acquired, struct failure *failure)
{
	const struct database *database = application->database;
	int64_t lock_timeout_ms = settings_integer(application->settings, SETTING_LOCK_TIMEOUT);
	bool is_taken = false;

	if (!database->session->begin(session, lock_timeout_ms, failure) ||
	    !database->lock->try_in_transaction(session, request->key, &is_taken, failure) ||
	    (!is_taken && !database->session->rollback(session, failure)))
		return false;
	*acquired = is_taken;
	return true;
}

static bool
try_once(const struct application *application, struct session *session,
         const struct lock_request *request, bool *acquired, struct failure *failure)
{
	if (request->in_transaction)
		return try_in_transaction(application, session, request, acquired, failure);
	return application->database->lock->try(session, request->key, acquired, failure);
}

static bool
describe_holder(const struct application *application, struct session *session,
                const struct lock_request *request, char **holder, struct failure *failure)
{
	if (!application->database->lock->describe_holder(session, request->key, holder, failure))
		return false;
	log_info("%s: waiting for the schema lock%s%s", request->what,
	         *holder != NULL && **holder != '\0' ? ", held by " : "",
	         *holder != NULL ? *holder : "");
	return true;
}

static bool
fail_busy(const struct lock_request *request, int64_t budget_ms, const char *holder,
          struct failure *failure)
{
	fail(failure, FAILURE_LOCK_BUSY,
	     "another run still holds the schema lock %" PRId64 " of %s after %" PRId64 " s%s%s",
	     request->key, request->what, budget_ms / 1000,
	     holder != NULL && *holder != '\0' ? ": " : "", holder != NULL ? holder : "");
	return fail_hint(failure, "Let the other run end, or end it with pg_terminate_backend(); its "
	                          "work is rolled back and the lock is free at once.");
}

bool
lock_acquire(const struct application *application, struct session *session,
             const struct lock_request *request, struct failure *failure)
{
	const struct clock *clock = application->clock;
	const struct progress *progress = application->progress;
	struct backoff backoff = {.base_ms = LOCK_BACKOFF_BASE_MS, .cap_ms = LOCK_BACKOFF_CAP_MS};
	int64_t budget_ms = settings_integer(application->settings, SETTING_LOCK_WAIT_TIMEOUT);
	int64_t started_ms = clock->now_ms(clock->context);
	int64_t next_line_ms = started_ms;
	cleanup_memory char *holder = NULL;

	for (;;)
	{
		bool acquired = false;

		if (!try_once(application, session, request, &acquired, failure))
			return false;
		if (acquired)
		{
			if (next_line_ms > started_ms)
				progress->finish(progress->context);
			return true;
		}

		int64_t now_ms = clock->now_ms(clock->context);

		if (now_ms >= next_line_ms)
		{
			free(take(holder));
			if (!describe_holder(application, session, request, &holder, failure))
				return false;
			progress->phase(progress->context, "waiting for the schema lock");
			next_line_ms = now_ms + LOCK_LOG_INTERVAL_MS;
		}
		if (now_ms - started_ms >= budget_ms)
			return fail_busy(request, budget_ms, holder, failure);
		progress->tick(progress->context);

		int64_t pause_ms = backoff_next_ms(&backoff, clock->random_unit(clock->context));
		int64_t left_ms = started_ms + budget_ms - now_ms;

		if (!clock->sleep_ms(clock->context, pause_ms < left_ms ? pause_ms : left_ms))
			return stop_signal_fail(failure, "waiting for the schema lock");
	}
}
