#include "app/converge/shadow.h"

#include "fake_run.h"
#include "unit_test.h"

static struct fake_run fake;

static int
set_up(UNUSED void **state)
{
	fake_run_init(&fake);
	fake_run_open(&fake);
	fake_run_set_statements(&fake, &(const enum statement_class){STATEMENT_TRANSACTIONAL}, 1);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_run_free(&fake);
	return 0;
}

static bool is_known;

static size_t
read_desired(void)
{
	cleanup_definitions struct definitions desired = {0};

	is_known = false;
	return shadow_read_desired(&fake.run, &desired, &is_known, &fake.failure)
	           ? definitions_count(&desired)
	           : 0;
}

static void
test_shadow__is_built_beside_the_schema_and_rolled_back(UNUSED void **state)
{
	assert_int_equal(read_desired(), 1);
	assert_true(is_known);
	assert_string_equal(fake_run_calls(&fake),
	                    "savepoint rename_schema_away create_schema set_schema:noetl run:0+1 "
	                    "definitions rollback_to_savepoint ");
	assert_int_equal(fake.run.result.statement_count, 0);
}

static void
test_shadow__is_done_without_where_the_owner_may_not_rename(UNUSED void **state)
{
	fake.catalog.rename_failure = (struct failure){
		.kind = FAILURE_DENIED, .reason = REASON_NO_PRIVILEGE, .message = "permission denied"};
	assert_int_equal(read_desired(), 0);
	assert_int_equal(fake.failure.kind, FAILURE_NONE);
	assert_false(is_known);
	assert_true(fake_run_called(&fake, "rename_schema_away rollback_to_savepoint"));
	assert_int_equal(fake_application_logged(&fake.fake, "permission denied"), 1);
}

static void
test_shadow__does_not_stand_for_what_the_change_would_meet_too(UNUSED void **state)
{
	fake.catalog.script_failures[0] = (struct failure){
		.kind = FAILURE_TRANSIENT, .reason = REASON_LOCK_TIMEOUT, .message = "timeout"};
	fake.catalog.script_failure_count = 1;
	assert_int_equal(read_desired(), 0);
	assert_int_equal(fake.failure.reason, REASON_LOCK_TIMEOUT);
	assert_false(fake_run_called(&fake, "rollback_to_savepoint"));
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_shadow__is_built_beside_the_schema_and_rolled_back),
		RUN_TEST(test_shadow__is_done_without_where_the_owner_may_not_rename),
		RUN_TEST(test_shadow__does_not_stand_for_what_the_change_would_meet_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
