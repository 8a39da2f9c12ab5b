#include "domain/access_difference.h"

#include "base/memory.h"
#include "unit_test.h"

static void
test_access_difference__what_a_server_calls_otherwise_is_not_touched(UNUSED void **state)
{
	assert_int_equal(access_class_from_name("change"), ACCESS_CHANGE);
	assert_int_equal(access_class_from_name("attempt"), ACCESS_ATTEMPT);
	assert_int_equal(access_class_from_name("warning"), ACCESS_WARNING);
	assert_int_equal(access_class_from_name("refusal"), ACCESS_REFUSAL);
	assert_int_equal(access_class_from_name("Change"), ACCESS_REFUSAL);
	assert_int_equal(access_class_from_name(""), ACCESS_REFUSAL);
}

static void
test_access_difference__a_list_keeps_its_order_and_counts_by_class(UNUSED void **state)
{
	static const enum access_class classes[] = {ACCESS_CHANGE, ACCESS_REFUSAL, ACCESS_CHANGE};
	static const char *const objects[] = {"role noetl", "database noetl", "schema noetl"};
	struct access_difference_list list = {0};

	for (size_t index = 0; index < 3; index++)
		access_difference_list_append(
			&list, (struct access_difference){.class = classes[index],
		                                      .identity = memory_copy_text(objects[index]),
		                                      .found = memory_copy_text(ACCESS_ABSENT)});
	for (size_t index = 0; index < 3; index++)
		assert_string_equal(list.items[index].identity, objects[index]);
	assert_int_equal(access_difference_list_count(&list, ACCESS_CHANGE), 2);
	assert_int_equal(access_difference_list_count(&list, ACCESS_REFUSAL), 1);
	assert_int_equal(access_difference_list_count(&list, ACCESS_WARNING), 0);
	access_difference_list_free(&list);
	assert_int_equal(list.count, 0);
	assert_null(list.items);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_access_difference__what_a_server_calls_otherwise_is_not_touched),
		cmocka_unit_test(test_access_difference__a_list_keeps_its_order_and_counts_by_class),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
