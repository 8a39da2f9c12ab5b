#include "domain/leftover.h"

#include "fake_catalog.h"
#include "unit_test.h"

static void
test_leftover__is_what_was_promised_and_is_no_longer_desired(UNUSED void **state)
{
	cleanup_definitions struct definitions promised = fake_definition_list(
		"publication p 1, role r 1, schema s 1, table s.a 1, table s.gone 1, table s.kept 1, "
		"table s.shared 1");
	cleanup_definitions struct definitions desired = fake_definition_list("table s.kept 1");
	cleanup_definitions struct definitions live = fake_definition_list(
		"publication p 1, role r 1, schema s 1, table s.a 2, table s.foreign 1, table s.kept 1, "
		"table s.shared 1");
	cleanup_definitions struct definitions elsewhere = fake_definition_list("table s.shared 1");
	struct leftover_sides sides = {&promised, &desired, &live, &elsewhere};
	cleanup_definition_difference_list struct definition_difference_list left = {0};
	cleanup_definition_difference_list struct definition_difference_list nothing = {0};

	leftover_find(&sides, &left);
	assert_int_equal(left.count, 1);
	assert_string_equal(left.items[0].object->identity, "s.a");
	sides.promised = NULL;
	leftover_find(&sides, &nothing);
	assert_int_equal(nothing.count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_leftover__is_what_was_promised_and_is_no_longer_desired),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
