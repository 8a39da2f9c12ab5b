#include "app/wait/waiting_notice.h"

#include "fake_application.h"
#include "unit_test.h"

static struct fake_application fake;
static struct run_report noticed;
static int notice_count;

static void
take_notice(UNUSED void *context, const struct run_report *report,
            struct cluster_failures *failures)
{
	noticed = *report;
	notice_count++;
	failures->items[failures->count++] =
		(struct failure){.kind = FAILURE_DENIED, .message = "cannot write Events"};
}

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	fake.cluster.notice = take_notice;
	notice_count = 0;
	return 0;
}

static void
test_waiting_notice__says_why_and_when_and_is_about_no_schema(UNUSED void **state)
{
	waiting_notice(&fake.application, "the server does not answer", false);
	assert_false(noticed.is_late);
	assert_int_equal(notice_count, 1);
	assert_int_equal(noticed.phase, PHASE_WAITING);
	assert_string_equal(noticed.message, "the server does not answer");
	assert_int_equal(noticed.now_unix_ms, fake.clock.clock.unix_ms(fake.clock.clock.context));
	assert_null(noticed.schema);
	assert_null(noticed.database);
	assert_string_equal(text_bytes(&fake.reports), "");
}

static void
test_waiting_notice__warns_of_a_cluster_that_does_not_take_it(UNUSED void **state)
{
	waiting_notice(&fake.application, "the server does not answer", true);
	assert_true(noticed.is_late);
	assert_int_equal(fake_application_logged(&fake, "cannot write Events"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_waiting_notice__says_why_and_when_and_is_about_no_schema, set_up,
			fake_application_tear_down),
		cmocka_unit_test_setup_teardown(
			test_waiting_notice__warns_of_a_cluster_that_does_not_take_it, set_up,
			fake_application_tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
