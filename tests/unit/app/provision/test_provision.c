#include "app/provision/provision.h"

#include <string.h>

#include "base/count_of.h"
#include "fake_access.h"
#include "fake_application.h"
#include "fake_catalog.h"
#include "fake_schema.h"
#include "unit_test.h"

static struct fake_application fake;
static struct fake_access access;
static struct fake_catalog catalog;
static struct managed_schema schema;
static struct provision_outcome outcome;
static struct failure failure;

static int
set_up(UNUSED void **state)
{
	fake_application_init(&fake);
	fake_access_init(&access, &fake.database);
	fake_catalog_init(&catalog, &fake.database);
	fake_application_set(&fake, SETTING_POSTGRES_HOST, "db");
	fake_application_set(&fake, SETTING_NOETL_USER, "noetl");
	fake_application_set(&fake, SETTING_NOETL_PASSWORD, "owner's");
	fake_application_set(&fake, SETTING_NOETL_ADMIN_USER, "root");
	fake_application_set(&fake, SETTING_NOETL_ADMIN_PASSWORD, "root's");
	fake_application_set(&fake, SETTING_LOGIN_TIMEOUT, "1s");
	schema = fake_schema();
	outcome = (struct provision_outcome){0};
	failure = (struct failure){0};
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	provision_outcome_free(&outcome);
	fake_application_free(&fake);
	return 0;
}

static bool
run(void)
{
	return provision(&fake.application, &schema, 1, &outcome, &failure);
}

static struct fake_access_row *
add(enum access_subject subject, enum access_class class, const char *found, const char *statement)
{
	return fake_access_add(&access, subject,
	                       (struct access_difference){
							   .class = class,
							   .kind = KIND_ROLE,
							   .identity = (char *)"noetl",
							   .expected = (char *)"LOGIN",
							   .found = (char *)found,
							   .statement = (char *)statement,
							   .hint = (char *)(class == ACCESS_REFUSAL ? "ask root" : NULL),
						   });
}

static int
called(const char *call)
{
	int count = 0;

	for (const char *at = strstr(text_bytes(&fake.database.calls), call); at != NULL;
	     at = strstr(at + 1, call))
		count++;
	return count;
}

static struct failure
login_refused(enum failure_reason reason)
{
	struct failure refused = {0};

	(void)fail(&refused, FAILURE_DENIED, "refused");
	refused.reason = reason;
	return refused;
}

static void
test_provision__changes_nothing_and_takes_no_lock_when_nothing_differs(UNUSED void **state)
{
	assert_true(run());
	assert_int_equal(outcome.change_count, 0);
	assert_int_equal(called("lock_try"), 0);
	assert_int_equal(called("mend"), 0);
	assert_int_equal(called("begin"), 0);
}

static void
test_provision__looks_again_under_the_lock_before_it_changes(UNUSED void **state)
{
	add(ACCESS_DATABASE, ACCESS_CHANGE, ACCESS_ABSENT, "create");
	assert_true(run());
	assert_int_equal(outcome.change_count, 1);
	assert_int_equal(called("mend:create"), 1);

	const char *locked = strstr(text_bytes(&fake.database.calls), "lock_try");

	assert_non_null(locked);
	assert_non_null(strstr(locked, "compare mend:create compare"));
}

static void
test_provision__behind_a_pooler_holds_the_lock_in_a_second_session(UNUSED void **state)
{
	fake.database.is_behind_pooler = true;
	add(ACCESS_DATABASE, ACCESS_CHANGE, ACCESS_ABSENT, "create");
	assert_true(run());
	assert_int_equal(called("mend:create"), 1);
	assert_int_equal(called("lock_try "), 0);

	const char *locked =
		strstr(text_bytes(&fake.database.calls), "open begin lock_try_in_transaction ");

	assert_non_null(locked);

	const char *changed = strstr(locked, "mend:create");

	assert_non_null(changed);
	assert_non_null(strstr(changed, "rollback close "));
}

static void
test_provision__gives_a_new_role_its_password_in_the_same_transaction(UNUSED void **state)
{
	add(ACCESS_ROLE, ACCESS_CHANGE, ACCESS_ABSENT, "create_role");
	assert_true(run());
	assert_non_null(strstr(text_bytes(&fake.database.calls),
	                       "begin mend:create_role set_password:noetl commit"));
	assert_string_equal(access.last_password, "owner's");
	assert_int_equal(outcome.changed_passwords.count, 0);
}

static void
test_provision__rolls_a_role_back_that_it_could_not_finish(UNUSED void **state)
{
	struct fake_access_row *row = add(ACCESS_ROLE, ACCESS_CHANGE, ACCESS_ABSENT, "create_role");

	(void)fail(&row->failure, FAILURE_DENIED, "no");
	assert_false(run());
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_non_null(strstr(text_bytes(&fake.database.calls), "mend:create_role rollback"));
	assert_int_equal(outcome.change_count, 0);
}

