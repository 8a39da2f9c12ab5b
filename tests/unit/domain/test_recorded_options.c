#include "domain/recorded_options.h"

#include "unit_test.h"

static const char managed[] = "0123456789abcdef0123456789abcdef";

static void
test_recorded_options__without_anything_postponed_are_those_of_the_run(UNUSED void **state)
{
	assert_false(recorded_options_have_postponed(""));
	assert_false(recorded_options_have_postponed(managed));
	assert_true(recorded_options_manage("", ""));
	assert_true(recorded_options_manage(managed, managed));
	assert_false(recorded_options_manage(managed, ""));
	assert_false(recorded_options_postpone_with(managed, NULL));
}

static void
test_recorded_options__with_something_postponed_say_what_was_managed_and_allowed(
	UNUSED void **state)
{
	char recorded[RECORDED_OPTIONS_BYTES];

	recorded_options_postponed(managed, "table:s.t", recorded);
	assert_true(recorded_options_have_postponed(recorded));
	assert_true(recorded_options_manage(recorded, managed));
	assert_false(recorded_options_manage(recorded, ""));
	assert_true(recorded_options_postpone_with(recorded, "table:s.t"));
	assert_false(recorded_options_postpone_with(recorded, NULL));

	recorded_options_postponed("", NULL, recorded);
	assert_true(recorded_options_have_postponed(recorded));
	assert_true(recorded_options_manage(recorded, ""));
	assert_false(recorded_options_manage(recorded, managed));
	assert_true(recorded_options_postpone_with(recorded, ""));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recorded_options__without_anything_postponed_are_those_of_the_run),
		cmocka_unit_test(
			test_recorded_options__with_something_postponed_say_what_was_managed_and_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
