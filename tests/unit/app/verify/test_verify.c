#include "app/verify/verify.h"

#include <string.h>

#include "fake_access.h"
#include "fake_application.h"
#include "fake_catalog.h"
#include "unit_test.h"

static struct fake_application fake;
static struct fake_access access;
static struct fake_catalog catalog;
static struct verify_report report;
static struct failure failure;

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	fake_access_init(&access, &fake.database);
	fake_catalog_init(&catalog, &fake.database);
	fake_application_set_owner(&fake);
	catalog.observations[0] = (struct observed_state){
		.schema_exists = true, .ledger_exists = true, .is_recorded = true, .recorded_version = 3};
	catalog.observation_count = 1;
	catalog.expected = "table noetl.a 1";
	catalog.definitions[0] = "table noetl.a 1";
	report = (struct verify_report){0};
	failure = (struct failure){0};
	return 0;
}

static int
tear_down(void **state)
{
	verify_report_free(&report);
	return fake_application_tear_down(state);
}

static bool
run(void)
{
	static const struct selection noetl = {0};

	return verify(&fake.application, &noetl, &report, &failure);
}

static void
find(enum finding_class class, const char *object, const char *hint)
{
	finding_list_append(&report.findings, &(const struct finding){.class = class,
	                                                              .object = object,
	                                                              .expected = "it exists",
	                                                              .found = "absent",
	                                                              .hint = hint});
}

static void
test_verify__tells_the_cluster_of_what_it_finds(UNUSED void **state)
{
	catalog.definitions[0] = "table noetl.a 2";
	assert_true(run());
	assert_string_equal(text_bytes(&fake.reports), "bundle:noetl:drifted ");
}

static void
test_verify__finds_nothing_where_all_is_as_recorded(UNUSED void **state)
{
	assert_true(run());
	assert_int_equal(report.schemas.count, 1);
	assert_int_equal(report.schema_reports[0].expected_count, 1);
	assert_int_equal(report.schema_reports[0].recorded_version, 3);
	assert_int_equal(report.schema_reports[0].broken_count, 0);
	assert_true(report.isolation_was_tried);
	assert_string_equal(text_bytes(&fake.reports), "bundle:noetl:verified ");
	assert_true(verify_judge(&report, &failure));
}

static void
test_verify__says_that_an_owner_is_shut_out_without_waiting(UNUSED void **state)
{
	fake.database.open_failures[0] =
		(struct failure){.kind = FAILURE_DENIED, .reason = REASON_NO_PRIVILEGE};
	fake.database.open_failure_count = 1;
	assert_true(run());
	assert_int_equal(report.findings.count, 1);
	assert_string_equal(report.findings.items[0].object, "database \"noetl\"");
	assert_string_equal(report.findings.items[0].expected, "role \"noetl\" can connect");
	assert_int_equal(report.schema_reports[0].broken_count, 1);
	assert_false(report.isolation_was_tried);
	assert_int_equal(fake.clock.slept_ms, 0);
	assert_int_equal(failure.kind, FAILURE_NONE);
}

static void
test_verify__has_no_report_if_a_login_fails_for_another_reason(UNUSED void **state)
{
	fake.database.open_failures[0] =
		(struct failure){.kind = FAILURE_DENIED, .reason = REASON_AUTHENTICATION_METHOD};
	fake.database.open_failure_count = 1;
	assert_false(run());
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_int_equal(report.schemas.count, 0);
	assert_null(report.schema_reports);
}

static void
test_verify__only_what_is_broken_fails(UNUSED void **state)
{
	find(FINDING_WARNING, "role noetl", NULL);
	find(FINDING_UNMANAGED, "table noetl.x", NULL);
	find(FINDING_NOTE, "schema noetl", NULL);
	assert_true(verify_judge(&report, &failure));
	assert_int_equal(failure.kind, FAILURE_NONE);
}

static void
test_verify__counts_what_is_broken_and_names_each(UNUSED void **state)
{
	find(FINDING_WARNING, "role noetl", NULL);
	find(FINDING_BROKEN, "index noetl.ix_a", NULL);
	find(FINDING_BROKEN, "table noetl.b", "Restore it.");
	assert_false(verify_judge(&report, &failure));
	assert_int_equal(failure.kind, FAILURE_DRIFT);
	assert_memory_equal(failure.message, "2 differences", strlen("2 differences"));
	assert_non_null(strstr(failure.message, "index noetl.ix_a"));
	assert_null(strstr(failure.message, "table noetl.b"));
	assert_non_null(strstr(failure.detail, "index noetl.ix_a"));
	assert_non_null(strstr(failure.detail, "\ntable noetl.b"));
	assert_null(strstr(failure.detail, "role noetl"));
	assert_non_null(strstr(failure.hint, "noetl-schema apply"));
}

static void
test_verify__hands_on_the_hint_of_the_first(UNUSED void **state)
{
	find(FINDING_BROKEN, "index noetl.ix_a", "Wait for the build.");
	find(FINDING_BROKEN, "table noetl.b", NULL);
	assert_false(verify_judge(&report, &failure));
	assert_string_equal(failure.hint, "Wait for the build.");
}

#define VERIFY_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		VERIFY_TEST(test_verify__finds_nothing_where_all_is_as_recorded),
		VERIFY_TEST(test_verify__tells_the_cluster_of_what_it_finds),
		VERIFY_TEST(test_verify__says_that_an_owner_is_shut_out_without_waiting),
		VERIFY_TEST(test_verify__has_no_report_if_a_login_fails_for_another_reason),
		VERIFY_TEST(test_verify__only_what_is_broken_fails),
		VERIFY_TEST(test_verify__counts_what_is_broken_and_names_each),
		VERIFY_TEST(test_verify__hands_on_the_hint_of_the_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