static void
test_provision__changes_a_password_only_when_a_login_with_it_is_refused(UNUSED void **state)
{
	/* The administrator logs in, the owner does not: while looking, and under the lock. */
	fake.database.open_failures[1] = login_refused(REASON_WRONG_PASSWORD);
	fake.database.open_failures[2] = login_refused(REASON_WRONG_PASSWORD);
	fake.database.open_failure_count = 3;
	assert_true(run());
	assert_int_equal(called("set_password:noetl"), 1);
	assert_string_equal(catalog.recorded_outcome, "password_changed");
	assert_int_equal(outcome.changed_passwords.count, 0);
	assert_int_equal(fake_application_logged(&fake, "was made the role's password"), 1);
	assert_int_equal(fake_application_logged(&fake, "owner's"), 0);
}

static void
test_provision__leaves_a_password_alone_that_another_copy_set_meanwhile(UNUSED void **state)
{
	fake.database.open_failures[1] = login_refused(REASON_WRONG_PASSWORD);
	fake.database.open_failure_count = 2;
	assert_true(run());
	assert_int_equal(called("lock_try"), 1);
	assert_int_equal(called("set_password"), 0);
}

static void
test_provision__takes_a_refusal_of_the_database_as_proof_of_the_password(UNUSED void **state)
{
	fake.database.open_failures[1] = login_refused(REASON_NO_PRIVILEGE);
	fake.database.open_failure_count = 2;
	assert_true(run());
	assert_int_equal(called("set_password"), 0);
}

static bool
lets_anybody_in(const struct session *session)
{
	(void)session;
	return false;
}

static void
test_provision__asks_what_a_trusting_server_keeps(UNUSED void **state)
{
	static const struct
	{
		enum password_status access;
		int set_count;
	} cases[] = {{PASSWORD_MATCHES, 0}, {PASSWORD_UNKNOWN, 0}, {PASSWORD_DIFFERS, 1}};

	fake.database.session.used_password = lets_anybody_in;
	for (size_t index = 0; index < COUNT_OF(cases); index++)
	{
		text_clear(&fake.database.calls);
		access.password_status = cases[index].access;
		assert_true(run());
		assert_int_equal(called("set_password:noetl"), cases[index].set_count);
	}
}

static void
test_provision__refuses_with_everything_that_is_missing_before_any_change(UNUSED void **state)
{
	add(ACCESS_ROLE, ACCESS_CHANGE, "LOGIN CREATEDB", "alter");
	add(ACCESS_DATABASE, ACCESS_REFUSAL, "owner mallory", NULL);
	add(ACCESS_DATABASE, ACCESS_REFUSAL, "closed", NULL);
	assert_false(run());
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_non_null(strstr(failure.message, "owner mallory"));
	assert_non_null(strstr(failure.detail, "closed"));
	assert_string_equal(failure.hint, "ask root");
	assert_int_equal(called("mend"), 0);
}

static void
test_provision__says_a_warning_once_and_goes_on(UNUSED void **state)
{
	add(ACCESS_ROLE, ACCESS_WARNING, "SUPERUSER", NULL);
	add(ACCESS_SCHEMA, ACCESS_CHANGE, ACCESS_ABSENT, "create_schema");
	assert_true(run());
	assert_int_equal(fake_application_logged(&fake, "SUPERUSER"), 1);
	assert_int_equal(called("mend"), 1);
}

static void
test_provision__warns_when_an_attempt_is_refused(UNUSED void **state)
{
	static struct bundle_extension extension = {.name = (char *)"plpython3u"};

	schema.extensions = &extension;
	schema.extension_count = 1;
	add(ACCESS_EXTENSION, ACCESS_ATTEMPT, ACCESS_ABSENT, "create_extension")->refusal =
		"no such library";
	access.rows[0].is_stubborn = true;
	assert_true(run());
	assert_int_equal(called("mend:create_extension"), 1);
	assert_int_equal(fake_application_logged(&fake, "no such library"), 1);
	assert_int_equal(outcome.change_count, 0);
}

static void
test_provision__looks_anew_when_somebody_without_the_lock_was_faster(UNUSED void **state)
{
	struct fake_access_row *row = add(ACCESS_DATABASE, ACCESS_CHANGE, ACCESS_ABSENT, "create");

	(void)fail(&row->failure, FAILURE_DDL, "database already exists");
	row->failure.reason = REASON_ALREADY_EXISTS;
	assert_true(run());
	assert_int_equal(called("mend:create"), 1);
}

