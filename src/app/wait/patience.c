#include "app/wait/patience.h"

#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/pulse.h"
#include "base/stop_signal.h"

enum
{
	LINE_INTERVAL_MS = 30000,
	/* Time for the last try, which is made at the deadline, with no budget left. */
	LAST_ATTEMPT_MS = 1000
};

static int64_t
clock_ms(const struct patience *patience)
{
	return patience->clock->now_ms(patience->clock->context);
}

struct patience
patience_start(const struct application *application, const struct patience_rule *rule)
{
	struct patience patience = {
		.clock = application->clock,
		.progress = application->progress,
		.settings = application->settings,
		.rule = rule,
		.run_started_ms = application->started_ms,
		.attempt_count = 1,
		.started_ms = -1,
		.refused_since_ms = -1,
		.backoff = {.base_ms = rule->least_pause_ms, .cap_ms = rule->most_pause_ms},
	};

	if (!rule->counts_from_failure)
		patience.started_ms = clock_ms(&patience);
	return patience;
}

int64_t
patience_waited_ms(const struct patience *patience)
{
	return patience->started_ms < 0 ? 0 : clock_ms(patience) - patience->started_ms;
}

/* When the run waits no more. */
static int64_t
run_end_ms(const struct patience *patience)
{
	if (settings_text(patience->settings, SETTING_RUN_TIMEOUT) == NULL)
		return INT64_MAX;
	return patience->run_started_ms + settings_integer(patience->settings, SETTING_RUN_TIMEOUT);
}

int64_t
patience_attempt_ms(const struct patience *patience, int64_t budget_ms)
{
	int64_t left_ms = budget_ms - patience_waited_ms(patience);
	int64_t run_left_ms = run_end_ms(patience) - clock_ms(patience);

	if (run_left_ms < left_ms)
		left_ms = run_left_ms;
	return left_ms > LAST_ATTEMPT_MS ? left_ms : LAST_ATTEMPT_MS;
}

static void
draw_pause(struct patience *patience)
{
	const struct clock *clock = patience->clock;

	patience->pause_ms = backoff_next_ms(&patience->backoff, clock->random_unit(clock->context));
}

static bool
has_time_until(struct patience *patience, int64_t since_ms, int64_t end_ms)
{
	patience->is_cut_short = run_end_ms(patience) < end_ms;
	if (patience->is_cut_short)
	{
		since_ms = patience->run_started_ms;
		end_ms = run_end_ms(patience);
	}
	patience->spent_ms = clock_ms(patience) - since_ms;
	patience->left_ms = end_ms - clock_ms(patience);
	if (patience->left_ms <= 0)
		return false;
	draw_pause(patience);
	if (patience->pause_ms > patience->left_ms)
		patience->pause_ms = patience->left_ms;
	return true;
}

static int64_t
budget_end_ms(struct patience *patience, int64_t budget_ms)
{
	if (patience->started_ms < 0)
		patience->started_ms = clock_ms(patience);
	return patience->started_ms + budget_ms;
}

bool
patience_has_time(struct patience *patience, int64_t budget_ms)
{
	int64_t end_ms = budget_end_ms(patience, budget_ms);

	patience->refused_since_ms = -1;
	return has_time_until(patience, patience->started_ms, end_ms);
}

bool
patience_has_time_for_refusal(struct patience *patience, int64_t budget_ms,
                              int64_t refusal_budget_ms)
{
	int64_t end_ms = budget_end_ms(patience, budget_ms);

	if (patience->refused_since_ms < 0)
		patience->refused_since_ms = clock_ms(patience);

	int64_t refusal_end_ms = patience->refused_since_ms + refusal_budget_ms;

	if (refusal_end_ms < end_ms)
		return has_time_until(patience, patience->refused_since_ms, refusal_end_ms);
	return has_time_until(patience, patience->started_ms, end_ms);
}

bool
patience_has_tries(struct patience *patience, int most_attempt_count)
{
	if (patience->attempt_count >= most_attempt_count)
		return false;
	draw_pause(patience);
	return true;
}

void
patience_pause_at_least(struct patience *patience, int64_t least_ms)
{
	if (patience->pause_ms < least_ms)
		patience->pause_ms = least_ms < patience->left_ms ? least_ms : patience->left_ms;
}

bool
patience_is_half_spent(const struct patience *patience)
{
	return patience->spent_ms > 0 && patience->spent_ms >= patience->left_ms;
}

static struct patience_reason *
find_reason(struct patience *patience, const char *key)
{
	for (int index = 0; index < PATIENCE_REASON_COUNT && index < patience->reason_count; index++)
	{
		struct patience_reason *known = &patience->reasons[index];

		if (strncmp(known->key, key, sizeof known->key - 1) == 0)
			return known;
	}

	struct patience_reason *added =
		&patience->reasons[patience->reason_count++ % PATIENCE_REASON_COUNT];

	*added = (struct patience_reason){
		.throttle = {.burst_count = 1, .interval_ms = LINE_INTERVAL_MS},
	};
	memcpy(added->key, key, strnlen(key, sizeof added->key - 1));
	return added;
}

bool
patience_is_line_due(struct patience *patience, const char *reason)
{
	struct patience_reason *known = find_reason(patience, reason);
	bool is_admitted = throttle_admits(&known->throttle, clock_ms(patience));
	bool is_half = patience_is_half_spent(patience) && !known->half_was_told;

	known->half_was_told = known->half_was_told || is_half;
	return is_admitted || is_half;
}

bool
patience_warn(struct patience *patience, const char *reason, const char *message)
{
	const struct progress *progress = patience->progress;

	if (!patience_is_line_due(patience, reason))
		return false;
	progress->phase(progress->context, patience->rule->what);
	log_warning("%s, for at most %" PRId64 " s more: %s", patience->rule->line,
	            (patience->left_ms + 999) / 1000, message);
	return true;
}

bool
patience_pause(struct patience *patience, const char *message, struct failure *failure)
{
	const struct clock *clock = patience->clock;

	patience->attempt_count++;
	patience->progress->tick(patience->progress->context);
	pulse_beat(clock_ms(patience));
	if (!clock->sleep_ms(clock->context, patience->pause_ms))
		return stop_signal_fail_waiting(failure, patience->rule->what, message);
	failure_clear(failure);
	return true;
}

/* "12.3" */
static char *
waited_seconds(const struct patience *patience)
{
	int64_t waited_ms = patience_waited_ms(patience);

	return memory_format("%" PRId64 ".%" PRId64, waited_ms / 1000, waited_ms % 1000 / 100);
}

bool
patience_fail_spent(const struct patience *patience, struct failure *failure)
{
	cleanup_memory char *seconds = waited_seconds(patience);

	if (patience->attempt_count == 1 && !patience->is_cut_short)
		return false;
	return fail_context(failure, "gave up after %d attempt%s in %s s%s", patience->attempt_count,
	                    patience->attempt_count == 1 ? "" : "s", seconds,
	                    patience_words_of_run(patience));
}

const char *
patience_words_of_run(const struct patience *patience)
{
	return patience->is_cut_short ? ", when NOETL_RUN_TIMEOUT was spent" : "";
}

void
patience_end(const struct patience *patience, const char *what)
{
	cleanup_memory char *seconds = waited_seconds(patience);

	if (patience->attempt_count == 1)
		return;
	patience->progress->finish(patience->progress->context);
	log_info("%s at attempt %d, after %s s", what, patience->attempt_count, seconds);
}
