#include "app/apply/schema_sequence.h"

#include <stdlib.h>
#include <string.h>

#include "app/apply/schema_session.h"
#include "base/memory.h"
#include "fake_access.h"
#include "fake_application.h"
#include "fake_catalog.h"
#include "unit_test.h"

static struct fake_application fake;
static struct fake_catalog catalog;
static struct script script;
static struct managed_schema schema;
static struct failure failure;

static int
set_up(void **state)
{
	(void)state;
	fake_application_init(&fake);
	fake_catalog_init(&catalog, &fake.database);
	fake_application_set_owner(&fake);
	fake_application_set(&fake, SETTING_WAIT_TIMEOUT, "10s");
	fake_application_set(&fake, SETTING_CHANGE_TIMEOUT, "60s");
	script = (struct script){
		.name = memory_copy_text("a.sql"), .text = memory_copy_text("select 1"), .length_bytes = 8};
	schema = (struct managed_schema){
		.bundle = (char *)"noetl",
		.part = (char *)"noetl",
		.source = (char *)"bundle:noetl",
		.database = (char *)"noetl",
		.name = (char *)"noetl",
		.owner = (char *)"noetl",
		.ledger_schema = (char *)"noetl_ledger",
		.version = 3,
		.checksum = "c3",
		.scripts = &script,
		.script_count = 1,
	};
	failure = (struct failure){0};
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	free(script.name);
	free(script.text);
	free(script.statements);
	fake_application_free(&fake);
	return 0;
}

static const struct observed_state nothing_there = {.server_version_num = 150000};
static const struct observed_state as_recorded = {
	.schema_exists = true,
	.ledger_exists = true,
	.is_recorded = true,
	.recorded_version = 3,
	.recorded_checksum = "c3",
	.recorded_fingerprint = "f",
	.fingerprint = "f",
};

static struct observed_state
observe_with_fingerprint(const char *fingerprint)
{
	struct observed_state observed = as_recorded;

	memcpy(observed.fingerprint, fingerprint, strlen(fingerprint) + 1);
	return observed;
}

static bool
run_schema(void)
{
	struct schema_queue queue = {.schemas = &schema, .count = 1};
	struct schema_session connection = {0};
	bool is_done = schema_sequence_run(&fake.application, &queue, 0, &connection, &failure);

	schema_session_close(&fake.application, &connection);
	assert_int_equal(fake.database.open_session_count, 0);
	return is_done;
}

static bool
was_called(const char *call)
{
	return strstr(text_bytes(&fake.database.calls), call) != NULL;
}

static void
test_schema_sequence__does_nothing_when_all_is_as_recorded(void **state)
{
	(void)state;
	catalog.observations[0] = as_recorded;
	assert_true(run_schema());
	assert_string_equal(text_bytes(&fake.database.calls), "open look close ");
	assert_string_equal(text_bytes(&fake.reports), "Unchanged ");
}

static void
test_schema_sequence__provisions_a_database_that_is_open_if_asked(void **state)
{
	struct fake_access access;

	(void)state;
	fake_access_init(&access, &fake.database);
	fake_application_set(&fake, SETTING_NOETL_ADMIN_USER, "root");
	fake_application_set(&fake, SETTING_NOETL_ADMIN_PASSWORD, "root's");
	catalog.observations[0] = as_recorded;
	catalog.observations[0].is_open_to_public = true;
	assert_true(run_schema());
	assert_false(was_called("compare"));
	fake_application_set(&fake, SETTING_ENSURE_ROLE, "true");
	assert_true(run_schema());
	assert_true(was_called("compare"));
}

static void
test_schema_sequence__leaves_a_newer_version_alone(void **state)
{
	(void)state;
	catalog.observations[0] = as_recorded;
	catalog.observations[0].recorded_version = 4;
	assert_true(run_schema());
	assert_string_equal(text_bytes(&fake.database.calls), "open look close ");
	assert_string_equal(text_bytes(&fake.reports), "Superseded ");
	assert_int_equal(fake_application_logged(&fake, "superseded"), 1);
}

