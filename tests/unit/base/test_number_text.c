#include "base/number_text.h"

#include "base/count_of.h"
#include "unit_test.h"

static void
test_number__of_all_64_bits_is_read(UNUSED void **state)
{
	int64_t number = 0;

	assert_true(number_from_text("9223372036854775807", &number));
	assert_true(number == INT64_MAX);
	assert_true(number_from_text("-9223372036854775808", &number));
	assert_true(number == INT64_MIN);
	assert_true(number_from_text("-0", &number));
	assert_true(number == 0);
	assert_true(number_from_bytes("12x", 2, &number));
	assert_true(number == 12);
}

static void
test_number__of_any_other_text_is_none(UNUSED void **state)
{
	static const char *const others[] = {
		"",
		"-",
		"+1",
		" 1",
		"1 ",
		"1.0",
		"0x1",
		"1e3",
		"--1",
		"one",
		"\xC2",
		"9223372036854775808",
		"-9223372036854775809",
		"99999999999999999999999999999",
	};
	int64_t number = 7;

	for (size_t index = 0; index < COUNT_OF(others); index++)
		assert_false(number_from_text(others[index], &number));
	assert_true(number == 7);
}

static void
test_number__sum_stops_at_the_ends(UNUSED void **state)
{
	assert_true(number_add(INT64_MAX, 1) == INT64_MAX);
	assert_true(number_add(INT64_MIN, -1) == INT64_MIN);
	assert_true(number_add(INT64_MIN, INT64_MAX) == -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_number__of_all_64_bits_is_read),
		cmocka_unit_test(test_number__of_any_other_text_is_none),
		cmocka_unit_test(test_number__sum_stops_at_the_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
