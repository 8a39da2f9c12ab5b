#include "app/apply/schema_retry.h"

#include <inttypes.h>

#include "base/log.h"

/* Between two tries of a change: long enough for a blocker's statement, short for a deploy. */
static const struct patience_rule change_patience = {
	.what = "waiting to try again",
	.least_pause_ms = 100,
	.most_pause_ms = 5000,
	.counts_from_failure = true,
};

struct patience
schema_retry_start(const struct application *application)
{
	return patience_start(application, &change_patience);
}

/* Whether the very same change may succeed a moment later. */
static bool
may_try_again(const struct failure *failure)
{
	switch (failure->reason)
	{
		/* Asking a server that lies once more would only be told another lie. */
		case REASON_FALSE_ANSWER:
			return false;
		case REASON_LOCK_TIMEOUT:
		case REASON_DEADLOCK:
		case REASON_SERIALIZATION:
		case REASON_SHUTDOWN:
			return true;
		default:
			return failure->kind == FAILURE_TRANSIENT && failure->connection_lost;
	}
}

bool
schema_retry_wait(struct patience *patience, const struct schema_run *run, struct failure *failure)
{
	if (!may_try_again(failure))
		return false;
	if (!patience_has_time(patience,
	                       settings_integer(run->application->settings, SETTING_CHANGE_TIMEOUT)))
		return fail_context(failure, "gave up after %d attempts%s", run->attempt_count,
		                    patience_words_of_run(patience));
	log_info("%s: attempt %d was undone, trying again in %" PRId64 " ms: %s", run->schema->source,
	         run->attempt_count, patience->pause_ms, failure->message);
	return patience_pause(patience, failure->message, failure);
}
