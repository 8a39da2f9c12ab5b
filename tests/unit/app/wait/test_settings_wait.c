#include "app/wait/settings_wait.h"

#include <string.h>

#include "fake_application.h"
#include "unit_test.h"

static struct fake_application fake;
static struct settings_reader reader;

/* What the next readings give: failures of this kind, then the settings. */
static struct failure unread;
static int failing_count;
static int read_count;

static bool
read_settings(void *context, struct settings *settings, struct failure *failure)
{
	(void)context;
	read_count++;
	if (read_count <= failing_count)
	{
		*failure = unread;
		return false;
	}
	settings_adopt(settings, settings_new());
	return true;
}

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	reader = (struct settings_reader){NULL, read_settings};
	fake.application.settings_reader = &reader;
	unread = (struct failure){.kind = FAILURE_NONE};
	failing_count = 0;
	read_count = 0;
	return 0;
}

static bool
wait_while(enum failure_kind kind, int count, struct failure *failure)
{
	(void)fail(&unread, kind, "cannot get configmaps \"c\"");
	(void)fail_hint(&unread, "Create it.");
	failing_count = count;
	settings_set_unread(fake.application.settings, &unread);
	return settings_wait(&fake.application, failure);
}

static void
test_settings_wait__has_nothing_to_do_when_all_was_read(UNUSED void **state)
{
	struct failure failure = {0};

	assert_true(settings_wait(&fake.application, &failure));
	assert_int_equal(read_count, 0);
	assert_int_equal(fake.clock.sleep_count, 0);
}

static void
test_settings_wait__goes_on_when_the_object_comes(UNUSED void **state)
{
	struct failure failure = {0};

	assert_true(wait_while(FAILURE_UNREACHABLE, 3, &failure));
	assert_int_equal(read_count, 4);
	assert_int_equal(fake_application_logged(&fake, "waiting for settings"), 1);
	assert_string_equal(text_bytes(&fake.reports), "Waiting ");
}

static void
test_settings_wait__gives_up_after_the_budget_for_the_server(UNUSED void **state)
{
	struct failure failure = {0};

	fake_application_set(&fake, SETTING_WAIT_TIMEOUT, "60s");
	assert_false(wait_while(FAILURE_UNREACHABLE, 1000, &failure));
	assert_int_equal(failure.kind, FAILURE_UNREACHABLE);
	assert_int_equal(fake.clock.slept_ms, 60000);
	assert_non_null(strstr(failure.message, "gave up after"));
	assert_string_equal(failure.hint, "Create it.");
	assert_in_range(fake_application_logged(&fake, "waiting for settings"), 2, 3);
}

static void
test_settings_wait__gives_a_refusal_the_budget_of_a_login(UNUSED void **state)
{
	struct failure failure = {0};

	assert_false(wait_while(FAILURE_DENIED, 1000, &failure));
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_int_equal(fake.clock.slept_ms, 15000);
}

static void
test_settings_wait__does_not_wait_for_what_is_malformed(UNUSED void **state)
{
	struct failure failure = {0};

	assert_false(wait_while(FAILURE_SETTINGS, 1000, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_int_equal(fake.clock.sleep_count, 0);

	/* Nor for anything else, when there is something to mend already. */
	settings_add_problem(fake.application.settings, "POSTGRES_PORT is odd");
	assert_false(wait_while(FAILURE_UNREACHABLE, 1000, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_non_null(strstr(failure.detail, "cannot get configmaps"));
	assert_int_equal(fake.clock.sleep_count, 0);
}

static void
test_settings_wait__ends_at_a_stop_signal(UNUSED void **state)
{
	struct failure failure = {0};

	fake.clock.stop_at_ms = fake.clock.now_ms + 2000;
	assert_false(wait_while(FAILURE_UNREACHABLE, 1000, &failure));
	assert_int_equal(failure.kind, FAILURE_INTERRUPTED);
}

#define ALONE(test) cmocka_unit_test_setup_teardown(test, set_up, fake_application_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ALONE(test_settings_wait__has_nothing_to_do_when_all_was_read),
		ALONE(test_settings_wait__goes_on_when_the_object_comes),
		ALONE(test_settings_wait__gives_up_after_the_budget_for_the_server),
		ALONE(test_settings_wait__gives_a_refusal_the_budget_of_a_login),
		ALONE(test_settings_wait__does_not_wait_for_what_is_malformed),
		ALONE(test_settings_wait__ends_at_a_stop_signal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
