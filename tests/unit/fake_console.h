#ifndef FAKE_CONSOLE_H
#define FAKE_CONSOLE_H

/*
 * A console that writes into a pipe, on a fake clock.
 */

#include "adapter/log/console.h"
#include "fake_clock.h"

enum
{
	FAKE_CONSOLE_BYTES = 8192
};

struct fake_console
{
	struct fake_clock clock;
	struct console *console;
	int pipe[2];
	char written[FAKE_CONSOLE_BYTES];
};

/* The fake must not move afterwards. The descriptor of the options is the pipe's. */
void fake_console_open(struct fake_console *fake, struct console_options options);
void fake_console_close(struct fake_console *fake);

void fake_console_say(struct fake_console *fake, enum log_level level, const char *message);

/* What was written since the last look. */
const char *fake_console_written(struct fake_console *fake);

/* .unix_ms of a clock: 2026-11-21T16:00:00.123Z. */
int64_t fake_console_unix_ms(void *context);

#endif
