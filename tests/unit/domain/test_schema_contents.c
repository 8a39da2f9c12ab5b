#include "domain/schema_contents.h"

#include "unit_test.h"

static void
test_schema_contents__reads_as_a_list_of_numbers(UNUSED void **state)
{
	cleanup_schema_contents struct schema_contents contents = {0};
	cleanup_text struct text words = TEXT_EMPTY;

	schema_contents_add(&contents, "sequence", 1);
	schema_contents_add(&contents, "table", 24);
	contents.row_estimate = 1234;
	schema_contents_describe(&contents, &words);
	assert_string_equal(text_bytes(&words), "1 sequence, 24 tables and about 1234 rows");
}

static void
test_schema_contents__nothing_is_nothing(UNUSED void **state)
{
	cleanup_schema_contents struct schema_contents contents = {0};
	cleanup_text struct text words = TEXT_EMPTY;

	schema_contents_describe(&contents, &words);
	assert_string_equal(text_bytes(&words), "nothing");
}

static void
test_schema_contents__a_long_list_of_dependents_is_cut_at_a_whole_one(UNUSED void **state)
{
	cleanup_schema_contents struct schema_contents contents = {0};
	cleanup_text struct text words = TEXT_EMPTY;

	schema_contents_add_dependent(&contents, "view reports.daily");
	schema_contents_add_dependent(&contents, "view reports.weekly");
	schema_contents_add_dependent(&contents, "view reports.yearly");
	schema_contents_list_dependents(&contents, 40, &words);
	assert_string_equal(text_bytes(&words), "view reports.daily; view reports.weekly; and 1 more");
	text_clear(&words);
	schema_contents_list_dependents(&contents, 1, &words);
	assert_string_equal(text_bytes(&words), "view reports.daily; and 2 more");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_schema_contents__reads_as_a_list_of_numbers),
		cmocka_unit_test(test_schema_contents__nothing_is_nothing),
		cmocka_unit_test(test_schema_contents__a_long_list_of_dependents_is_cut_at_a_whole_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
