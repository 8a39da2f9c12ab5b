#include "unit_test.h"

#include <poll.h>
#include <stdatomic.h>
#include <string.h>

#include "fake_console.h"

static void
test_console_progress__the_live_line_gives_way_to_log_lines(UNUSED void **state)
{
	struct fake_console scene;

	fake_console_open(&scene, (struct console_options){.shows_live_line = true});

	const struct progress *progress = console_progress(scene.console);

	progress->phase(progress->context, "applying noetl");
	assert_string_equal(fake_console_written(&scene), "\r\033[Kapplying noetl, 0.0 s");
	fake_console_say(&scene, LOG_INFO, "x");

	const char *text = fake_console_written(&scene);

	assert_int_equal(strncmp(text, "\r\033[K", 4), 0);
	assert_non_null(strstr(text, "info  x\n\r\033[Kapplying noetl, 0.0 s"));
	progress->finish(progress->context);
	assert_string_equal(fake_console_written(&scene), "\r\033[K");
	fake_console_say(&scene, LOG_INFO, "y");
	assert_null(strchr(fake_console_written(&scene), '\r'));
	fake_console_close(&scene);
}

static void
test_console_progress__the_live_line_counts_statements_but_not_too_often(UNUSED void **state)
{
	struct fake_console scene;

	fake_console_open(&scene, (struct console_options){.shows_live_line = true});

	const struct progress *progress = console_progress(scene.console);

	progress->phase(progress->context, "applying noetl");
	(void)fake_console_written(&scene);
	progress->count(progress->context, "statement", 1, 212);
	assert_string_equal(fake_console_written(&scene),
	                    "\r\033[Kapplying noetl, statement 1 of 212, 0.0 s");
	progress->count(progress->context, "statement", 2, 212);
	assert_string_equal(fake_console_written(&scene), "");
	scene.clock.now_ms += 1500;
	progress->count(progress->context, "statement", 3, 212);
	assert_string_equal(fake_console_written(&scene),
	                    "\r\033[Kapplying noetl, statement 3 of 212, 1.5 s");
	scene.clock.now_ms += 1500;
	progress->tick(progress->context);
	assert_string_equal(fake_console_written(&scene),
	                    "\r\033[Kapplying noetl, statement 3 of 212, 3.0 s");
	fake_console_close(&scene);
}

static void
test_console_progress__the_live_line_stays_on_one_line(UNUSED void **state)
{
	struct fake_console scene;
	char long_phase[300];

	memset(long_phase, 'x', sizeof long_phase - 1);
	long_phase[sizeof long_phase - 1] = '\0';
	long_phase[3] = '\n';
	fake_console_open(&scene, (struct console_options){.shows_live_line = true});

	const struct progress *progress = console_progress(scene.console);

	progress->phase(progress->context, long_phase);

	const char *text = fake_console_written(&scene);

	assert_int_equal(strlen(text), 4 + 79);
	assert_null(strchr(text, '\n'));
	fake_console_close(&scene);
}

static void
test_console_progress__without_a_terminal_there_is_no_live_line(UNUSED void **state)
{
	struct fake_console scene;
	struct console_options options = {.shows_live_line = true, .shows_color = true};

	fake_console_open(&scene, (struct console_options){0});
	options.descriptor = scene.pipe[1];
	console_look_at_terminal(&options);
	assert_false(options.shows_live_line);
	assert_false(options.shows_color);

	const struct progress *progress = console_progress(scene.console);

	progress->phase(progress->context, "applying noetl");
	progress->count(progress->context, "statement", 1, 2);
	progress->tick(progress->context);
	progress->finish(progress->context);
	assert_string_equal(fake_console_written(&scene), "");
	fake_console_close(&scene);
}

static int64_t
later_each_time_ms(void *context)
{
	static atomic_int_fast64_t now_ms;

	(void)context;
	return atomic_fetch_add(&now_ms, 1000);
}

/* A statement that takes long, in which nobody calls tick(). */
static void
test_console_progress__the_live_line_is_redrawn_by_itself(UNUSED void **state)
{
	struct fake_console scene;
	struct console_options options = {.shows_live_line = true, .tick_interval_ms = 1};

	fake_console_open(&scene, options);
	scene.clock.clock.now_ms = later_each_time_ms;

	const struct progress *progress = console_progress(scene.console);
	struct pollfd readable = {.fd = scene.pipe[0], .events = POLLIN};

	progress->phase(progress->context, "building an index");
	for (int redraw = 0; redraw < 3; redraw++)
	{
		assert_int_equal(poll(&readable, 1, 10000), 1);
		assert_non_null(strstr(fake_console_written(&scene), "building an index, "));
	}
	progress->finish(progress->context);
	fake_console_close(&scene);
}

