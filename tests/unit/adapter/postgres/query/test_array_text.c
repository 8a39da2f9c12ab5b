#include "adapter/postgres/query/array_text.h"

#include "adapter/postgres/query/query_parameter.h"

#include "base/count_of.h"
#include "unit_test.h"

static void
check(const char *text, const char *const *items, size_t count)
{
	cleanup_array_items struct array_items read = {NULL, 0, NULL};

	assert_true(array_text_read(text, &read));
	assert_int_equal(read.count, count);
	for (size_t index = 0; index < count; index++)
	{
		if (items[index] == NULL)
			assert_null(read.items[index]);
		else
			assert_string_equal(read.items[index], items[index]);
	}
}

#define CHECK(text, ...)                            \
	do                                              \
	{                                               \
		const char *const items_[] = {__VA_ARGS__}; \
		check(text, items_, COUNT_OF(items_));      \
	} while (0)

static void
test_array__is_read_as_postgresql_writes_it(UNUSED void **state)
{
	check("{}", NULL, 0);
	CHECK("{10,9}", "10", "9");
	CHECK("{\"a b\",\"\\\"\\\\\",\"\",NULL,\"NULL\"}", "a b", "\"\\", "", NULL, "NULL");
	CHECK("{o=arwdDxt/o,=r/o}", "o=arwdDxt/o", "=r/o");
}

/* More elements than commas: what the fingerprint's reader once made too little room for. */
static void
test_array__of_any_other_text_is_refused(UNUSED void **state)
{
	static const char *const others[] = {
		"",       "{",     "}",         "a",     "{a",           "{a}b",     "{,}",
		"{a,}",   "{{a}}", "{a}{b}",    "{\"a}", "{\"a\\",       "{\"a\"b}", "{a\"b\"}",
		"{a\\b}", "{}{}",  "[0:0]={a}", " {a}",  "{AA}{AA}{AA}",
	};

	for (size_t index = 0; index < COUNT_OF(others); index++)
	{
		struct array_items read = {NULL, 0, NULL};

		assert_false(array_text_read(others[index], &read));
		assert_null(read.items);
		assert_false(array_text_is_whole(others[index]));
	}
}

static void
test_array__is_sorted_by_bytes(UNUSED void **state)
{
	cleanup_array_items struct array_items read = {NULL, 0, NULL};

	assert_true(array_text_read("{b,a,10,9}", &read));
	array_items_sort(&read);
	assert_string_equal(read.items[0], "10");
	assert_string_equal(read.items[3], "b");
}

/* The reader is the judge of the writer: quotes, backslashes, braces, nothing, null. */
static void
test_array__is_written_so_that_it_reads_the_same(UNUSED void **state)
{
	static const char *const texts[] = {"a b", "", "NULL", "\"\\", "{x,y}", "'", NULL};
	static const size_t count = COUNT_OF(texts);
	const struct array_source source = {
		.items = texts, .count = count, .stride_bytes = sizeof texts[0]};
	cleanup_text struct text array = TEXT_EMPTY;

	array_text_append(&array, &source);
	check(text_bytes(&array), texts, count);
}

static void
test_array__of_nothing_is_written_with_its_braces(UNUSED void **state)
{
	const struct array_source source = {.stride_bytes = sizeof(char *)};
	cleanup_text struct text array = TEXT_EMPTY;

	array_text_append(&array, &source);
	assert_string_equal(text_bytes(&array), "{}");
}

static void
test_array__of_numbers_and_of_flags_has_no_quotes(UNUSED void **state)
{
	static const struct
	{
		bool flag;
		int64_t number;
	} items[] = {{true, INT64_MIN}, {false, 42}};
	const struct query_parameter numbers = AS_ARRAY_OF(items, COUNT_OF(items), number);
	const struct query_parameter flags = AS_ARRAY_OF(items, COUNT_OF(items), flag);
	cleanup_text struct text array = TEXT_EMPTY;

	array_text_append(&array, &numbers.array);
	array_text_append(&array, &flags.array);
	assert_string_equal(text_bytes(&array), "{-9223372036854775808,42}{t,f}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_array__is_read_as_postgresql_writes_it),
		cmocka_unit_test(test_array__of_any_other_text_is_refused),
		cmocka_unit_test(test_array__is_sorted_by_bytes),
		cmocka_unit_test(test_array__is_written_so_that_it_reads_the_same),
		cmocka_unit_test(test_array__of_nothing_is_written_with_its_braces),
		cmocka_unit_test(test_array__of_numbers_and_of_flags_has_no_quotes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
