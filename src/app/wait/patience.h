#ifndef APP_WAIT_PATIENCE_H
#define APP_WAIT_PATIENCE_H

/*
 * How a loop tries again: how long, how often, and what it logs meanwhile.
 *
 * The last try is always made at the deadline, never given up before it. The deadline is the end of
 * the wait's own budget or, if that is earlier, of SETTING_RUN_TIMEOUT. backoff_next_ms() draws
 * each pause. A stop signal ends it at once. A line is written for each reason when it is first
 * met, when half of the budget is spent, and else after 30 s at the earliest.
 *
 * A loop calls, after each failure that time may fix:
 *   patience_has_time()  false: the budget is spent, patience_fail_spent() says so
 *   patience_warn()      says why it waits
 *   patience_pause()     false: a stop signal
 */

#include <stdbool.h>
#include <stdint.h>

#include "app/application.h"
#include "domain/backoff.h"
#include "domain/throttle.h"

struct patience_rule
{
	const char *what; /* "waiting for the server": the phase shown, and what a stop interrupts */
	const char *line; /* beginning of the lines of patience_warn(): "waiting" */
	int64_t least_pause_ms;
	int64_t most_pause_ms;
	/* The budget begins with the first failure, because the first try is work, not a wait. */
	bool counts_from_failure;
};

enum
{
	/* More reasons than one wait has; the oldest is overwritten. */
	PATIENCE_REASON_COUNT = 8,
	PATIENCE_REASON_BYTES = 96 /* enough to distinguish reasons */
};

struct patience_reason
{
	char key[PATIENCE_REASON_BYTES];
	struct throttle throttle;
	bool half_was_told; /* a line was due since half of the budget is spent */
};

struct patience
{
	const struct clock *clock;
	const struct progress *progress;
	const struct settings *settings;
	const struct patience_rule *rule;
	int64_t run_started_ms;
	int attempt_count;  /* including the current or next one */
	int64_t started_ms; /* may be set earlier, for waits that share a budget; -1: no failure yet */
	int64_t refused_since_ms; /* -1: the last failure was no refusal */
	int64_t spent_ms;         /* of the budget that ends first, at the last failure */
	int64_t left_ms;          /* until the last try, at the last failure */
	bool is_cut_short;        /* by SETTING_RUN_TIMEOUT */
	int64_t pause_ms;         /* until the next try */
	struct backoff backoff;
	struct patience_reason reasons[PATIENCE_REASON_COUNT];
	int reason_count; /* number of reasons met in all */
};

/* The first try is already counted. application and rule are borrowed. */
struct patience patience_start(const struct application *application,
                               const struct patience_rule *rule);

int64_t patience_waited_ms(const struct patience *patience);

/* How long a try that begins now may take: the rest of the budget, but at least a second. */
int64_t patience_attempt_ms(const struct patience *patience, int64_t budget_ms);

/*
 * Call once after each failure. True if another try is due; then .left_ms and .pause_ms are set.
 * The budget is the present one, as settings may have changed; 0: no second try.
 */
bool patience_has_time(struct patience *patience, int64_t budget_ms);

/*
 * The same after a refusal. Both budgets apply; the second starts again if another failure
 * intervenes.
 */
bool patience_has_time_for_refusal(struct patience *patience, int64_t budget_ms,
                                   int64_t refusal_budget_ms);

/* The same with a limit on tries instead of time, for tries that take long by themselves. */
bool patience_has_tries(struct patience *patience, int most_attempt_count);

/* Makes the next pause this long at least, but not longer than what is left. */
void patience_pause_at_least(struct patience *patience, int64_t least_ms);

/* Whether half of the budget was spent at the last failure: from then on the wait is no usual one. */
bool patience_is_half_spent(const struct patience *patience);

/* True, and counted, if this reason is to be logged now. */
bool patience_is_line_due(struct patience *patience, const char *reason);

/*
 * Writes the warning "<line>, for at most N s more: <message>" if it is due, and shows the phase.
 * True if it did: then the cluster has to be told too.
 *
 * reason   distinguishes reasons: a text without times and counts
 */
bool patience_warn(struct patience *patience, const char *reason, const char *message);

/*
 * Sleeps until the next try. True with failure cleared; FAILURE_INTERRUPTED at a stop signal.
 *
 * message  why it waits; may be the failure's own
 */
bool patience_pause(struct patience *patience, const char *message, struct failure *failure);

/*
 * Puts "gave up after N attempts in S s: " before the message if there was more than one, or if
 * SETTING_RUN_TIMEOUT allowed no second. Always false.
 */
bool patience_fail_spent(const struct patience *patience, struct failure *failure);

/* What a message adds if SETTING_RUN_TIMEOUT ended the wait; else empty. Static text. */
const char *patience_words_of_run(const struct patience *patience);

/* Logs "<what> at attempt N, after S s" after a wait; nothing if the first try succeeded. */
void patience_end(const struct patience *patience, const char *what);

#endif
