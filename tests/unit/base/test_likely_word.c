#include "base/likely_word.h"

#include <string.h>

#include "base/count_of.h"
#include "unit_test.h"

static const struct
{
	const char *left;
	const char *right;
	size_t distance;
} pairs[] = {
	{"", "", 0},
	{"", "host", 4},
	{"host", "", 4},
	{"host", "host", 0},
	{"hst", "host", 1},
	{"hosst", "host", 1},
	{"hust", "host", 1},
	{"hsot", "host", 1},
	{"ohst", "host", 1},
	{"hots", "host", 1},
	{"tsoh", "host", 3},
	/* A pair that was swapped takes nothing more in between (it is no Damerau-Levenshtein). */
	{"ca", "abc", 3},
};

static void
test_likely_word__slips_are_counted_both_ways(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(pairs); index++)
	{
		assert_int_equal(
			likely_word_distance(pairs[index].left, pairs[index].right, LIKELY_WORD_BYTES),
			pairs[index].distance);
		assert_int_equal(
			likely_word_distance(pairs[index].right, pairs[index].left, LIKELY_WORD_BYTES),
			pairs[index].distance);
	}
}

static void
test_likely_word__what_is_too_long_is_as_far_as_can_be(UNUSED void **state)
{
	char longest[LIKELY_WORD_BYTES + 1] = "";
	char longer[LIKELY_WORD_BYTES + 2] = "";

	memset(longest, 'x', LIKELY_WORD_BYTES);
	memset(longer, 'x', LIKELY_WORD_BYTES + 1);
	assert_int_equal(likely_word_distance(longest, longest, LIKELY_WORD_BYTES), 0);
	assert_int_equal(likely_word_distance(longer, longer, LIKELY_WORD_BYTES), LIKELY_WORD_BYTES);
	assert_int_equal(likely_word_distance(longer, "", LIKELY_WORD_BYTES), LIKELY_WORD_BYTES);
	assert_int_equal(likely_word_distance("", longer, LIKELY_WORD_BYTES), LIKELY_WORD_BYTES);
}

static void
test_likely_word__beyond_the_limit_nobody_looks(UNUSED void **state)
{
	assert_true(likely_word_distance("abcdefgh", "stuvwxyz", 2) >= 2);
	assert_int_equal(likely_word_distance("abcdefgh", "abcdefhg", 2), 1);
	assert_int_equal(likely_word_distance("bacdefgh", "abcdefgh", 2), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_likely_word__slips_are_counted_both_ways),
		cmocka_unit_test(test_likely_word__what_is_too_long_is_as_far_as_can_be),
		cmocka_unit_test(test_likely_word__beyond_the_limit_nobody_looks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
