#include "app/export.h"

#include <string.h>

#include "fake_application.h"
#include "port/export.h"
#include "port/output_file.h"
#include "unit_test.h"

static struct fake_application fake;
static struct text written;
static int event_count;
static bool reading_fails;
static bool writing_fails;

static bool
read_events(struct session *session, const char *schema, int64_t execution_id,
            const struct export_receiver *receiver, struct failure *failure)
{
	(void)session;
	assert_string_equal(schema, "noetl");
	assert_int_equal(execution_id, 42);
	for (int i = 0; i < event_count; i++)
	{
		if (!receiver->receive(receiver->context, i == 0 ? "{\"a\":1}" : "{\"a\":2}", failure))
			return false;
	}
	return !reading_fails || fail(failure, FAILURE_TRANSIENT, "the server went away");
}

static bool
open_file(const char *path, struct output_file **file, struct failure *failure)
{
	(void)failure;
	(void)file;
	text_append_format(&written, "open(%s)", path);
	return true;
}

static bool
write_file(struct output_file *file, const char *bytes, size_t length_bytes,
           struct failure *failure)
{
	(void)file;
	if (writing_fails)
		return fail(failure, FAILURE_TRANSIENT, "the disk is full");
	text_append_bytes(&written, bytes, length_bytes);
	return true;
}

static bool
keep_file(struct output_file *file, struct failure *failure)
{
	(void)file;
	(void)failure;
	text_append(&written, "keep");
	return true;
}

static void
abandon_file(struct output_file *file)
{
	(void)file;
	text_append(&written, "abandon");
}

static const struct output_operations output_operations = {
	.open = open_file, .write = write_file, .keep = keep_file, .abandon = abandon_file};
static const struct export_operations export_operations = {.event_log = read_events};
static const struct export_request request = {.execution_id = 42, .path = "logs/event_log.json"};

static int
set_up(UNUSED void **state)
{
	fake_application_init(&fake);
	fake_application_set_owner(&fake);
	fake.application.output = &output_operations;
	fake.database.database.export = &export_operations;
	written = TEXT_EMPTY;
	event_count = 2;
	reading_fails = false;
	writing_fails = false;
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	text_free(&written);
	fake_application_free(&fake);
	return 0;
}

static void
test_export__is_an_array_with_a_row_a_line(UNUSED void **state)
{
	struct failure failure = {0};

	assert_true(export_execution_logs(&fake.application, &request, &failure));
	assert_string_equal(text_bytes(&written),
	                    "open(logs/event_log.json)[\n{\"a\":1},\n{\"a\":2}\n]\nkeep");
}

static void
test_export__of_an_unknown_execution_is_empty_and_warns(UNUSED void **state)
{
	struct failure failure = {0};

	event_count = 0;
	assert_true(export_execution_logs(&fake.application, &request, &failure));
	assert_string_equal(text_bytes(&written), "open(logs/event_log.json)[]\nkeep");
	assert_int_equal(fake_application_logged(&fake, "execution 42 has no events"), 1);
}

static void
test_export__that_breaks_off_leaves_no_file(UNUSED void **state)
{
	struct failure failure = {0};

	reading_fails = true;
	assert_false(export_execution_logs(&fake.application, &request, &failure));
	assert_non_null(strstr(text_bytes(&written), "abandon"));
	assert_null(strstr(text_bytes(&written), "keep"));
	assert_int_equal(failure.kind, FAILURE_TRANSIENT);
}

static void
test_export__stops_reading_when_it_cannot_write(UNUSED void **state)
{
	struct failure failure = {0};

	writing_fails = true;
	assert_false(export_execution_logs(&fake.application, &request, &failure));
	assert_string_equal(text_bytes(&written), "open(logs/event_log.json)abandon");
	assert_string_equal(failure.message, "the disk is full");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_export__is_an_array_with_a_row_a_line, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_export__of_an_unknown_execution_is_empty_and_warns,
	                                    set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_export__that_breaks_off_leaves_no_file, set_up,
	                                    tear_down),
		cmocka_unit_test_setup_teardown(test_export__stops_reading_when_it_cannot_write, set_up,
	                                    tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
