#include "base/mapped_file.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "unit_test.h"

enum
{
	FILE_BYTES = 3 << 20
};

static FILE *
make_file(void)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	for (int index = 0; index < FILE_BYTES; index++)
		assert_int_not_equal(fputc('a' + index % 26, file), EOF);
	assert_int_equal(fflush(file), 0);
	return file;
}

static void
test_mapped_file__is_the_files_text_with_an_end(UNUSED void **state)
{
	FILE *file = make_file();
	struct mapped_file *mapped = mapped_file_new(fileno(file));

	assert_non_null(mapped);
	assert_int_equal(mapped_file_length_bytes(mapped), FILE_BYTES);
	assert_int_equal(strlen(mapped_file_text(mapped)), FILE_BYTES);
	mapped_file_let_go(mapped, 0, FILE_BYTES);
	assert_int_equal(mapped_file_text(mapped)[27], 'b');
	mapped_file_free(mapped);
	(void)fclose(file);
}

static void
test_mapped_file__knows_that_it_was_written_to(UNUSED void **state)
{
	FILE *file = make_file();
	struct mapped_file *mapped = mapped_file_new(fileno(file));

	assert_true(mapped_file_is_unchanged(mapped));
	assert_int_not_equal(fputc('x', file), EOF);
	assert_int_equal(fflush(file), 0);
	assert_false(mapped_file_is_unchanged(mapped));
	mapped_file_free(mapped);
	(void)fclose(file);
}

static void
test_mapped_file__of_nothing_may_be_let_go(UNUSED void **state)
{
	mapped_file_let_go(NULL, 0, FILE_BYTES);
	mapped_file_free(NULL);
	assert_null(mapped_file_new(-1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mapped_file__is_the_files_text_with_an_end),
		cmocka_unit_test(test_mapped_file__knows_that_it_was_written_to),
		cmocka_unit_test(test_mapped_file__of_nothing_may_be_let_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
