#include "domain/target_state.h"

#include "unit_test.h"

static const struct target target = {.version = 3, .checksum = "c"};
static const struct look as_recorded = {.schema_exists = true,
                                        .is_recorded = true,
                                        .recorded_version = 3,
                                        .recorded_checksum = "c",
                                        .recorded_fingerprint = "f",
                                        .fingerprint = "f"};

static void
test_target_state__what_the_ledger_says_holds(void **state)
{
	(void)state;
	assert_int_equal(target_state(&target, &as_recorded), TARGET_AS_RECORDED);
}

static void
test_target_state__the_graver_lack_is_told(void **state)
{
	struct look look = as_recorded;

	(void)state;
	look.partition_is_due = true;
	assert_int_equal(target_state(&target, &look), TARGET_PARTITION_DUE);
	look.fingerprint[0] = 'g';
	assert_int_equal(target_state(&target, &look), TARGET_MOVED);
	look.recorded_checksum[0] = 'd';
	assert_int_equal(target_state(&target, &look), TARGET_OLDER);
	look.recorded_version = 4;
	assert_int_equal(target_state(&target, &look), TARGET_NEWER);
	look.recorded_version = 2;
	assert_int_equal(target_state(&target, &look), TARGET_OLDER);
	look.is_recorded = false;
	assert_int_equal(target_state(&target, &look), TARGET_NOT_RECORDED);
	look.schema_exists = false;
	assert_int_equal(target_state(&target, &look), TARGET_ABSENT);
}

static void
test_target_state__every_state_has_a_name_and_words(void **state)
{
	(void)state;
	for (int each = TARGET_ABSENT; each <= TARGET_AS_RECORDED; each++)
	{
		assert_non_null(target_state_name((enum target_state)each));
		assert_non_null(target_state_words((enum target_state)each));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_target_state__what_the_ledger_says_holds),
		cmocka_unit_test(test_target_state__the_graver_lack_is_told),
		cmocka_unit_test(test_target_state__every_state_has_a_name_and_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
