#ifndef ADAPTER_LOG_CONSOLE_H
#define ADAPTER_LOG_CONSOLE_H

/*
 * What people see while the program runs: log lines and, on a terminal, one live line below them
 * with the current activity. In a log, a line names the activity after a minute without any other
 * line.
 *
 * Everything goes to one descriptor, a whole line in one write(), so that lines of programs that
 * share a log do not mix. A log that cannot be written does not end a run.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/log.h"
#include "port/clock.h"
#include "port/progress.h"

struct console_options
{
	int descriptor;        /* borrowed */
	const char *target;    /* what each line is about, borrowed; or NULL */
	bool shares_live_line; /* another process drew one, which is erased first */
	bool is_json;
	enum log_level least_level;
	bool shows_live_line; /* the descriptor is a terminal that can erase a line */
	bool shows_color;
	/* How often to check whether the activity needs a line; 0: only by tick(). */
	int64_t tick_interval_ms;
};

/*
 * What the descriptor can show: a live line and colours on a terminal, neither
 * where TERM is "dumb" or unset, no colours where NO_COLOR is set and not empty
 * (no-color.org). The other options stay as they are.
 */
void console_look_at_terminal(struct console_options *options);

struct console;

/* clock is borrowed. */
struct console *console_new(const struct console_options *options, const struct clock *clock);
/* Erases the live line; NULL is fine. */
void console_free(struct console *console);

static inline void
cleanup_console_pointer(struct console **console)
{
	console_free(*console);
}

#define cleanup_console __attribute__((cleanup(cleanup_console_pointer)))

/* Both live as long as the console. */
const struct log_sink *console_log_sink(const struct console *console);
const struct progress *console_progress(const struct console *console);

#endif
