#include "app/verify/isolation.h"

#include <string.h>

#include "fake_access.h"
#include "fake_application.h"
#include "unit_test.h"

static struct fake_application fake;
static struct fake_access access;
static struct session *session;
static struct finding_list findings;
static struct failure failure;

static int
set_up(UNUSED void **state)
{
	fake_application_init(&fake);
	fake_access_init(&access, &fake.database);
	fake_application_set(&fake, SETTING_POSTGRES_HOST, "db");
	fake_application_set(&fake, SETTING_NOETL_PASSWORD, "owner's");
	fake_application_set(&fake, SETTING_POSTGRES_PASSWORD, "demo's");
	failure = (struct failure){0};
	findings = (struct finding_list){0};
	access.entrances[0] = (struct entrance){.role_exists = true, .database_exists = true};
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

/* The next two logins, of each to the other's database, are answered so. */
static void
answer_logins(enum failure_kind kind, enum failure_reason reason)
{
	for (int index = 1; index <= 2; index++)
	{
		struct failure *answer = &fake.database.open_failures[index];

		(void)fail(answer, kind, "cannot log in to database \"x\" as \"y\": no");
		answer->reason = reason;
	}
	fake.database.open_failure_count = 3;
}

static bool
run(void)
{
	return isolation_verify(&fake.application, session, &findings, &failure);
}

static void
test_isolation__refused_logins_are_the_proof(UNUSED void **state)
{
	answer_logins(FAILURE_DENIED, REASON_NO_PRIVILEGE);
	assert_true(run());
	assert_int_equal(findings.count, 2);
	assert_int_equal(finding_list_count(&findings, FINDING_NOTE), 2);
	assert_non_null(strstr(findings.items[0].found, "cannot connect (tried: no)"));
	assert_int_equal(fake.clock.slept_ms, 0);
}

static void
test_isolation__a_way_in_that_only_this_role_has_breaks_a_expectation(UNUSED void **state)
{
	access.entrances[0].is_permitted = true;
	assert_true(run());
	assert_int_equal(finding_list_count(&findings, FINDING_BROKEN), 2);
}

static void
test_isolation__a_superuser_is_a_warning_unless_isolation_is_required(UNUSED void **state)
{
	access.entrances[0].is_permitted = true;
	access.entrances[0].role_is_superuser = true;
	assert_true(run());
	assert_int_equal(finding_list_count(&findings, FINDING_WARNING), 2);
	finding_list_free(&findings);
	fake_application_set(&fake, SETTING_REQUIRE_ISOLATION, "true");
	assert_true(run());
	assert_int_equal(finding_list_count(&findings, FINDING_BROKEN), 2);
}

static void
test_isolation__what_public_may_was_not_expected_to_be_shut(UNUSED void **state)
{
	access.entrances[0].is_permitted = true;
	access.open_database = "noetl";
	assert_true(run());
	assert_int_equal(finding_list_count(&findings, FINDING_WARNING), 1);
	assert_int_equal(finding_list_count(&findings, FINDING_BROKEN), 1);
}

static void
test_isolation__who_is_not_there_is_isolated(UNUSED void **state)
{
	access.entrances[0].role_exists = false;
	assert_true(run());
	assert_int_equal(finding_list_count(&findings, FINDING_NOTE), 2);
	assert_int_equal(fake.database.open_count, 1);
}

static void
test_isolation__without_the_password_the_catalog_is_believed(UNUSED void **state)
{
	answer_logins(FAILURE_DENIED, REASON_WRONG_PASSWORD);
	assert_true(run());
	assert_int_equal(finding_list_count(&findings, FINDING_NOTE), 2);
	finding_list_free(&findings);
	access.entrances[0].is_permitted = true;
	fake.database.open_count = 1;
	assert_true(run());
	assert_int_equal(finding_list_count(&findings, FINDING_BROKEN), 2);
}

static void
test_isolation__is_unknown_when_the_server_is_lost(UNUSED void **state)
{
	answer_logins(FAILURE_SETTINGS, REASON_NONE);
	assert_true(run());
	finding_list_free(&findings);
	fake_application_set(&fake, SETTING_WAIT_TIMEOUT, "0");
	answer_logins(FAILURE_UNREACHABLE, REASON_NONE);
	fake.database.open_count = 1;
	assert_false(run());
	assert_int_equal(failure.kind, FAILURE_UNREACHABLE);
}

static void
test_isolation__of_a_role_from_itself_cannot_be(UNUSED void **state)
{
	fake_application_set(&fake, SETTING_NOETL_USER, "same");
	fake_application_set(&fake, SETTING_POSTGRES_USER, "same");
	assert_true(run());
	assert_int_equal(finding_list_count(&findings, FINDING_WARNING), 1);
	assert_int_equal(fake.database.open_count, 1);
}

#define ISOLATION_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ISOLATION_TEST(test_isolation__refused_logins_are_the_proof),
		ISOLATION_TEST(test_isolation__a_way_in_that_only_this_role_has_breaks_a_expectation),
		ISOLATION_TEST(test_isolation__a_superuser_is_a_warning_unless_isolation_is_required),
		ISOLATION_TEST(test_isolation__what_public_may_was_not_expected_to_be_shut),
		ISOLATION_TEST(test_isolation__who_is_not_there_is_isolated),
		ISOLATION_TEST(test_isolation__without_the_password_the_catalog_is_believed),
		ISOLATION_TEST(test_isolation__is_unknown_when_the_server_is_lost),
		ISOLATION_TEST(test_isolation__of_a_role_from_itself_cannot_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
