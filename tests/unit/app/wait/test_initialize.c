#include "app/wait/initialize.h"

#include "fake_application.h"
#include "unit_test.h"

static struct fake_application fake;
static const struct selection noetl = {0};
static int recorded_count;

/* Only waiting asks what is recorded without a run. */
static bool
recorded(UNUSED struct session *session, UNUSED const struct managed_schema *schema,
         struct observed_state *observed, UNUSED struct failure *failure)
{
	recorded_count++;
	observed->schema_exists = true;
	observed->is_recorded = true;
	observed->recorded_version = 3;
	return true;
}

static const struct ledger_operations ledger = {.recorded = recorded};

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	fake_application_set_owner(&fake);
	fake.database.database.ledger = &ledger;
	recorded_count = 0;
	return 0;
}

static void
test_initialize__waits_unless_it_is_told_to_apply(UNUSED void **state)
{
	struct failure failure = {0};

	assert_true(initialize(&fake.application, &noetl, &failure));
	assert_int_equal(recorded_count, 1);
	assert_int_equal(fake_application_logged(&fake, "waiting for the schema"), 1);
}

static void
assert_applies(enum setting_key key)
{
	struct failure failure = {0};

	fake_application_set(&fake, key, "true");
	fake.database.open_failures[0] =
		(struct failure){.kind = FAILURE_SETTINGS, .message = "no such login"};
	fake.database.open_failure_count = 1;
	assert_false(initialize(&fake.application, &noetl, &failure));
	assert_string_equal(failure.message, "no such login");
	assert_int_equal(recorded_count, 0);
	assert_int_equal(fake_application_logged(&fake, "waiting for the schema"), 0);
}

static void
test_initialize__applies_by_the_new_name_of_the_setting(UNUSED void **state)
{
	assert_applies(SETTING_NOETL_INIT_DB);
}

static void
test_initialize__applies_by_the_old_name_of_the_setting(UNUSED void **state)
{
	assert_applies(SETTING_NOETL_SCHEMA_VALIDATE);
}

#define INITIALIZE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, set_up, fake_application_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		INITIALIZE_TEST(test_initialize__waits_unless_it_is_told_to_apply),
		INITIALIZE_TEST(test_initialize__applies_by_the_new_name_of_the_setting),
		INITIALIZE_TEST(test_initialize__applies_by_the_old_name_of_the_setting),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
