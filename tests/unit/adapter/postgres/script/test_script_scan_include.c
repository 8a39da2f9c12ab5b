#include "adapter/postgres/script/script_scan.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "unit_test.h"

/* "self.sql" includes itself, "more.sql" another one; "bad.sql" ends in a string. */
static bool
include_fake(const struct script *script, const char *including, const char *name,
             struct script_inclusion *inclusion, struct failure *failure)
{
	const char *text = "select 10;\nselect 11";

	(void)script;
	(void)including;
	if (strcmp(name, "absent.sql") == 0)
		return fail(failure, FAILURE_SETTINGS, "cannot include absent.sql");
	if (strcmp(name, "self.sql") == 0)
		text = "\n\\i self.sql\n";
	if (strcmp(name, "more.sql") == 0)
		text = "select 20;\n\\ir leaf.sql\r\n\nselect 21;\n";
	if (strcmp(name, "bad.sql") == 0)
		text = "select 1;\nselect '";
	*inclusion = (struct script_inclusion){
		.name = memory_copy_text(name),
		.path = memory_copy_text(name),
		.text = memory_copy_text(text),
		.length_bytes = strlen(text),
	};
	return true;
}

static void
check_included(const char *text, const char *wanted)
{
	struct script script = {
		.name = memory_copy_text("a.sql"),
		.text = memory_copy_text(text),
		.length_bytes = strlen(text),
		.include = include_fake,
	};
	struct failure failure = {0};
	cleanup_text struct text found = TEXT_EMPTY;

	if (script_scan(&script, &failure))
	{
		assert_true(script_scan(&script, &failure)); /* again, and nothing is there twice */
		for (size_t index = 0; index < script.statement_count; index++)
		{
			const struct statement *statement = &script.statements[index];
			struct failure_place place;

			script_place(&script, statement->offset_bytes, &place);
			assert_int_equal(place.line, statement->line);
			if (statement->class == STATEMENT_TRANSACTIONAL)
				text_append_format(&found, "%s:%d:%.*s ", place.file, (int)place.line,
				                   (int)statement->length_bytes,
				                   script.text + statement->offset_bytes);
		}
	}
	else
		text_append_format(&found, "%s:%d: %s", failure.place.file, (int)failure.place.line,
		                   failure.message);
	assert_string_equal(text_bytes(&found), wanted);
	script_free(&script);
}

static void
test_script_scan_include__included_files_stand_in_their_place(UNUSED void **state)
{
	check_included("select 1;\n\\i leaf.sql\nselect 2;",
	               "a.sql:1:select 1 leaf.sql:1:select 10 leaf.sql:2:select 11 a.sql:3:select 2 ");
	check_included(
		"\\include more.sql\nselect 2;\n\\i leaf.sql",
		"more.sql:1:select 20 leaf.sql:1:select 10 leaf.sql:2:select 11 "
		"more.sql:4:select 21 a.sql:2:select 2 leaf.sql:1:select 10 leaf.sql:2:select 11 ");
	check_included("select 1;\n\n\\i absent.sql\n", "a.sql:3: cannot include absent.sql");
	check_included("\\i self.sql\n", "self.sql:2: self.sql includes itself");
	check_included("\\i bad.sql\nselect 2;", "bad.sql:2: the script ends inside a quoted string");
	check_included("\\i\n", "a.sql:1: \\i is a command of psql, and lacks the name of a file");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script_scan_include__included_files_stand_in_their_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
