#include "adapter/log/console.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "adapter/log/console_line.h"
#include "adapter/log/console_ticker.h"
#include "base/memory.h"
#include "base/printable.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/write_all.h"

enum
{
	/* Faster than a person reads, slow enough for a terminal over ssh. */
	REDRAW_INTERVAL_MS = 100,
	/* Waits write their own line every 30 s; this is for statements. */
	SILENCE_MS = 60 * 1000,
	COLUMNS_ASSUMED = 80,
	/* Time after a stop signal for the log's reader to make room. */
	LAST_WORDS_MS = 100
};

static const char erase_line[] = "\r\033[K";

struct console
{
	struct console_options options;
	const struct clock *clock;
	struct log_sink sink;
	struct progress progress;
	struct console_ticker ticker; /* its mutex guards what follows, and the descriptor */
	char *phase;                  /* the activity; NULL: none that takes time */
	int64_t phase_began_ms;
	int64_t drawn_ms; /* the live line, or the last line of the log */
	const char *unit; /* of the counts */
	size_t done_count;
	size_t total_count;
	bool is_drawn;
	bool is_unread; /* no room after a stop signal: not waited for again */
};

void
console_look_at_terminal(struct console_options *options)
{
	const char *terminal = getenv("TERM");
	const char *no_color = getenv("NO_COLOR");
	bool is_capable = isatty(options->descriptor) == 1 && terminal != NULL && terminal[0] != '\0' &&
	                  strcmp(terminal, "dumb") != 0;

	options->shows_live_line = is_capable;
	options->shows_color = is_capable && (no_color == NULL || no_color[0] == '\0');
}

static void
console_write(struct console *console, const struct text *text)
{
	int64_t grace_ms = console->is_unread ? 0 : LAST_WORDS_MS;

	if (write_all(console->options.descriptor, text_bytes(text), text->length_bytes, grace_ms) ==
	    WRITE_STOPPED)
		console->is_unread = true;
}

