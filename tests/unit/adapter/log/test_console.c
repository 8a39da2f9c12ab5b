#include "unit_test.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fake_console.h"

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

static void
test_console__a_line_has_time_level_and_message(UNUSED void **state)
{
	struct fake_console scene;

	fake_console_open(&scene, (struct console_options){.least_level = LOG_DEBUG});
	scene.clock.clock.unix_ms = fake_console_unix_ms;
	fake_console_say(&scene, LOG_INFO, "hello");
	assert_string_equal(fake_console_written(&scene), "2026-11-21T16:00:00.123Z info  hello\n");
	fake_console_say(&scene, LOG_WARNING, "careful");
	assert_string_equal(fake_console_written(&scene),
	                    "2026-11-21T16:00:00.123Z warning  careful\n");
	fake_console_close(&scene);
}

/* A name in the database may hold what moves a terminal's cursor, or forges a line. */
static void
test_console__control_characters_are_escaped(UNUSED void **state)
{
	struct fake_console scene;

	fake_console_open(&scene, (struct console_options){0});
	fake_console_say(&scene, LOG_INFO, "a\nb\033[2J\x7F\xC2\x9B\xC3\xA4\r");
	assert_non_null(
		strstr(fake_console_written(&scene), "info  a\\nb\\x1b[2J\\x7f\\u{9b}\xC3\xA4\\x0d\n"));
	fake_console_close(&scene);
}

/* The file of targets allows no other name, but --target does until the file was read. */
static void
test_console__the_target_stands_before_the_message_without_its_control_characters(
	UNUSED void **state)
{
	struct fake_console scene;

	fake_console_open(&scene, (struct console_options){.target = "a\033[2J\nb"});
	fake_console_say(&scene, LOG_INFO, "hello");
	assert_non_null(strstr(fake_console_written(&scene), "info  [a\\x1b[2J\\nb] hello\n"));
	fake_console_close(&scene);
}

static void
test_console__a_failure_says_everything_it_knows(UNUSED void **state)
{
	struct fake_console scene;
	struct failure failure = ddl_failure();

	fake_console_open(&scene, (struct console_options){0});

	const struct log_sink *sink = console_log_sink(scene.console);

	sink->write_failure(sink->context, LOG_ERROR, &failure);
	assert_string_equal(strchr(fake_console_written(&scene), ' '),
	                    " error  statement 3 was refused: syntax error\n"
	                    "    place: a.sql:7:12\n"
	                    "    create tabel x();\n"
	                    "           ^\n"
	                    "    detail: first line\n"
	                    "            second\\x1b line\n"
	                    "    sqlstate: 42601\n"
	                    "    hint: Mend it.\n");
	fake_console_close(&scene);
}

static void
test_console__json_is_one_object_a_line(UNUSED void **state)
{
	struct fake_console scene;
	struct failure failure = ddl_failure();

	fake_console_open(&scene, (struct console_options){.is_json = true});

	const struct log_sink *sink = console_log_sink(scene.console);

	sink->write_failure(sink->context, LOG_ERROR, &failure);
	assert_non_null(strstr(fake_console_written(&scene),
	                       ",\"level\":\"error\",\"message\":\"statement 3 was refused: syntax "
	                       "error\",\"kind\":\"ddl\",\"exit_status\":5,\"sqlstate\":\"42601\","
	                       "\"detail\":\"first line\\nsecond\\\\x1b line\",\"hint\":\"Mend it.\","
	                       "\"file\":\"a.sql\",\"line\":7,\"column\":12,\"excerpt\":\"create tabel "
	                       "x();\\n       ^\"}\n"));
	fake_console_close(&scene);
}

static void
test_console__colors_are_for_terminals(UNUSED void **state)
{
	struct fake_console scene;

	fake_console_open(&scene, (struct console_options){.shows_color = true});
	fake_console_say(&scene, LOG_ERROR, "x");
	assert_non_null(strstr(fake_console_written(&scene), " \033[31merror\033[0m  x\n"));
	fake_console_close(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_console__a_line_has_time_level_and_message),
		cmocka_unit_test(test_console__control_characters_are_escaped),
		cmocka_unit_test(
			test_console__the_target_stands_before_the_message_without_its_control_characters),
		cmocka_unit_test(test_console__a_failure_says_everything_it_knows),
		cmocka_unit_test(test_console__json_is_one_object_a_line),
		cmocka_unit_test(test_console__colors_are_for_terminals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
