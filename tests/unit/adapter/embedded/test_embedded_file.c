#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"

#include "adapter/embedded/embedded_file.h"

static void
test_embedded_file__every_path_is_found(UNUSED void **state)
{
	size_t count = 0;
	const struct embedded_file *files = embedded_files(&count);

	for (size_t i = 0; i < count; i++)
		assert_ptr_equal(embedded_file_find(files[i].path), &files[i]);
}

static void
test_embedded_file__files_are_ordered_by_path(UNUSED void **state)
{
	size_t count = 0;
	const struct embedded_file *files = embedded_files(&count);

	for (size_t i = 1; i < count; i++)
		assert_true(strcmp(files[i - 1].path, files[i].path) < 0);
}

static void
test_embedded_file__text_ends_where_its_length_says(UNUSED void **state)
{
	size_t count = 0;
	const struct embedded_file *files = embedded_files(&count);

	for (size_t i = 0; i < count; i++)
	{
		assert_int_equal(strlen(files[i].text), files[i].length_bytes);
		assert_int_equal(strlen(files[i].sha256), 64);
	}
}

/* Tests run at the top of the tree. */
static void
test_embedded_file__all_but_queries_are_carried_byte_for_byte(UNUSED void **state)
{
	size_t count = 0;
	size_t compared_count = 0;
	const struct embedded_file *files = embedded_files(&count);

	for (size_t i = 0; i < count; i++)
	{
		if (strncmp(files[i].path, "sql/", 4) == 0)
			continue;

		FILE *file = fopen(files[i].path, "rbe");
		char *bytes = malloc(files[i].length_bytes + 1);

		assert_non_null(file);
		assert_non_null(bytes);
		/* One byte more than promised shows a file that is longer. */
		assert_int_equal(fread(bytes, 1, files[i].length_bytes + 1, file), files[i].length_bytes);
		assert_memory_equal(bytes, files[i].text, files[i].length_bytes);
		free(bytes);
		assert_int_equal(fclose(file), 0);
		compared_count++;
	}
	assert_non_null(embedded_file_find("ddl/noetl/bundle.yaml"));
	assert_non_null(embedded_file_find("licenses/openssl.txt"));
	assert_true(compared_count > 2);
}

static void
test_embedded_file__a_query_starts_with_its_first_word(UNUSED void **state)
{
	size_t count = 0;
	const struct embedded_file *files = embedded_files(&count);

	for (size_t i = 0; i < count; i++)
		if (strncmp(files[i].path, "sql/", 4) == 0)
			assert_true(files[i].text[0] != '-' && files[i].text[0] != '\n');
}

static void
test_embedded_file__an_unknown_path_is_not_found(UNUSED void **state)
{
	assert_null(embedded_file_find(""));
	assert_null(embedded_file_find("ddl/noetl/"));
	assert_null(embedded_file_find("zzz"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_embedded_file__every_path_is_found),
		cmocka_unit_test(test_embedded_file__files_are_ordered_by_path),
		cmocka_unit_test(test_embedded_file__text_ends_where_its_length_says),
		cmocka_unit_test(test_embedded_file__all_but_queries_are_carried_byte_for_byte),
		cmocka_unit_test(test_embedded_file__a_query_starts_with_its_first_word),
		cmocka_unit_test(test_embedded_file__an_unknown_path_is_not_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
