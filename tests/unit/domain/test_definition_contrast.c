#include "domain/definition_contrast.h"

#include <string.h>

#include "unit_test.h"

static void
test_definition_contrast__short_ones_are_whole(UNUSED void **state)
{
	cleanup_text struct text expected = TEXT_EMPTY;
	cleanup_text struct text found = TEXT_EMPTY;

	definition_contrast("integer\n\tnot null", "  integer", &expected, &found);
	assert_string_equal(text_bytes(&expected), "integer not null");
	assert_string_equal(text_bytes(&found), "integer");
}

static void
test_definition_contrast__long_ones_begin_where_they_differ(UNUSED void **state)
{
	cleanup_text struct text left = TEXT_EMPTY;
	cleanup_text struct text right = TEXT_EMPTY;
	cleanup_text struct text expected = TEXT_EMPTY;
	cleanup_text struct text found = TEXT_EMPTY;

	for (int index = 0; index < 100; index++)
		text_append(&left, "the same words ");
	text_append(&right, text_bytes(&left));
	text_append(&left, "and one");
	text_append(&right, "and two");
	definition_contrast(text_bytes(&left), text_bytes(&right), &expected, &found);
	assert_memory_equal(text_bytes(&expected), "... ", 4);
	assert_non_null(strstr(text_bytes(&expected), "the same words and one"));
	assert_non_null(strstr(text_bytes(&found), "the same words and two"));
	assert_true(expected.length_bytes < 60 && found.length_bytes < 60);
}

static void
test_definition_contrast__cuts_what_has_no_end(UNUSED void **state)
{
	char endless[2000];
	cleanup_text struct text expected = TEXT_EMPTY;
	cleanup_text struct text found = TEXT_EMPTY;

	memset(endless, 'x', sizeof endless - 1);
	endless[sizeof endless - 1] = '\0';
	definition_contrast("", endless, &expected, &found);
	assert_string_equal(text_bytes(&expected), "");
	assert_true(found.length_bytes <= 240);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_definition_contrast__short_ones_are_whole),
		cmocka_unit_test(test_definition_contrast__long_ones_begin_where_they_differ),
		cmocka_unit_test(test_definition_contrast__cuts_what_has_no_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
