#include "domain/script_name.h"

#include <string.h>

#include "base/count_of.h"
#include "unit_test.h"

struct example
{
	const char *text;
	const char *quoted; /* NULL: no name stands here */
	const char *rest;
};

static const struct example examples[] = {
	{"Users (id)", "\"users\"", " (id)"},
	{" /* of */ App . \"Odd \"\"name\"\"\" x", "\"app\".\"Odd \"\"name\"\"\"", " x"},
	{"db.app.users", "\"app\".\"users\"", ""},
	{"app.", "\"app\"", "."},
	{"\"\"", "\"\"", ""},
	{"größe_1$", "\"größe_1$\"", ""},
	{"1a", NULL, "1a"},
	{"'a'", NULL, "'a'"},
	{"e'a'", NULL, "e'a'"},
	{"$1", NULL, "$1"},
	{"(a)", NULL, "(a)"},
	{"", NULL, ""},
};

static void
test_script_name__is_read_as_the_catalog_has_it(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(examples); index++)
	{
		const struct example *example = &examples[index];
		struct script_cursor cursor = {example->text, example->text + strlen(example->text)};
		cleanup_script_name struct script_name name;
		cleanup_text struct text quoted = TEXT_EMPTY;

		print_message("of: %s\n", example->text);
		assert_int_equal(script_take_name(&cursor, &name), example->quoted != NULL);
		assert_string_equal(cursor.at, example->rest);
		if (example->quoted == NULL)
			continue;
		script_name_append(&quoted, &name);
		assert_string_equal(text_bytes(&quoted), example->quoted);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script_name__is_read_as_the_catalog_has_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
