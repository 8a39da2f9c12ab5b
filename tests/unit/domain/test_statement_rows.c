#include "domain/statement_rows.h"

#include <string.h>

#include "unit_test.h"

enum
{
	LIMIT = 8
};

static struct script script;
static struct statement statements[LIMIT];

/* As the scan does it, for text in which each semicolon ends a statement. */
static void
scan_rows(const char *text)
{
	size_t start = 0;

	script = (struct script){.text = (char *)text, .length_bytes = strlen(text)};
	script.statements = statements;
	while (start < script.length_bytes)
	{
		size_t end = start + strcspn(text + start, ";");

		if (script.statement_count == 0 ||
		    !statement_rows_take(&script, &statements[script.statement_count - 1], start, end))
			statements[script.statement_count++] =
				(struct statement){.offset_bytes = start, .length_bytes = end - start, .line = 1};
		start = end + 1 + strspn(text + end + 1, "\n ");
	}
}

static void
assert_row(size_t place, size_t row, struct statement_row_cursors *cursors, const char *text)
{
	const struct statement statement = statement_row(&script, place, row, cursors);

	assert_int_equal(statement.length_bytes, strlen(text));
	assert_memory_equal(script.text + statement.offset_bytes, text, strlen(text));
	assert_int_equal(statement.line, (long)row + 1);
}

static void
test_statement_rows__are_one_statement_and_sent_as_several(UNUSED void **state)
{
	struct statement_row_cursors cursors = {0};

	scan_rows("insert into a values (1);\ninsert into a values (22);\ninsert into a values (3);\n");
	assert_int_equal(script.statement_count, 1);
	assert_int_equal(statement_row_count(&statements[0]), 3);
	assert_row(0, 0, &cursors, "insert into a values (1)");
	assert_row(0, 2, &cursors, "insert into a values (3)");
	assert_row(0, 1, &cursors, "insert into a values (22)");
	assert_row(0, 0, &cursors, "insert into a values (1)");
}

static void
test_statement_rows__that_are_more_than_rows_stand_alone(UNUSED void **state)
{
	static const char *const apart[] = {
		"insert into a values (1);\ninsert into b values (1);",
		"insert into a values (1);\n\ninsert into a values (1);",
		"insert into a values (1); insert into a values (1);",
		"insert into a values (1);\ninsert into a values (1) on conflict (n) do update set n = (1);",
		"insert into a values (1) on conflict do nothing;\ninsert into a values (1);",
		"insert into a values (1);\ninsert into a values (1) returning n;",
		"insert into a values (1);\ninsert into a values\n(1);",
		"insert into a values (1);\ninsert into a values (E'\\n');",
		"insert into a select (1);\ninsert into a select (1);",
		"select (1);\nselect (1);",
	};

	for (size_t index = 0; index < sizeof apart / sizeof apart[0]; index++)
	{
		scan_rows(apart[index]);
		if (script.statement_count != 2)
			print_error("%s\n", apart[index]);
		assert_int_equal(script.statement_count, 2);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statement_rows__are_one_statement_and_sent_as_several),
		cmocka_unit_test(test_statement_rows__that_are_more_than_rows_stand_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
