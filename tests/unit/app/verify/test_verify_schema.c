#include "app/verify/verify_schema.h"

#include <stdio.h>
#include <string.h>

#include "fake_access.h"
#include "fake_application.h"
#include "fake_catalog.h"
#include "fake_schema.h"
#include "unit_test.h"

static struct fake_application fake;
static struct fake_access access;
static struct fake_catalog catalog;
static struct managed_schema schema;
static struct session *session;
static struct finding_list findings;
static struct verify_schema_report report;
static struct failure failure;

static int
set_up(UNUSED void **state)
{
	fake_application_init(&fake);
	fake_access_init(&access, &fake.database);
	fake_catalog_init(&catalog, &fake.database);
	fake_application_set(&fake, SETTING_POSTGRES_HOST, "db");
	schema = fake_schema();
	catalog.observations[0] = (struct observed_state){.schema_exists = true,
	                                                  .ledger_exists = true,
	                                                  .is_recorded = true,
	                                                  .recorded_version = 3,
	                                                  .recorded_checksum = "c3"};
	catalog.observation_count = 1;
	catalog.expected = "role noetl 1, table noetl.a 1";
	catalog.definitions[0] = "role noetl 1, table noetl.a 1";
	report = (struct verify_schema_report){.schema = &schema};
	findings = (struct finding_list){0};
	failure = (struct failure){0};
	session = fake_application_open(&fake);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_application_close(&fake, session);
	finding_list_free(&findings);
	fake_application_free(&fake);
	return 0;
}

static bool
run(void)
{
	struct verify_work work = {.application = &fake.application,
	                           .session = session,
	                           .report = &report,
	                           .findings = &findings};

	return verify_schema(&work, &failure);
}

static void
test_verify_schema__finds_nothing_where_all_is_as_expected(UNUSED void **state)
{
	assert_true(run());
	assert_int_equal(findings.count, 0);
	assert_int_equal(report.expected_count, 2);
	assert_non_null(strstr(text_bytes(&fake.database.calls), "rollback"));
	assert_null(strstr(text_bytes(&fake.database.calls), "commit"));
}

static void
test_verify_schema__names_what_is_gone_changed_and_nobodys(UNUSED void **state)
{
	catalog.expected = "index noetl.i 1, table noetl.a 1";
	catalog.definitions[0] = "table noetl.a 2, view noetl.v 1";
	assert_true(run());
	assert_int_equal(findings.count, 3);
	assert_string_equal(findings.items[0].object, "index noetl.i");
	assert_string_equal(findings.items[0].found, "absent");
	assert_int_equal(findings.items[1].class, FINDING_BROKEN);
	assert_string_equal(findings.items[1].found, "the live definition of noetl.a");
	assert_int_equal(findings.items[2].class, FINDING_UNMANAGED);
	assert_int_equal(report.broken_count, 2);
}

static void
test_verify_schema__leaves_out_what_another_source_expected(UNUSED void **state)
{
	catalog.definitions[0] = "role noetl 1, table noetl.a 1, table noetl.b 1, table noetl.c 1";
	catalog.expected_elsewhere = "table noetl.b 2";
	assert_true(run());
	assert_int_equal(findings.count, 1);
	assert_int_equal(findings.items[0].class, FINDING_UNMANAGED);
	assert_string_equal(findings.items[0].object, "table noetl.c");
}

static void
test_verify_schema__warns_when_other_ddl_was_applied_last(UNUSED void **state)
{
	(void)snprintf(catalog.observations[0].recorded_checksum,
	               sizeof catalog.observations[0].recorded_checksum, "c2");
	assert_true(run());
	assert_int_equal(findings.count, 1);
	assert_int_equal(findings.items[0].class, FINDING_WARNING);
	assert_string_equal(findings.items[0].expected, "this DDL");
}

