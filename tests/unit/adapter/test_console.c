#include "unit_test.h"

#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapter/log/console.h"
#include "base/text.h"
#include "fake_clock.h"

enum
{
	READ_BYTES = 8192
};

/* A console that writes into a pipe. */
struct scene
{
	struct fake_clock clock;
	struct console *console;
	int pipe[2];
	char written[READ_BYTES];
};

static void
open_scene(struct scene *scene, struct console_options options)
{
	fake_clock_init(&scene->clock);
	assert_int_equal(pipe2(scene->pipe, O_NONBLOCK), 0);
	options.descriptor = scene->pipe[1];
	scene->console = console_new(&options, &scene->clock.clock);
}

/* What was written since the last look. */
static const char *
written(struct scene *scene)
{
	ssize_t count = read(scene->pipe[0], scene->written, READ_BYTES - 1);

	scene->written[count > 0 ? count : 0] = '\0';
	return scene->written;
}

static void
close_scene(struct scene *scene)
{
	console_free(scene->console);
	(void)close(scene->pipe[0]);
	(void)close(scene->pipe[1]);
}

static void
say(struct scene *scene, enum log_level level, const char *message)
{
	const struct log_sink *sink = console_log_sink(scene->console);

	sink->write(sink->context, level, message);
}

static struct failure
ddl_failure(void)
{
	struct failure failure;

	(void)fail(&failure, FAILURE_DDL, "statement 3 was refused: syntax error");
	(void)fail_hint(&failure, "Mend it.");
	(void)strcpy(failure.sqlstate, "42601");
	(void)strcpy(failure.detail, "first line\nsecond\033 line");
	failure.place = (struct failure_place){.file = "a.sql", .line = 7, .column = 12};
	(void)strcpy(failure.place.excerpt, "create tabel x();\n       ^");
	return failure;
}

static int64_t
known_unix_ms(void *context)
{
	(void)context;
	return INT64_C(1795276800123);
}

static void
test_console__a_line_has_time_level_and_message(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, (struct console_options){.least_level = LOG_DEBUG});
	scene.clock.clock.unix_ms = known_unix_ms;
	say(&scene, LOG_INFO, "hello");
	assert_string_equal(written(&scene), "2026-11-21T16:00:00.123Z info  hello\n");
	say(&scene, LOG_WARNING, "careful");
	assert_string_equal(written(&scene), "2026-11-21T16:00:00.123Z warning  careful\n");
	close_scene(&scene);
}

/* A name in the database may hold what moves a terminal's cursor, or forges a line. */
static void
test_console__control_characters_are_escaped(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, (struct console_options){0});
	say(&scene, LOG_INFO, "a\nb\033[2J\x7F\xC2\x9B\xC3\xA4\r");
	assert_non_null(strstr(written(&scene), "info  a\\nb\\x1b[2J\\x7f\\u009b\xC3\xA4\\x0d\n"));
	close_scene(&scene);
}

static void
test_console__a_failure_says_everything_it_knows(void **state)
{
	struct scene scene;
	struct failure failure = ddl_failure();

	(void)state;
	open_scene(&scene, (struct console_options){0});

	const struct log_sink *sink = console_log_sink(scene.console);

	sink->write_failure(sink->context, LOG_ERROR, &failure);
	assert_string_equal(strchr(written(&scene), ' '),
	                    " error  statement 3 was refused: syntax error\n"
	                    "    place: a.sql:7:12\n"
	                    "    create tabel x();\n"
	                    "           ^\n"
	                    "    detail: first line\n"
	                    "            second\\x1b line\n"
	                    "    sqlstate: 42601\n"
	                    "    hint: Mend it.\n");
	close_scene(&scene);
}

static void
test_console__json_is_one_object_a_line(void **state)
{
	struct scene scene;
	struct failure failure = ddl_failure();

	(void)state;
	open_scene(&scene, (struct console_options){.is_json = true});

	const struct log_sink *sink = console_log_sink(scene.console);

	sink->write_failure(sink->context, LOG_ERROR, &failure);
	assert_non_null(strstr(written(&scene),
	                       ",\"level\":\"error\",\"message\":\"statement 3 was refused: syntax "
	                       "error\",\"kind\":\"ddl\",\"exit_status\":5,\"sqlstate\":\"42601\","
	                       "\"detail\":\"first line\\nsecond\\u001b line\",\"hint\":\"Mend it.\","
	                       "\"file\":\"a.sql\",\"line\":7,\"column\":12,\"excerpt\":\"create tabel "
	                       "x();\\n       ^\"}\n"));
	close_scene(&scene);
}

