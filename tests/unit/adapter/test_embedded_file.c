#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "adapter/embedded/embedded_file.h"

static void
test_embedded_file__every_path_is_found(void **state)
{
	(void)state;
	size_t count = 0;
	const struct embedded_file *files = embedded_files(&count);

	for (size_t i = 0; i < count; i++)
		assert_ptr_equal(embedded_file_find(files[i].path), &files[i]);
}

static void
test_embedded_file__files_are_ordered_by_path(void **state)
{
	(void)state;
	size_t count = 0;
	const struct embedded_file *files = embedded_files(&count);

	for (size_t i = 1; i < count; i++)
		assert_true(strcmp(files[i - 1].path, files[i].path) < 0);
}

static void
test_embedded_file__text_ends_where_its_length_says(void **state)
{
	(void)state;
	size_t count = 0;
	const struct embedded_file *files = embedded_files(&count);

	for (size_t i = 0; i < count; i++)
	{
		assert_int_equal(strlen(files[i].text), files[i].length_bytes);
		assert_int_equal(strlen(files[i].sha256), 64);
	}
}

static void
test_embedded_file__an_unknown_path_is_not_found(void **state)
{
	(void)state;
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
		cmocka_unit_test(test_embedded_file__an_unknown_path_is_not_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