static void
test_schema_sequence__creates_in_one_transaction_and_records_what_it_made(void **state)
{
	(void)state;
	catalog.observations[0] = nothing_there;
	assert_true(run_schema());
	assert_string_equal(text_bytes(&fake.database.calls),
	                    "open look lock_try look scan begin ensure create_schema set_schema:noetl "
	                    "run:0+1 definitions fingerprint record commit lock_release close ");
	assert_string_equal(catalog.recorded_outcome, "created");
	assert_int_equal(catalog.recorded_expectation_count, 1);
}

static void
test_schema_sequence__does_nothing_when_another_copy_was_faster(void **state)
{
	(void)state;
	catalog.observations[0] = nothing_there;
	catalog.observations[1] = as_recorded;
	catalog.observation_count = 2;
	assert_true(run_schema());
	assert_false(was_called("begin"));
	assert_true(was_called("lock_release"));
}

static void
test_schema_sequence__runs_nothing_when_only_the_fingerprint_moved(void **state)
{
	(void)state;
	catalog.observations[0] = observe_with_fingerprint("g");
	assert_true(run_schema());
	assert_false(was_called("run:"));
	assert_string_equal(catalog.recorded_outcome, "verified");
	assert_int_equal(catalog.recorded_expectation_count, -1);
}

static void
test_schema_sequence__fixs_what_the_script_can_fix(void **state)
{
	(void)state;
	catalog.observations[0] = observe_with_fingerprint("g");
	catalog.expected = "index s.i 1, table s.a 1";
	catalog.definitions[0] = "table s.a 1";
	catalog.definitions[1] = "index s.i 1, table s.a 1";
	catalog.definitions_count = 2;
	assert_true(run_schema());
	assert_string_equal(catalog.recorded_outcome, "changed");
	assert_int_equal(catalog.recorded_expectation_count, 2);
}

static void
test_schema_sequence__rolls_back_and_names_what_it_cannot_fix(void **state)
{
	(void)state;
	catalog.observations[0] = observe_with_fingerprint("g");
	catalog.expected = "column s.a.c 1, table s.a 1";
	assert_false(run_schema());
	assert_int_equal(failure.kind, FAILURE_DRIFT);
	assert_non_null(strstr(failure.detail, "missing: column s.a.c"));
	assert_true(was_called("rollback"));
	assert_false(was_called("commit"));
	assert_true(was_called("lock_release"));
}

static void
test_schema_sequence__blames_drift_when_known_ddl_is_refused(void **state)
{
	(void)state;
	catalog.observations[0] = observe_with_fingerprint("g");
	catalog.expected = "column s.a.c 1, table s.a 1";
	catalog.script_failures[0] =
		(struct failure){.kind = FAILURE_DDL, .sqlstate = "42703", .message = "no column c"};
	catalog.script_failure_count = 1;
	assert_false(run_schema());
	assert_int_equal(failure.kind, FAILURE_DRIFT);
	assert_non_null(strstr(failure.message, "no column c"));
	assert_non_null(strstr(failure.detail, "missing: column s.a.c"));
}

static void
test_schema_sequence__undoes_the_run_that_shows_a_file_to_be_at_its_end(void **state)
{
	(void)state;
	schema.is_file = true;
	catalog.observations[0] = nothing_there;
	catalog.definitions[0] = "table s.a 1";
	assert_true(run_schema());
	assert_true(was_called("run:0+1 definitions savepoint set_schema:noetl run:0+1 definitions "
	                       "rollback_to_savepoint"));
}

