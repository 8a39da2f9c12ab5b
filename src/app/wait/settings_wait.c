#include "app/wait/settings_wait.h"

#include <inttypes.h>
#include <string.h>

#include "app/wait/waiting_notice.h"
#include "base/log.h"
#include "base/stop_signal.h"
#include "domain/backoff.h"

enum
{
	READ_BACKOFF_BASE_MS = 200,
	/* Settings that came are used at most this much later. */
	READ_BACKOFF_CAP_MS = 3000,
	SAY_INTERVAL_MS = 30000
};

struct waiting
{
	const struct application *application;
	struct backoff backoff;
	int64_t started_ms;
	int64_t refused_since_ms; /* -1 while nothing was refused */
	int64_t said_ms;          /* -1 before the first line */
	char said_hint[FAILURE_HINT_BYTES];
	int attempt_count;
};

static int64_t
now_ms(const struct waiting *waiting)
{
	const struct clock *clock = waiting->application->clock;

	return clock->now_ms(clock->context);
}

/* When waiting ends; negative for what time does not cure. */
static int64_t
deadline_ms(struct waiting *waiting, const struct failure *failure)
{
	const struct settings *settings = waiting->application->settings;
	int64_t wait_end_ms = waiting->started_ms + settings_integer(settings, SETTING_WAIT_TIMEOUT);

	if (failure->kind == FAILURE_UNREACHABLE)
	{
		waiting->refused_since_ms = -1;
		return wait_end_ms;
	}
	if (failure->kind != FAILURE_DENIED)
		return -1;
	if (waiting->refused_since_ms < 0)
		waiting->refused_since_ms = now_ms(waiting);

	int64_t refusal_end_ms =
		waiting->refused_since_ms + settings_integer(settings, SETTING_LOGIN_TIMEOUT);

	return refusal_end_ms < wait_end_ms ? refusal_end_ms : wait_end_ms;
}

static void
say(struct waiting *waiting, const struct failure *failure, int64_t left_ms)
{
	const struct application *application = waiting->application;
	/* One cause has one hint, while its messages tell milliseconds. */
	bool is_new = waiting->said_ms < 0 || strcmp(waiting->said_hint, failure->hint) != 0;

	if (!is_new && now_ms(waiting) - waiting->said_ms < SAY_INTERVAL_MS)
		return;
	memcpy(waiting->said_hint, failure->hint, sizeof waiting->said_hint);
	waiting->said_ms = now_ms(waiting);
	application->progress->phase(application->progress->context, "waiting for settings");
	log_warning("waiting for settings, for at most %" PRId64 " s more: %s", (left_ms + 999) / 1000,
	            failure->message);
	waiting_notice(application, failure->message);
}

static bool
give_up(const struct waiting *waiting, struct failure *failure)
{
	int64_t waited_ms = now_ms(waiting) - waiting->started_ms;

	if (waiting->attempt_count == 1)
		return false;
	return fail_context(failure, "gave up after %d attempts in %" PRId64 ".%01" PRId64 " s",
	                    waiting->attempt_count, waited_ms / 1000, waited_ms % 1000 / 100);
}

/* True if another try is due. */
static bool
pause_before_retry(struct waiting *waiting, struct failure *failure)
{
	const struct application *application = waiting->application;
	const struct clock *clock = application->clock;
	int64_t end_ms = deadline_ms(waiting, failure);

	if (end_ms < 0)
		return false;

	int64_t left_ms = end_ms - now_ms(waiting);

	if (left_ms <= 0)
		return give_up(waiting, failure);
	say(waiting, failure, left_ms);
	application->progress->tick(application->progress->context);

	int64_t pause_ms = backoff_next_ms(&waiting->backoff, clock->random_unit(clock->context));

	/* The last try is made at the deadline, not before it. */
	if (!clock->sleep_ms(clock->context, pause_ms < left_ms ? pause_ms : left_ms))
		return stop_signal_fail_waiting(failure, "waiting for settings", failure->message);
	failure_clear(failure);
	return true;
}

bool
settings_wait(const struct application *application, struct failure *failure)
{
	const struct settings_reader *reader = application->settings_reader;
	struct waiting waiting = {
		.application = application,
		.backoff = {.base_ms = READ_BACKOFF_BASE_MS, .cap_ms = READ_BACKOFF_CAP_MS},
		.refused_since_ms = -1,
		.said_ms = -1,
		.attempt_count = 1,
	};
	/* What is missing or malformed otherwise is for whoever knows what the command takes. */
	bool is_read =
		settings_are_read(application->settings) || settings_check(application->settings, failure);

	waiting.started_ms = now_ms(&waiting);
	while (!is_read && pause_before_retry(&waiting, failure))
	{
		waiting.attempt_count++;
		is_read = reader->read(reader->context, application->settings, failure);
	}
	if (is_read && waiting.attempt_count > 1)
		log_info("the settings were there at attempt %d, after %" PRId64 " s",
		         waiting.attempt_count, (now_ms(&waiting) - waiting.started_ms) / 1000);
	return is_read;
}