static void
test_console__colors_are_for_terminals(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, (struct console_options){.shows_color = true});
	say(&scene, LOG_ERROR, "x");
	assert_non_null(strstr(written(&scene), " \033[31merror\033[0m  x\n"));
	close_scene(&scene);
}

static void
test_console__the_live_line_gives_way_to_log_lines(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, (struct console_options){.shows_live_line = true});

	const struct progress *progress = console_progress(scene.console);

	assert_true(progress->wants_statements);
	progress->phase(progress->context, "applying noetl");
	assert_string_equal(written(&scene), "\r\033[Kapplying noetl, 0.0 s");
	say(&scene, LOG_INFO, "x");

	const char *text = written(&scene);

	assert_int_equal(strncmp(text, "\r\033[K", 4), 0);
	assert_non_null(strstr(text, "info  x\n\r\033[Kapplying noetl, 0.0 s"));
	progress->finish(progress->context);
	assert_string_equal(written(&scene), "\r\033[K");
	say(&scene, LOG_INFO, "y");
	assert_null(strchr(written(&scene), '\r'));
	close_scene(&scene);
}

static void
test_console__the_live_line_counts_statements_but_not_too_often(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, (struct console_options){.shows_live_line = true});

	const struct progress *progress = console_progress(scene.console);

	progress->phase(progress->context, "applying noetl");
	(void)written(&scene);
	progress->statement(progress->context, 1, 212);
	assert_string_equal(written(&scene), "\r\033[Kapplying noetl, statement 1 of 212, 0.0 s");
	progress->statement(progress->context, 2, 212);
	assert_string_equal(written(&scene), "");
	scene.clock.now_ms += 1500;
	progress->statement(progress->context, 3, 212);
	assert_string_equal(written(&scene), "\r\033[Kapplying noetl, statement 3 of 212, 1.5 s");
	scene.clock.now_ms += 1500;
	progress->tick(progress->context);
	assert_string_equal(written(&scene), "\r\033[Kapplying noetl, statement 3 of 212, 3.0 s");
	close_scene(&scene);
}

static void
test_console__the_live_line_stays_on_one_line(void **state)
{
	struct scene scene;
	char long_phase[300];

	(void)state;
	memset(long_phase, 'x', sizeof long_phase - 1);
	long_phase[sizeof long_phase - 1] = '\0';
	long_phase[3] = '\n';
	open_scene(&scene, (struct console_options){.shows_live_line = true});

	const struct progress *progress = console_progress(scene.console);

	progress->phase(progress->context, long_phase);

	const char *text = written(&scene);

	assert_int_equal(strlen(text), 4 + 79);
	assert_null(strchr(text, '\n'));
	close_scene(&scene);
}