static void
test_schema_sequence__keeps_a_further_run_of_a_file_that_changed_something(void **state)
{
	(void)state;
	schema.is_file = true;
	catalog.observations[0] = nothing_there;
	catalog.definitions[0] = "view s.v 1";
	catalog.definitions[1] = "view s.v 2";
	catalog.definitions_count = 2;
	assert_true(run_schema());
	assert_true(was_called("definitions release_savepoint savepoint"));
	assert_true(was_called("definitions rollback_to_savepoint"));
}

static void
test_schema_sequence__takes_a_file_that_cannot_be_repeated_for_whole(void **state)
{
	(void)state;
	schema.is_file = true;
	catalog.observations[0] = nothing_there;
	catalog.definitions[0] = "table s.a 1";
	catalog.script_failures[1] =
		(struct failure){.kind = FAILURE_DDL, .sqlstate = "42P07", .message = "already exists"};
	catalog.script_failure_count = 2;
	assert_true(run_schema());
	assert_true(was_called("rollback_to_savepoint"));
	assert_int_equal(fake_application_logged(&fake, "cannot be run twice"), 1);
	assert_string_equal(catalog.recorded_outcome, "created");
}

static void
test_schema_sequence__holds_an_unknown_schema_against_a_shadow(void **state)
{
	(void)state;
	catalog.observations[0] = (struct observed_state){.schema_exists = true, .fingerprint = "g"};
	catalog.definitions[0] = "table s.a 1";
	catalog.definitions[1] = "table s.a 1, table s.theirs 1";
	catalog.definitions_count = 2;
	assert_true(run_schema());
	assert_true(was_called("savepoint rename_schema_away create_schema set_schema:noetl run:0+1 "
	                       "definitions rollback_to_savepoint"));
	assert_string_equal(catalog.recorded_outcome, "adopted");
	assert_int_equal(catalog.recorded_expectation_count, 1);
}

static void
test_schema_sequence__goes_on_without_a_shadow_where_the_owner_may_not_rename(void **state)
{
	(void)state;
	catalog.observations[0] = (struct observed_state){.schema_exists = true, .fingerprint = "g"};
	catalog.rename_failure =
		(struct failure){.kind = FAILURE_DENIED, .reason = REASON_NO_PRIVILEGE};
	assert_true(run_schema());
	assert_true(was_called("rollback_to_savepoint set_schema:noetl run:0+1"));
	assert_string_equal(catalog.recorded_outcome, "adopted");
}

static void
test_schema_sequence__tries_again_after_lock_timeout(void **state)
{
	(void)state;
	catalog.observations[0] = nothing_there;
	catalog.script_failures[0] = (struct failure){
		.kind = FAILURE_TRANSIENT, .reason = REASON_LOCK_TIMEOUT, .message = "timeout"};
	catalog.script_failure_count = 1;
	assert_true(run_schema());
	assert_int_equal(catalog.script_run_count, 2);
	assert_int_equal(fake.database.open_count, 1);
	assert_int_equal(fake_application_logged(&fake, "attempt 1 was undone"), 1);
	assert_int_equal(fake_application_logged(&fake, "in the way: pid 43"), 1);
	assert_int_equal(fake_application_logged(&fake, "2 attempts"), 1);
}

static void
test_schema_sequence__gives_up_when_the_budget_for_retries_is_spent(void **state)
{
	(void)state;
	catalog.observations[0] = nothing_there;
	fake_application_set(&fake, SETTING_CHANGE_TIMEOUT, "1ms");
	catalog.script_failures[1] = catalog.script_failures[0] = (struct failure){
		.kind = FAILURE_TRANSIENT, .reason = REASON_DEADLOCK, .message = "deadlock"};
	catalog.script_failure_count = 2;
	assert_false(run_schema());
	assert_int_equal(failure.kind, FAILURE_TRANSIENT);
	assert_non_null(strstr(failure.message, "gave up after 2 attempts"));
}

