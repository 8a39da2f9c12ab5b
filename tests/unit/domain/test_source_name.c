#include "domain/source_name.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "unit_test.h"

struct path_case
{
	const char *path;
	const char *name;
};

static const struct path_case path_cases[] = {
	{"billing.sql", "billing"},
	{"/ddl/billing.sql", "billing"},
	{"billing.sql.gz", "billing"},
	{"billing.sql.sql", "billing.sql"},
	{"billing", "billing"},
	{"v1.2.sql", "v1.2"},
	{"migrations/", "migrations"},
	{"/srv/migrations//", "migrations"},
	{"-", "stdin"},
	{"./-", "-"},
	{".sql", ".sql"},
	{".sql.gz", ".sql.gz"},
	{"a.gz", "a.gz"},
	{"A.SQL", "A.SQL"},
	{"/", ""},
	{".", "."},
	{"", ""},
};

static void
test_source_name__is_that_of_the_file(UNUSED void **state)
{
	for (size_t index = 0; index < sizeof path_cases / sizeof path_cases[0]; index++)
	{
		cleanup_memory char *name = source_name_of_path(path_cases[index].path);

		assert_string_equal(name, path_cases[index].name);
	}
}

static void
test_source_name__holds_letters_digits_and_few_signs(UNUSED void **state)
{
	static const char *const valid[] = {"billing", "b", "_b", "1", "v1.2_x-y", "A.SQL"};
	static const char *const invalid[] = {"",    "a b",      "a/b", "a:b", "-a", ".a",
	                                      "a\n", "\303\244", "a\"", "$",   "a="};

	for (size_t index = 0; index < sizeof valid / sizeof valid[0]; index++)
		assert_true(source_name_is_valid(valid[index]));
	for (size_t index = 0; index < sizeof invalid / sizeof invalid[0]; index++)
		assert_false(source_name_is_valid(invalid[index]));
}

static void
test_source_name__has_at_most_63_bytes(UNUSED void **state)
{
	char name[SOURCE_NAME_BYTES + 2] = "";

	memset(name, 'x', SOURCE_NAME_BYTES);
	assert_true(source_name_is_valid(name));
	name[SOURCE_NAME_BYTES] = 'x';
	assert_false(source_name_is_valid(name));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_source_name__is_that_of_the_file),
		cmocka_unit_test(test_source_name__holds_letters_digits_and_few_signs),
		cmocka_unit_test(test_source_name__has_at_most_63_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