static size_t
console_columns(const struct console *console)
{
	struct winsize size;

	if (ioctl(console->options.descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return COLUMNS_ASSUMED;
	return size.ws_col;
}

/* Some terminals wrap a line of their full width, which then could not be erased. */
static void
cut_to_columns(struct text *text, size_t columns)
{
	size_t column = 0;

	for (size_t index = 0; index < text->length_bytes; index++)
	{
		if (utf8_is_continuation(text->bytes[index]))
			continue;
		if (++column < columns)
			continue;
		text->length_bytes = index;
		text->bytes[index] = '\0';
	}
}

static int64_t
console_now_ms(const struct console *console)
{
	return console->clock->now_ms(console->clock->context);
}

static void
append_progress(const struct console *console, struct text *text)
{
	int64_t elapsed_ms = console_now_ms(console) - console->phase_began_ms;

	text_append(text, console->phase);
	if (console->total_count > 0)
		text_append_format(text, ", %s %zu of %zu", console->unit, console->done_count,
		                   console->total_count);
	text_append_format(text, ", %lld.%lld s", (long long)(elapsed_ms / 1000),
	                   (long long)(elapsed_ms % 1000 / 100));
}

static void
append_live_line(struct console *console, struct text *text)
{
	cleanup_text struct text progress = TEXT_EMPTY;
	cleanup_text struct text line = TEXT_EMPTY;

	append_progress(console, &progress);
	printable_append(&line, text_bytes(&progress));
	cut_to_columns(&line, console_columns(console));
	text_append(text, erase_line);
	if (console->options.shows_color)
		text_append(text, "\033[2m");
	text_append(text, text_bytes(&line));
	if (console->options.shows_color)
		text_append(text, "\033[0m");
}

static void
console_draw(struct console *console)
{
	cleanup_text struct text text = TEXT_EMPTY;

	append_live_line(console, &text);
	console_write(console, &text);
	console->is_drawn = true;
	console->drawn_ms = console_now_ms(console);
}

/* Call with the mutex held, like everything that writes. */
static void
console_put_line(struct console *console, const struct console_line *line)
{
	cleanup_text struct text text = TEXT_EMPTY;

	if (console->is_drawn || console->options.shares_live_line)
		text_append(&text, erase_line);
	if (console->options.is_json)
		console_append_json(&text, line);
	else
		console_append_text(&text, line, console->options.shows_color);
	if (console->is_drawn)
		append_live_line(console, &text);
	console_write(console, &text);
	console->drawn_ms = console_now_ms(console);
}

static void
console_put_progress(struct console *console)
{
	cleanup_text struct text message = TEXT_EMPTY;

	text_append(&message, "still ");
	append_progress(console, &message);
	console_put_line(console, &(struct console_line){
								  .level = LOG_INFO,
								  .target = console->options.target,
								  .unix_ms = console->clock->unix_ms(console->clock->context),
								  .message = text_bytes(&message),
							  });
}

static void
console_tell_if_due(void *context)
{
	struct console *console = context;
	int64_t silent_ms = console_now_ms(console) - console->drawn_ms;

	if (console->phase == NULL)
		return;
	if (!console->options.shows_live_line && silent_ms >= SILENCE_MS)
		console_put_progress(console);
	else if (console->options.shows_live_line && silent_ms >= REDRAW_INTERVAL_MS)
		console_draw(console);
}

static void
console_lock(struct console *console)
{
	(void)pthread_mutex_lock(&console->ticker.mutex);
}

static void
console_unlock(struct console *console)
{
	(void)pthread_mutex_unlock(&console->ticker.mutex);
}

static void
console_write_line(struct console *console, const struct console_line *line)
{
	console_lock(console);
	console_put_line(console, line);
	console_unlock(console);
}

static void
console_log_message(void *context, enum log_level level, const char *message)
{
	struct console *console = context;

	console_write_line(console, &(struct console_line){
									.level = level,
									.target = console->options.target,
									.unix_ms = console->clock->unix_ms(console->clock->context),
									.message = message,
								});
}

static void
console_log_failure(void *context, enum log_level level, const struct failure *failure)
{
	struct console *console = context;

	console_write_line(console, &(struct console_line){
									.level = level,
									.target = console->options.target,
									.unix_ms = console->clock->unix_ms(console->clock->context),
									.message = failure->message,
									.failure = failure,
								});
}

static void
console_begin_phase(void *context, const char *what)
{
	struct console *console = context;

	if (!console->options.shows_live_line && console->options.least_level > LOG_INFO)
		return;
	console_lock(console);
	free(console->phase);
	console->phase = memory_copy_text(what);
	console->phase_began_ms = console_now_ms(console);
	console->drawn_ms = console->phase_began_ms;
	console->done_count = 0;
	console->total_count = 0;
	if (console->options.shows_live_line)
		console_draw(console);
	console_ticker_start(&console->ticker);
	console_unlock(console);
}

static void
console_count(void *context, const char *unit, size_t done_count, size_t total_count)
{
	struct console *console = context;

	console_lock(console);

	bool is_first = console->total_count != total_count && console->phase != NULL;
	console->unit = unit;
	console->done_count = done_count;
	console->total_count = total_count;
	if (is_first && console->options.shows_live_line)
		console_draw(console);
	else
		console_tell_if_due(console);
	console_unlock(console);
}

static void
console_tick(void *context)
{
	console_lock(context);
	console_tell_if_due(context);
	console_unlock(context);
}

static void
console_finish(void *context)
{
	struct console *console = context;
	cleanup_text struct text text = TEXT_EMPTY;

	console_lock(console);
	free(console->phase);
	console->phase = NULL;
	if (console->is_drawn)
		text_append(&text, erase_line);
	console->is_drawn = false;
	console_write(console, &text);
	console_unlock(console);
}

struct console *
console_new(const struct console_options *options, const struct clock *clock)
{
	struct console *console = memory_allocate(1, sizeof *console);

	console->options = *options;
	console->clock = clock;
	console_ticker_init(&console->ticker, options->tick_interval_ms, console_tell_if_due, console);
	console->sink = (struct log_sink){
		.context = console,
		.least_level = options->least_level,
		.write = console_log_message,
		.write_failure = console_log_failure,
	};
	console->progress = (struct progress){
		.context = console,
		.phase = console_begin_phase,
		.count = console_count,
		.tick = console_tick,
		.finish = console_finish,
	};
	return console;
}

void
console_free(struct console *console)
{
	if (console == NULL)
		return;
	console_finish(console);
	console_ticker_end(&console->ticker);
	free(console);
}

const struct log_sink *
console_log_sink(const struct console *console)
{
	return &console->sink;
}

const struct progress *
console_progress(const struct console *console)
{
	return &console->progress;
}