static void
test_console__without_a_terminal_there_is_no_live_line(void **state)
{
	struct scene scene;
	struct console_options options = {.shows_live_line = true, .shows_color = true};

	(void)state;
	open_scene(&scene, (struct console_options){0});
	options.descriptor = scene.pipe[1];
	console_look_at_terminal(&options);
	assert_false(options.shows_live_line);
	assert_false(options.shows_color);

	const struct progress *progress = console_progress(scene.console);

	assert_false(progress->wants_statements);
	progress->phase(progress->context, "applying noetl");
	progress->statement(progress->context, 1, 2);
	progress->tick(progress->context);
	progress->finish(progress->context);
	assert_string_equal(written(&scene), "");
	close_scene(&scene);
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
test_console__the_live_line_is_redrawn_by_itself(void **state)
{
	struct scene scene;
	struct console_options options = {.shows_live_line = true, .tick_interval_ms = 1};

	(void)state;
	open_scene(&scene, options);
	scene.clock.clock.now_ms = later_each_time_ms;

	const struct progress *progress = console_progress(scene.console);
	struct pollfd readable = {.fd = scene.pipe[0], .events = POLLIN};

	progress->phase(progress->context, "building an index");
	for (int redraw = 0; redraw < 3; redraw++)
	{
		assert_int_equal(poll(&readable, 1, 10000), 1);
		assert_non_null(strstr(written(&scene), "building an index, "));
	}
	progress->finish(progress->context);
	close_scene(&scene);
}

static void
test_console__a_log_says_what_still_goes_on(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, (struct console_options){0});
	scene.clock.clock.unix_ms = known_unix_ms;

	const struct progress *progress = console_progress(scene.console);

	progress->phase(progress->context, "creating an index");
	scene.clock.now_ms += 59999;
	progress->tick(progress->context);
	assert_string_equal(written(&scene), "");
	scene.clock.now_ms += 1;
	progress->tick(progress->context);
	assert_string_equal(written(&scene),
	                    "2026-11-21T16:00:00.123Z info  still creating an index, 60.0 s\n");
	progress->tick(progress->context);
	assert_string_equal(written(&scene), "");
	progress->statement(progress->context, 2, 3);
	assert_string_equal(written(&scene), "");
	scene.clock.now_ms += 60000;
	progress->tick(progress->context);
	assert_non_null(strstr(written(&scene), "still creating an index, statement 2 of 3, 120.0 s"));
	close_scene(&scene);
}

static void
test_console__a_log_is_silent_of_what_was_just_told_or_is_over(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, (struct console_options){0});

	const struct progress *progress = console_progress(scene.console);

	progress->phase(progress->context, "waiting for the server");
	scene.clock.now_ms += 40000;
	say(&scene, LOG_WARNING, "waiting");
	(void)written(&scene);
	scene.clock.now_ms += 40000;
	progress->tick(progress->context);
	assert_string_equal(written(&scene), "");
	progress->finish(progress->context);
	scene.clock.now_ms += 100000;
	progress->tick(progress->context);
	assert_string_equal(written(&scene), "");
	close_scene(&scene);
}

static void
test_console__a_log_of_warnings_has_no_progress(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, (struct console_options){.least_level = LOG_WARNING});

	const struct progress *progress = console_progress(scene.console);

	progress->phase(progress->context, "creating an index");
	scene.clock.now_ms += 60000;
	progress->tick(progress->context);
	assert_string_equal(written(&scene), "");
	close_scene(&scene);
}

/* A statement that takes long, in which nobody calls tick(). */
static void
test_console__a_log_says_by_itself_what_still_goes_on(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, (struct console_options){.tick_interval_ms = 1});
	scene.clock.clock.now_ms = later_each_time_ms;

	const struct progress *progress = console_progress(scene.console);
	struct pollfd readable = {.fd = scene.pipe[0], .events = POLLIN};

	progress->phase(progress->context, "building an index");
	for (int line = 0; line < 2; line++)
	{
		assert_int_equal(poll(&readable, 1, 10000), 1);
		assert_non_null(strstr(written(&scene), "still building an index, "));
	}
	close_scene(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_console__a_line_has_time_level_and_message),
		cmocka_unit_test(test_console__control_characters_are_escaped),
		cmocka_unit_test(test_console__a_failure_says_everything_it_knows),
		cmocka_unit_test(test_console__json_is_one_object_a_line),
		cmocka_unit_test(test_console__colors_are_for_terminals),
		cmocka_unit_test(test_console__the_live_line_gives_way_to_log_lines),
		cmocka_unit_test(test_console__the_live_line_counts_statements_but_not_too_often),
		cmocka_unit_test(test_console__the_live_line_stays_on_one_line),
		cmocka_unit_test(test_console__the_live_line_is_redrawn_by_itself),
		cmocka_unit_test(test_console__a_log_says_what_still_goes_on),
		cmocka_unit_test(test_console__a_log_is_silent_of_what_was_just_told_or_is_over),
		cmocka_unit_test(test_console__a_log_of_warnings_has_no_progress),
		cmocka_unit_test(test_console__a_log_says_by_itself_what_still_goes_on),
		cmocka_unit_test(test_console__without_a_terminal_there_is_no_live_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