static void
test_schema_sequence__logs_in_again_after_a_lost_connection(void **state)
{
	(void)state;
	catalog.observations[0] = nothing_there;
	catalog.script_failures[0] = (struct failure){
		.kind = FAILURE_TRANSIENT, .connection_lost = true, .message = "server closed"};
	catalog.script_failure_count = 1;
	assert_true(run_schema());
	assert_int_equal(fake.database.open_count, 2);
	assert_false(was_called("rollback"));
}

static void
test_schema_sequence__does_not_repeat_what_the_server_refused(void **state)
{
	(void)state;
	catalog.observations[0] = nothing_there;
	catalog.script_failures[0] =
		(struct failure){.kind = FAILURE_DDL, .sqlstate = "42601", .message = "syntax"};
	catalog.script_failure_count = 1;
	assert_false(run_schema());
	assert_int_equal(failure.kind, FAILURE_DDL);
	assert_int_equal(catalog.script_run_count, 1);
	assert_true(was_called("rollback"));
}

static void
test_schema_sequence__believes_the_ledger_when_the_answer_to_commit_is_lost(void **state)
{
	struct observed_state after = as_recorded;

	(void)state;
	catalog.observations[0] = nothing_there;
	catalog.observations[1] = nothing_there;
	memcpy(after.recorded_run, "00000000-0000-4000-8000-000000000001", 37);
	catalog.observations[2] = after;
	catalog.observation_count = 3;
	catalog.script_failures[0] = (struct failure){
		.kind = FAILURE_TRANSIENT, .connection_lost = true, .message = "server closed"};
	catalog.script_failure_count = 1;
	assert_true(run_schema());
	assert_int_equal(fake_application_logged(&fake, "the answer was lost"), 1);
}

static void
test_schema_sequence__takes_the_lock_inside_the_transaction_behind_a_pooler(void **state)
{
	(void)state;
	catalog.observations[0] = nothing_there;
	catalog.observations[0].is_behind_pooler = true;
	assert_true(run_schema());
	assert_true(was_called("look begin lock_try_in_transaction look scan ensure"));
	assert_false(was_called("lock_release"));
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_schema_sequence__does_nothing_when_all_is_as_recorded),
		RUN_TEST(test_schema_sequence__provisions_a_database_that_is_open_if_asked),
		RUN_TEST(test_schema_sequence__leaves_a_newer_version_alone),
		RUN_TEST(test_schema_sequence__creates_in_one_transaction_and_records_what_it_made),
		RUN_TEST(test_schema_sequence__does_nothing_when_another_copy_was_faster),
		RUN_TEST(test_schema_sequence__runs_nothing_when_only_the_fingerprint_moved),
		RUN_TEST(test_schema_sequence__fixs_what_the_script_can_fix),
		RUN_TEST(test_schema_sequence__rolls_back_and_names_what_it_cannot_fix),
		RUN_TEST(test_schema_sequence__blames_drift_when_known_ddl_is_refused),
		RUN_TEST(test_schema_sequence__undoes_the_run_that_shows_a_file_to_be_at_its_end),
		RUN_TEST(test_schema_sequence__keeps_a_further_run_of_a_file_that_changed_something),
		RUN_TEST(test_schema_sequence__takes_a_file_that_cannot_be_repeated_for_whole),
		RUN_TEST(test_schema_sequence__holds_an_unknown_schema_against_a_shadow),
		RUN_TEST(test_schema_sequence__goes_on_without_a_shadow_where_the_owner_may_not_rename),
		RUN_TEST(test_schema_sequence__tries_again_after_lock_timeout),
		RUN_TEST(test_schema_sequence__gives_up_when_the_budget_for_retries_is_spent),
		RUN_TEST(test_schema_sequence__logs_in_again_after_a_lost_connection),
		RUN_TEST(test_schema_sequence__does_not_repeat_what_the_server_refused),
		RUN_TEST(test_schema_sequence__believes_the_ledger_when_the_answer_to_commit_is_lost),
		RUN_TEST(test_schema_sequence__takes_the_lock_inside_the_transaction_behind_a_pooler),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
