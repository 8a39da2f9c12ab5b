#include "app/converge/shadow.h"

#include <string.h>

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

static struct failure refusal;

static size_t
read_desired(void)
{
	cleanup_desired_state struct desired_state desired = {.wants_facts = false};

	return shadow_read_desired(&fake.run, &desired, &refusal, &fake.failure)
	           ? definitions_count(&desired.definitions)
	           : 0;
}

static void
test_shadow__is_built_beside_the_schema_and_rolled_back(UNUSED void **state)
{
	assert_int_equal(read_desired(), 1);
	assert_int_equal(refusal.kind, FAILURE_NONE);
	assert_string_equal(fake_run_calls(&fake), "savepoint make_room set_schema:noetl run:0+1 "
	                                           "definitions rollback_to_savepoint ");
	assert_int_equal(fake.run.result.statement_count, 0);
}

static const struct failure denied = {
	.kind = FAILURE_DENIED, .reason = REASON_NO_PRIVILEGE, .message = "permission denied"};

static void
test_shadow__is_built_in_place_where_the_owner_may_not_rename(UNUSED void **state)
{
	fake.catalog.rename_failure = denied;
	assert_int_equal(read_desired(), 1);
	assert_int_equal(refusal.kind, FAILURE_NONE);
	assert_string_equal(fake_run_calls(&fake),
	                    "savepoint make_room rollback_to_savepoint savepoint contents "
	                    "empty:noetl:but_extensions set_schema:noetl run:0+1 definitions "
	                    "rollback_to_savepoint ");
	assert_int_equal(fake_application_logged(&fake.fake, "ACCESS EXCLUSIVE"), 1);
}

static const struct name_list *
read_selected(struct desired_state *desired)
{
	cleanup_definitions struct definitions live = {0};

	desired->wants_facts = true;
	desired->live_definitions = &live;
	assert_true(shadow_read_desired(&fake.run, desired, &refusal, &fake.failure));
	return fact_selection_relations(&desired->selection);
}

static void
test_shadow__tells_facts_of_what_differs_where_the_live_side_was_put_aside(UNUSED void **state)
{
	cleanup_desired_state struct desired_state desired = {.wants_facts = true};

	assert_non_null(read_selected(&desired));
	assert_true(fake_run_called(&fake, "find_changed facts reparse"));
}

static void
test_shadow__tells_all_facts_in_place(UNUSED void **state)
{
	cleanup_desired_state struct desired_state desired = {.wants_facts = true};

	fake.catalog.rename_failure = denied;
	assert_null(read_selected(&desired));
	assert_false(fake_run_called(&fake, "find_changed"));
}

static void
test_shadow__tells_why_there_is_none_in_place_either(UNUSED void **state)
{
	fake.catalog.rename_failure = denied;
	fake.catalog.empty_failure = denied;
	assert_int_equal(read_desired(), 0);
	assert_int_equal(fake.failure.kind, FAILURE_NONE);
	assert_int_equal(refusal.reason, REASON_NO_PRIVILEGE);
	assert_true(fake_run_called(&fake, "but_extensions rollback_to_savepoint"));
}

static void
test_shadow__drops_nothing_that_is_outside(UNUSED void **state)
{
	fake.catalog.rename_failure = denied;
	fake.catalog.dependent = "view other.v";
	assert_int_equal(read_desired(), 0);
	assert_int_equal(refusal.kind, FAILURE_DENIED);
	assert_non_null(strstr(refusal.detail, "view other.v"));
	assert_false(fake_run_called(&fake, "empty"));
}

static void
test_shadow__runs_what_cannot_be_in_a_transaction_without_its_word(UNUSED void **state)
{
	const enum statement_class classes[] = {STATEMENT_TRANSACTIONAL, STATEMENT_OUTSIDE,
	                                        STATEMENT_TRANSACTIONAL};

	fake_run_set_statements(&fake, classes, 3);
	assert_int_equal(read_desired(), 1);
	assert_true(fake_run_called(&fake, "set_schema:noetl run:0+3 definitions"));
	assert_int_equal(fake.script.statements[1].class, STATEMENT_OUTSIDE);
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
		RUN_TEST(test_shadow__is_built_in_place_where_the_owner_may_not_rename),
		RUN_TEST(test_shadow__tells_facts_of_what_differs_where_the_live_side_was_put_aside),
		RUN_TEST(test_shadow__tells_all_facts_in_place),
		RUN_TEST(test_shadow__tells_why_there_is_none_in_place_either),
		RUN_TEST(test_shadow__drops_nothing_that_is_outside),
		RUN_TEST(test_shadow__runs_what_cannot_be_in_a_transaction_without_its_word),
		RUN_TEST(test_shadow__does_not_stand_for_what_the_change_would_meet_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
