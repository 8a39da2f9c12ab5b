#include "app/apply/expectation.h"

#include <string.h>

#include "fake_run.h"
#include "unit_test.h"

static struct fake_run fake;
static struct expectation expectation;

static int
set_up(UNUSED void **state)
{
	fake_run_init(&fake);
	fake_run_open(&fake);
	fake_run_set_statements(&fake, &(const enum statement_class){STATEMENT_TRANSACTIONAL}, 1);
	fake.run.observed = fake_as_recorded;
	expectation = (struct expectation){.is_known = false};
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	expectation_free(&expectation);
	fake_run_free(&fake);
	return 0;
}

static void
test_expectation__is_what_is_recorded_of_the_same_ddl(UNUSED void **state)
{
	fake.catalog.expected = "index s.i 1, table s.a 1";
	assert_true(expectation_learn(&fake.run, &expectation, &fake.failure));
	assert_true(expectation.is_known);
	assert_false(expectation.is_renewed);
	assert_int_equal(definitions_count(&expectation.definitions), 2);
	assert_string_equal(fake_run_calls(&fake), "promised ");
}

static void
test_expectation__is_what_a_shadow_of_other_ddl_shows(UNUSED void **state)
{
	fake.schema.checksum[0] = 'd';
	assert_true(expectation_learn(&fake.run, &expectation, &fake.failure));
	assert_true(expectation.is_known);
	assert_string_equal(expectation.recorded.objects.items[0].identity, "s.a");
	assert_true(fake_run_called(&fake, "make_room"));
}

static void
test_expectation__is_a_shadow_where_the_record_cannot_be_compared(UNUSED void **state)
{
	fake.run.observed.record_is_incomparable = true;
	assert_true(expectation_learn(&fake.run, &expectation, &fake.failure));
	assert_true(fake_run_called(&fake, "make_room"));
}

static void
test_expectation__takes_roles_as_provisioning_has_just_made_them(UNUSED void **state)
{
	fake.run.is_provisioned = true;
	fake.catalog.expected = "role noetl 1, table s.a 1";
	fake.catalog.definitions[0] = "role noetl 2, table s.a 2";
	assert_true(expectation_learn(&fake.run, &expectation, &fake.failure));
	assert_true(expectation.is_renewed);
	assert_string_equal(expectation.definitions.access.items[0].hash, "2");
	assert_string_equal(expectation.definitions.objects.items[0].hash, "1");
}

static bool
check_live(void)
{
	bool is_met = false;

	assert_true(expectation_learn(&fake.run, &expectation, &fake.failure));
	assert_true(expectation_check_live(&fake.run, &expectation, &is_met, &fake.failure));
	return is_met;
}

static void
test_expectation__is_met_when_only_the_fingerprint_moved(UNUSED void **state)
{
	assert_true(check_live());
	assert_int_equal(fake.run.result.object_count, 1);
}

static void
test_expectation__is_not_met_by_a_schema_that_lacks_something(UNUSED void **state)
{
	fake.catalog.expected = "column s.a.c 1, table s.a 1";
	assert_false(check_live());
	assert_int_equal(expectation.drift.kind, FAILURE_DRIFT);
	assert_int_equal(fake.failure.kind, FAILURE_NONE);
}

static void
test_expectation__is_not_asked_whether_it_is_met_with_force(UNUSED void **state)
{
	fake_application_set(&fake.fake, SETTING_FORCE, "true");
	assert_false(check_live());
	assert_string_equal(fake_run_calls(&fake), "promised ");
}

static bool
prove_without_a_shadow(const char *before, const char *after)
{
	cleanup_definitions struct definitions live = fake_definition_list(after);

	fake.schema.checksum[0] = 'd';
	fake.catalog.rename_failure = (struct failure){
		.kind = FAILURE_DENIED, .reason = REASON_NO_PRIVILEGE, .message = "permission denied"};
	fake.catalog.empty_failure = fake.catalog.rename_failure;
	fake.catalog.expected = "column s.a.c 1, table s.a 1";
	fake.catalog.definitions[0] = before;
	assert_true(expectation_learn(&fake.run, &expectation, &fake.failure));
	assert_false(expectation.is_known);
	return expectation_prove(&fake.run, &expectation, &live, &fake.failure);
}

