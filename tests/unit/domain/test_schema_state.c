#include "domain/schema_state.h"

#include "unit_test.h"

static const struct managed_schema schema = {.version = 3, .checksum = "c"};
static const struct observed_state as_recorded = {.schema_exists = true,
                                                  .is_recorded = true,
                                                  .recorded_version = 3,
                                                  .recorded_checksum = "c",
                                                  .recorded_fingerprint = "f",
                                                  .fingerprint = "f"};

static void
test_schema_state__what_the_ledger_says_holds(UNUSED void **state)
{
	assert_int_equal(schema_state(&schema, &as_recorded), SCHEMA_AS_RECORDED);
}

static void
test_schema_state__the_graver_lack_is_told(UNUSED void **state)
{
	struct observed_state observed = as_recorded;

	observed.partition_is_due = true;
	assert_int_equal(schema_state(&schema, &observed), SCHEMA_PARTITION_DUE);
	observed.fingerprint[0] = 'g';
	assert_int_equal(schema_state(&schema, &observed), SCHEMA_MOVED);
	observed.recorded_options[0] = 'o';
	assert_int_equal(schema_state(&schema, &observed), SCHEMA_OF_OTHER_OPTIONS);
	observed.recorded_checksum[0] = 'd';
	assert_int_equal(schema_state(&schema, &observed), SCHEMA_OLDER);
	observed.recorded_version = 4;
	assert_int_equal(schema_state(&schema, &observed), SCHEMA_NEWER);
	observed.recorded_version = 2;
	assert_int_equal(schema_state(&schema, &observed), SCHEMA_OLDER);
	observed.is_recorded = false;
	assert_int_equal(schema_state(&schema, &observed), SCHEMA_NOT_RECORDED);
	observed.schema_exists = false;
	assert_int_equal(schema_state(&schema, &observed), SCHEMA_ABSENT);
}

static void
test_schema_state__every_state_has_a_name_and_words(UNUSED void **state)
{
	for (int each = SCHEMA_ABSENT; each <= SCHEMA_AS_RECORDED; each++)
	{
		assert_non_null(schema_state_name((enum schema_state)each));
		assert_non_null(schema_state_words((enum schema_state)each));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_schema_state__what_the_ledger_says_holds),
		cmocka_unit_test(test_schema_state__the_graver_lack_is_told),
		cmocka_unit_test(test_schema_state__every_state_has_a_name_and_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