static void
test_verify_schema__tells_a_changed_role_in_words_and_once(UNUSED void **state)
{
	catalog.definitions[0] = "role noetl 2, table noetl.a 1";
	fake_access_add(&access, ACCESS_ROLE,
	                (struct access_difference){.class = ACCESS_CHANGE,
	                                           .kind = KIND_ROLE,
	                                           .identity = (char *)"noetl",
	                                           .expected = (char *)"LOGIN",
	                                           .found = (char *)"LOGIN CREATEDB"});
	assert_true(run());
	assert_int_equal(findings.count, 1);
	assert_int_equal(findings.items[0].class, FINDING_BROKEN);
	assert_string_equal(findings.items[0].found, "LOGIN CREATEDB");
	assert_non_null(strstr(findings.items[0].hint, "--ensure-role"));
}

static void
test_verify_schema__warns_of_what_was_so_when_it_was_expected(UNUSED void **state)
{
	fake_access_add(&access, ACCESS_DATABASE,
	                (struct access_difference){.class = ACCESS_CHANGE,
	                                           .kind = KIND_DATABASE,
	                                           .identity = (char *)"noetl",
	                                           .expected = (char *)"PUBLIC may not enter",
	                                           .found = (char *)"PUBLIC has CONNECT"});
	assert_true(run());
	assert_int_equal(finding_list_count(&findings, FINDING_WARNING), 1);
	finding_list_free(&findings);
	fake_application_set(&fake, SETTING_REQUIRE_ISOLATION, "true");
	assert_true(run());
	assert_int_equal(finding_list_count(&findings, FINDING_BROKEN), 1);
}

static void
test_verify_schema__checks_documented_columns(UNUSED void **state)
{
	static struct column_requirement required_columns[] = {
		{.column = (char *)"event_log.timestamp", .not_null = true, .has_default = true},
		{.column = (char *)"event_log.gone", .not_null = true},
		{.column = (char *)"event_log.fine", .not_null = true},
	};

	schema.required_columns = required_columns;
	schema.required_column_count = 3;
	access.columns[0] = (struct column_status){.exists = true};
	access.columns[2] = (struct column_status){.exists = true, .is_not_null = true};
	assert_true(run());
	assert_int_equal(findings.count, 3);
	assert_string_equal(findings.items[0].found, "nullable");
	assert_string_equal(findings.items[1].found, "no default");
	assert_string_equal(findings.items[2].found, "absent");
}

static void
test_verify_schema__does_not_judge_a_newer_version_by_an_older_bundle(UNUSED void **state)
{
	static struct column_requirement required_columns[] = {{.column = (char *)"event_log.gone"}};

	schema.required_columns = required_columns;
	schema.required_column_count = 1;
	catalog.observations[0].recorded_version = 4;
	assert_true(run());
	assert_int_equal(findings.count, 1);
	assert_int_equal(findings.items[0].class, FINDING_WARNING);
}

static void
test_verify_schema__says_once_that_a_schema_is_gone(UNUSED void **state)
{
	catalog.observations[0].schema_exists = false;
	catalog.definitions[0] = "";
	assert_true(run());
	assert_int_equal(findings.count, 1);
	assert_string_equal(findings.items[0].object, "schema \"noetl\"");
}

#define VERIFY_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		VERIFY_TEST(test_verify_schema__finds_nothing_where_all_is_as_expected),
		VERIFY_TEST(test_verify_schema__names_what_is_gone_changed_and_nobodys),
		VERIFY_TEST(test_verify_schema__leaves_out_what_another_source_expected),
		VERIFY_TEST(test_verify_schema__warns_when_other_ddl_was_applied_last),
		VERIFY_TEST(test_verify_schema__tells_a_changed_role_in_words_and_once),
		VERIFY_TEST(test_verify_schema__warns_of_what_was_so_when_it_was_expected),
		VERIFY_TEST(test_verify_schema__checks_documented_columns),
		VERIFY_TEST(test_verify_schema__does_not_judge_a_newer_version_by_an_older_bundle),
		VERIFY_TEST(test_verify_schema__says_once_that_a_schema_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