static void
test_provision__names_who_has_not_committed_when_its_time_is_out(UNUSED void **state)
{
	struct fake_access_row *row = add(ACCESS_ROLE, ACCESS_CHANGE, "LOGIN CREATEDB", "alter");

	(void)fail(&row->failure, FAILURE_TRANSIENT, "canceling statement due to lock timeout");
	row->failure.reason = REASON_LOCK_TIMEOUT;
	row->is_stubborn = true;
	fake_application_set(&fake, SETTING_CHANGE_TIMEOUT, "3s");
	assert_false(run());
	assert_int_equal(failure.kind, FAILURE_TRANSIENT);
	assert_non_null(strstr(failure.hint, "user demo"));
	assert_true(called("mend:alter") > 1);
	assert_int_equal(fake.clock.slept_ms, 3000);
}

static void
test_provision__goes_on_without_the_lock_that_a_stranger_holds(UNUSED void **state)
{
	fake.database.lock_busy_count = 1000000;
	fake.database.lock_holder = "pid 42 (psql, user demo)";
	fake.database.lock_holder_is_unrelated = true;
	add(ACCESS_DATABASE, ACCESS_CHANGE, ACCESS_ABSENT, "create");
	assert_true(run());
	assert_int_equal(called("mend:create"), 1);
	assert_int_equal(fake_application_logged(&fake, "user demo"), 1);
	/* Another run may be making a database just now. */
	assert_false(access.last_drops_leftovers);
}

static void
test_provision__does_not_believe_a_change_that_changed_nothing(UNUSED void **state)
{
	add(ACCESS_SCHEMA, ACCESS_CHANGE, "PUBLIC may", "revoke")->is_stubborn = true;
	assert_false(run());
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_non_null(strstr(failure.message, "still differs"));
}

static void
test_provision__tries_template1_when_there_is_no_database_postgres(UNUSED void **state)
{
	fake.database.open_failures[0] = login_refused(REASON_NO_DATABASE);
	fake.database.open_failure_count = 1;
	assert_true(run());
	assert_int_equal(fake.clock.slept_ms, 0);
}

static void
test_provision__waits_for_the_administrators_secret(UNUSED void **state)
{
	for (int index = 0; index < FAKE_OUTCOME_COUNT; index++)
		fake.database.open_failures[index] = login_refused(REASON_WRONG_PASSWORD);
	fake.database.open_failure_count = FAKE_OUTCOME_COUNT;
	assert_false(run());
	assert_int_equal(failure.kind, FAILURE_DENIED);
	assert_in_range(fake.clock.slept_ms, 1000, 1000);
}

static void
test_provision__ends_when_the_lock_is_not_to_be_had(UNUSED void **state)
{
	add(ACCESS_DATABASE, ACCESS_CHANGE, ACCESS_ABSENT, "create");
	fake_application_set(&fake, SETTING_LOCK_WAIT_TIMEOUT, "5s");
	fake.database.lock_busy_count = 1000000;
	assert_false(run());
	assert_int_equal(failure.kind, FAILURE_LOCK_BUSY);
	assert_int_equal(called("mend"), 0);
}

#define PROVISION_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PROVISION_TEST(test_provision__changes_nothing_and_takes_no_lock_when_nothing_differs),
		PROVISION_TEST(test_provision__looks_again_under_the_lock_before_it_changes),
		PROVISION_TEST(test_provision__behind_a_pooler_holds_the_lock_in_a_second_session),
		PROVISION_TEST(test_provision__gives_a_new_role_its_password_in_the_same_transaction),
		PROVISION_TEST(test_provision__rolls_a_role_back_that_it_could_not_finish),
		PROVISION_TEST(test_provision__changes_a_password_only_when_a_login_with_it_is_refused),
		PROVISION_TEST(test_provision__leaves_a_password_alone_that_another_copy_set_meanwhile),
		PROVISION_TEST(test_provision__takes_a_refusal_of_the_database_as_proof_of_the_password),
		PROVISION_TEST(test_provision__asks_what_a_trusting_server_keeps),
		PROVISION_TEST(test_provision__refuses_with_everything_that_is_missing_before_any_change),
		PROVISION_TEST(test_provision__says_a_warning_once_and_goes_on),
		PROVISION_TEST(test_provision__warns_when_an_attempt_is_refused),
		PROVISION_TEST(test_provision__looks_anew_when_somebody_without_the_lock_was_faster),
		PROVISION_TEST(test_provision__names_who_has_not_committed_when_its_time_is_out),
		PROVISION_TEST(test_provision__goes_on_without_the_lock_that_a_stranger_holds),
		PROVISION_TEST(test_provision__does_not_believe_a_change_that_changed_nothing),
		PROVISION_TEST(test_provision__tries_template1_when_there_is_no_database_postgres),
		PROVISION_TEST(test_provision__waits_for_the_administrators_secret),
		PROVISION_TEST(test_provision__ends_when_the_lock_is_not_to_be_had),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
