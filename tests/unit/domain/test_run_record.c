#include "domain/run_record.h"

#include <string.h>

#include "base/memory.h"
#include "unit_test.h"

static void
test_run_record__cuts_what_no_run_has_written(UNUSED void **state)
{
	struct run_record record = {0};
	char long_text[200];

	memset(long_text, 'x', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
	run_record_identify(&record, long_text, "c", NULL);
	assert_int_equal(strlen(record.run), sizeof record.run - 1);
	assert_string_equal(record.checksum, "c");
	assert_string_equal(record.fingerprint, "");
}

static void
test_run_record__list_frees_its_texts(UNUSED void **state)
{
	struct run_record_list list = {.items = memory_allocate(2, sizeof(struct run_record)),
	                               .count = 2};

	list.items[0].source = memory_copy_text("bundle:noetl");
	list.items[1].note = memory_copy_text("a note");
	run_record_list_free(&list);
	assert_null(list.items);
	assert_int_equal(list.count, 0);
	run_record_list_free(&list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_run_record__cuts_what_no_run_has_written),
		cmocka_unit_test(test_run_record__list_frees_its_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
