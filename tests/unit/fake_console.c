#include "unit_test.h"

#include "fake_console.h"

#include <fcntl.h>
#include <unistd.h>

void
fake_console_open(struct fake_console *fake, struct console_options options)
{
	fake_clock_init(&fake->clock);
	assert_int_equal(pipe2(fake->pipe, O_NONBLOCK), 0);
	options.descriptor = fake->pipe[1];
	fake->console = console_new(&options, &fake->clock.clock);
}

void
fake_console_close(struct fake_console *fake)
{
	console_free(fake->console);
	(void)close(fake->pipe[0]);
	(void)close(fake->pipe[1]);
}

void
fake_console_say(struct fake_console *fake, enum log_level level, const char *message)
{
	const struct log_sink *sink = console_log_sink(fake->console);

	sink->write(sink->context, level, message);
}

const char *
fake_console_written(struct fake_console *fake)
{
	ssize_t count = read(fake->pipe[0], fake->written, FAKE_CONSOLE_BYTES - 1);

	fake->written[count > 0 ? count : 0] = '\0';
	return fake->written;
}

int64_t
fake_console_unix_ms(void *context)
{
	(void)context;
	return INT64_C(1795276800123);
}
