#include "app/wait/lock.h"

#include <inttypes.h>
#include <stdlib.h>

#include "app/wait/patience.h"
#include "app/wait/waiting_notice.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"

enum
{
	/* Twenty copies at once must not send twenty Events: only longer waits are reported. */
	LOCK_NOTICE_AFTER_MS = 2000
};

static const struct patience_rule lock_patience = {
	.what = "waiting",
	/* A run with few changes holds the lock for some tens of milliseconds. */
	.least_pause_ms = 20,
	.most_pause_ms = 1000,
};

static bool
try_lock(const struct application *application, const struct lock_login *login,
         const struct lock_request *request, bool *acquired, struct failure *failure)
{
	const struct lock_operations *operations = application->database->lock;

	if (request->in_transaction)
		return operations->try_in_transaction(
			login, request->key, settings_integer(application->settings, SETTING_LOCK_TIMEOUT),
			acquired, failure);
	return operations->try(login, request->key, acquired, failure);
}

struct lock_wait
{
	const struct application *application;
	const struct lock_request *request;
	const struct lock_login *login;
	struct patience patience;
	struct text said; /* describes the wait, with the last holders that were read */
	struct lock_holders holders;
};

static void
lock_wait_free(struct lock_wait *wait)
{
	text_free(&wait->said);
	free(wait->holders.words);
}

static bool
read_holders(struct lock_wait *wait, struct failure *failure)
{
	free(take(wait->holders.words));
	return wait->application->database->lock->find_holders(
		wait->login, wait->request->key, wait->request->administrator, &wait->holders, failure);
}

static bool
say_holders(struct lock_wait *wait, struct failure *failure)
{
	const struct application *application = wait->application;

	if (!read_holders(wait, failure))
		return false;
	text_free(&wait->said);
	text_append_format(&wait->said, "%s: waiting for the schema lock", wait->request->what);
	if (wait->holders.words != NULL)
		text_append_format(&wait->said, ", held by %s", wait->holders.words);
	log_info("%s", text_bytes(&wait->said));
	application->progress->phase(application->progress->context, "waiting for the schema lock");
	return true;
}

/* Asked at every try: an unrelated session may take the lock when a run releases it. */
static bool
only_unrelated_hold(struct lock_wait *wait, bool *only_unrelated, struct failure *failure)
{
	*only_unrelated = false;
	if (wait->request->administrator == NULL)
		return true;
	if (!read_holders(wait, failure))
		return false;
	*only_unrelated = wait->holders.peer_count == 0 && wait->holders.unrelated_count > 0;
	if (*only_unrelated)
		log_warning("%s: the lock is held by %s, which may not make roles, so it is no run of this "
		            "program: continuing without the lock",
		            wait->request->what, wait->holders.words);
	return true;
}

static bool
say_waiting_for_lock(struct lock_wait *wait, struct failure *failure)
{
	struct patience *patience = &wait->patience;

	if (patience_is_line_due(patience, "line") && !say_holders(wait, failure))
		return false;
	if (patience_waited_ms(patience) >= LOCK_NOTICE_AFTER_MS &&
	    patience_is_line_due(patience, "notice"))
		waiting_notice(wait->application, text_bytes(&wait->said),
		               patience_is_half_spent(patience));
	return true;
}

static bool
fail_busy(const struct lock_wait *wait, struct failure *failure)
{
	const struct lock_request *request = wait->request;
	const char *holder = wait->holders.words;

	fail(failure, FAILURE_LOCK_BUSY,
	     "another run still holds the schema lock %" PRId64 " of %s after %" PRId64 " s%s%s%s",
	     request->key, request->what, patience_waited_ms(&wait->patience) / 1000,
	     patience_words_of_run(&wait->patience), holder != NULL && *holder != '\0' ? ": " : "",
	     holder != NULL ? holder : "");
	return fail_hint(failure, "Let the other run end, or end it with pg_terminate_backend(); its "
	                          "work is rolled back and the lock is free at once.");
}

bool
lock_acquire(const struct application *application, const struct lock_login *login,
             const struct lock_request *request, bool *is_passed_over, struct failure *failure)
{
	int64_t budget_ms = settings_integer(application->settings, SETTING_LOCK_WAIT_TIMEOUT);
	cleanup_(lock_wait_free) struct lock_wait wait = {
		.application = application,
		.request = request,
		.login = login,
		.patience = patience_start(application, &lock_patience),
	};

	for (;;)
	{
		bool acquired = false;
		bool only_unrelated = false;

		if (!try_lock(application, login, request, &acquired, failure) ||
		    (!acquired && !only_unrelated_hold(&wait, &only_unrelated, failure)))
			return false;
		if (is_passed_over != NULL)
			*is_passed_over = only_unrelated;
		if (acquired || only_unrelated)
		{
			if (wait.patience.attempt_count > 1)
				application->progress->finish(application->progress->context);
			return true;
		}
		if (!say_waiting_for_lock(&wait, failure))
			return false;
		if (!patience_has_time(&wait.patience, budget_ms))
			return fail_busy(&wait, failure);
		if (!patience_pause(&wait.patience, text_bytes(&wait.said), failure))
			return false;
	}
}
