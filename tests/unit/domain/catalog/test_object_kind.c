#include "domain/catalog/object_kind.h"

#include <string.h>

#include "unit_test.h"

static void
test_object_kind__has_a_word_that_finds_it(UNUSED void **state)
{
	for (enum object_kind kind = 0; kind < KIND_OTHER; kind++)
	{
		assert_non_null(object_kind_name(kind));
		assert_int_equal(object_kind_from_name(object_kind_name(kind)), kind);
	}
}

static void
test_object_kind__stands_in_the_order_of_the_words(UNUSED void **state)
{
	for (enum object_kind kind = 1; kind < KIND_OTHER; kind++)
		assert_true(strcmp(object_kind_name(kind - 1), object_kind_name(kind)) < 0);
}

static void
test_object_kind__other_is_any_other_word(UNUSED void **state)
{
	assert_int_equal(object_kind_from_name("property graph"), KIND_OTHER);
	assert_int_equal(object_kind_from_name(""), KIND_OTHER);
	assert_int_equal(object_kind_from_name("Table"), KIND_OTHER);
	assert_int_equal(object_kind_from_name("zone"), KIND_OTHER);
	assert_null(object_kind_name(KIND_OTHER));
	assert_false(object_kind_is_access(KIND_OTHER));
}

static void
test_object_kind__compares_others_by_their_words(UNUSED void **state)
{
	assert_true(object_kind_compare(KIND_OTHER, "a", KIND_OTHER, "b") < 0);
	assert_int_equal(object_kind_compare(KIND_OTHER, "a", KIND_OTHER, "a"), 0);
	assert_true(object_kind_compare(KIND_VIEW, "view", KIND_OTHER, "a") < 0);
	assert_true(object_kind_compare(KIND_OTHER, "a", KIND_VIEW, "view") > 0);
	assert_true(object_kind_compare(KIND_INDEX, "index", KIND_TABLE, "table") < 0);
}

static void
test_object_kind__access_is_what_provisioning_makes(UNUSED void **state)
{
	for (enum object_kind kind = 0; kind < OBJECT_KIND_COUNT; kind++)
	{
		bool is_expected = kind == KIND_ROLE || kind == KIND_DATABASE || kind == KIND_EXTENSION;

		assert_int_equal(object_kind_is_access(kind), is_expected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_object_kind__has_a_word_that_finds_it),
		cmocka_unit_test(test_object_kind__stands_in_the_order_of_the_words),
		cmocka_unit_test(test_object_kind__other_is_any_other_word),
		cmocka_unit_test(test_object_kind__compares_others_by_their_words),
		cmocka_unit_test(test_object_kind__access_is_what_provisioning_makes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