static void
test_console_progress__a_log_says_what_still_goes_on(UNUSED void **state)
{
	struct fake_console scene;

	fake_console_open(&scene, (struct console_options){0});
	scene.clock.clock.unix_ms = fake_console_unix_ms;

	const struct progress *progress = console_progress(scene.console);

	progress->phase(progress->context, "creating an index");
	scene.clock.now_ms += 59999;
	progress->tick(progress->context);
	assert_string_equal(fake_console_written(&scene), "");
	scene.clock.now_ms += 1;
	progress->tick(progress->context);
	assert_string_equal(fake_console_written(&scene),
	                    "2026-11-21T16:00:00.123Z info  still creating an index, 60.0 s\n");
	progress->tick(progress->context);
	assert_string_equal(fake_console_written(&scene), "");
	progress->count(progress->context, "statement", 2, 3);
	assert_string_equal(fake_console_written(&scene), "");
	scene.clock.now_ms += 60000;
	progress->tick(progress->context);
	assert_non_null(
		strstr(fake_console_written(&scene), "still creating an index, statement 2 of 3, 120.0 s"));
	fake_console_close(&scene);
}

static void
test_console_progress__a_log_is_silent_of_what_was_just_told_or_is_over(UNUSED void **state)
{
	struct fake_console scene;

	fake_console_open(&scene, (struct console_options){0});

	const struct progress *progress = console_progress(scene.console);

	progress->phase(progress->context, "waiting for the server");
	scene.clock.now_ms += 40000;
	fake_console_say(&scene, LOG_WARNING, "waiting");
	(void)fake_console_written(&scene);
	scene.clock.now_ms += 40000;
	progress->tick(progress->context);
	assert_string_equal(fake_console_written(&scene), "");
	progress->finish(progress->context);
	scene.clock.now_ms += 100000;
	progress->tick(progress->context);
	assert_string_equal(fake_console_written(&scene), "");
	fake_console_close(&scene);
}

static void
test_console_progress__a_log_of_warnings_has_no_progress(UNUSED void **state)
{
	struct fake_console scene;

	fake_console_open(&scene, (struct console_options){.least_level = LOG_WARNING});

	const struct progress *progress = console_progress(scene.console);

	progress->phase(progress->context, "creating an index");
	scene.clock.now_ms += 60000;
	progress->tick(progress->context);
	assert_string_equal(fake_console_written(&scene), "");
	fake_console_close(&scene);
}

/* A statement that takes long, in which nobody calls tick(). */
static void
test_console_progress__a_log_says_by_itself_what_still_goes_on(UNUSED void **state)
{
	struct fake_console scene;

	fake_console_open(&scene, (struct console_options){.tick_interval_ms = 1});
	scene.clock.clock.now_ms = later_each_time_ms;

	const struct progress *progress = console_progress(scene.console);
	struct pollfd readable = {.fd = scene.pipe[0], .events = POLLIN};

	progress->phase(progress->context, "building an index");
	for (int line = 0; line < 2; line++)
	{
		assert_int_equal(poll(&readable, 1, 10000), 1);
		assert_non_null(strstr(fake_console_written(&scene), "still building an index, "));
	}
	fake_console_close(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_console_progress__the_live_line_gives_way_to_log_lines),
		cmocka_unit_test(test_console_progress__the_live_line_counts_statements_but_not_too_often),
		cmocka_unit_test(test_console_progress__the_live_line_stays_on_one_line),
		cmocka_unit_test(test_console_progress__without_a_terminal_there_is_no_live_line),
		cmocka_unit_test(test_console_progress__the_live_line_is_redrawn_by_itself),
		cmocka_unit_test(test_console_progress__a_log_says_what_still_goes_on),
		cmocka_unit_test(test_console_progress__a_log_is_silent_of_what_was_just_told_or_is_over),
		cmocka_unit_test(test_console_progress__a_log_of_warnings_has_no_progress),
		cmocka_unit_test(test_console_progress__a_log_says_by_itself_what_still_goes_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