static void
test_expectation__is_not_proved_where_nothing_is_known(UNUSED void **state)
{
	assert_false(prove_without_a_shadow("column s.a.c 1, table s.a 1", "table s.a 2"));
	assert_int_equal(fake.failure.kind, FAILURE_DENIED);
	assert_non_null(strstr(fake.failure.message, "permission denied"));
	assert_non_null(strstr(fake.failure.hint, "needs CREATE on database"));
}

static void
test_expectation__names_what_was_broken_before_and_still_is(UNUSED void **state)
{
	assert_false(prove_without_a_shadow("table s.a 1", "table s.a 2"));
	assert_int_equal(fake.failure.kind, FAILURE_DRIFT);
	assert_string_equal(fake.failure.detail, "missing: column s.a.c");
}

static void
test_expectation__of_a_schema_without_scripts_is_what_provisioning_made(UNUSED void **state)
{
	fake.schema.checksum[0] = 'd';
	fake.schema.script_count = 0;
	assert_true(expectation_learn(&fake.run, &expectation, &fake.failure));
	assert_true(expectation.is_known);
	assert_string_equal(fake_run_calls(&fake), "definitions ");
}

static void
test_expectation__is_proved_against_what_is_there(UNUSED void **state)
{
	cleanup_definitions struct definitions live = fake_definition_list("table s.a 2");

	assert_true(expectation_learn(&fake.run, &expectation, &fake.failure));
	assert_false(expectation_prove(&fake.run, &expectation, &live, &fake.failure));
	assert_int_equal(fake.failure.kind, FAILURE_DRIFT);
	assert_non_null(strstr(fake.failure.detail, "changed: table s.a"));
}

static struct failure
blame(struct failure refusal)
{
	assert_false(expectation_blame_drift(&fake.run, &expectation, &refusal));
	return refusal;
}

static void
test_expectation__blames_drift_for_a_refusal_that_came_with_it(UNUSED void **state)
{
	const struct failure refusal = {
		.kind = FAILURE_DDL, .message = "no column c", .place = {.line = 7}};

	assert_int_equal(blame(refusal).kind, FAILURE_DDL);
	(void)fail(&expectation.drift, FAILURE_DRIFT, "one is missing");
	assert_int_equal(blame(refusal).kind, FAILURE_DRIFT);
	assert_int_equal(blame(refusal).place.line, 7);
	assert_non_null(strstr(blame(refusal).message, "no column c"));
}

static void
test_expectation__does_not_blame_drift_for_what_has_nothing_to_do_with_it(UNUSED void **state)
{
	(void)fail(&expectation.drift, FAILURE_DRIFT, "one is missing");
	assert_int_equal(blame((struct failure){.kind = FAILURE_TRANSIENT}).kind, FAILURE_TRANSIENT);
	assert_int_equal(
		blame((struct failure){.kind = FAILURE_DDL, .reason = REASON_TRANSACTION_ENDED}).kind,
		FAILURE_DDL);
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_expectation__is_what_is_recorded_of_the_same_ddl),
		RUN_TEST(test_expectation__is_what_a_shadow_of_other_ddl_shows),
		RUN_TEST(test_expectation__is_a_shadow_where_the_record_cannot_be_compared),
		RUN_TEST(test_expectation__takes_roles_as_provisioning_has_just_made_them),
		RUN_TEST(test_expectation__is_met_when_only_the_fingerprint_moved),
		RUN_TEST(test_expectation__is_not_met_by_a_schema_that_lacks_something),
		RUN_TEST(test_expectation__is_not_asked_whether_it_is_met_with_force),
		RUN_TEST(test_expectation__is_not_proved_where_nothing_is_known),
		RUN_TEST(test_expectation__names_what_was_broken_before_and_still_is),
		RUN_TEST(test_expectation__of_a_schema_without_scripts_is_what_provisioning_made),
		RUN_TEST(test_expectation__is_proved_against_what_is_there),
		RUN_TEST(test_expectation__blames_drift_for_a_refusal_that_came_with_it),
		RUN_TEST(test_expectation__does_not_blame_drift_for_what_has_nothing_to_do_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
