#include "domain/script_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "unit_test.h"

/* The text as a transaction sees it; empty where the statement is left out. */
static const char *
inside(const char *text)
{
	static char shown[128];
	struct statement statement = {.class = STATEMENT_OUTSIDE, .length_bytes = strlen(text)};
	char *copy = memory_copy_text(text);
	const struct script script = {
		.name = copy,
		.text = copy,
		.length_bytes = strlen(text),
		.statements = &statement,
		.statement_count = 1,
	};
	struct script found = script_inside(&script);

	(void)snprintf(shown, sizeof shown, "%s",
	               found.statements[0].class == STATEMENT_TRANSACTIONAL ? found.text : "");
	script_free(&found);
	free(copy);
	return shown;
}

static void
test_script_inside__builds_and_drops_at_once(void **state)
{
	(void)state;
	assert_string_equal(inside("create index /* concurrently */ CONCURRENTLY i on t (n)"),
	                    "create index /* concurrently */              i on t (n)");
	assert_string_equal(inside("drop index concurrently i"), "drop index              i");
	assert_string_equal(inside("alter table t detach partition p concurrently"),
	                    "alter table t detach partition p             ");
}

static void
test_script_inside__runs_a_definition_that_a_marker_put_outside(UNUSED void **state)
{
	assert_string_equal(inside("alter type mood add value 'x'"), "alter type mood add value 'x'");
	assert_string_equal(inside("call p()"), "");
	assert_string_equal(inside("create subscription s connection '' publication p"), "");
}

static void
test_script_inside__leaves_out_what_defines_nothing(void **state)
{
	(void)state;
	assert_string_equal(inside("vacuum t"), "");
	assert_string_equal(inside("reindex table concurrently t"), "");
	assert_string_equal(inside("create database d"), "");
}

static void
test_script_inside__shares_nothing_with_the_script(UNUSED void **state)
{
	struct script script = {.name = memory_copy_text("own.sql"),
	                        .text = memory_copy_text("select 1"),
	                        .length_bytes = 8,
	                        .path = memory_copy_text("/ddl/own.sql"),
	                        .folder = memory_copy_text("/ddl")};
	struct script_part part = {.name = memory_copy_text("part.sql"), .first_line = 1};

	script.parts = memory_allocate(1, sizeof part);
	script.parts[0] = part;
	script.part_count = 1;

	struct script copy = script_inside(&script);

	script_free(&script);
	assert_string_equal(copy.path, "/ddl/own.sql");
	assert_string_equal(copy.folder, "/ddl");
	assert_string_equal(copy.parts[0].name, "part.sql");
	script_free(&copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script_inside__builds_and_drops_at_once),
		cmocka_unit_test(test_script_inside__runs_a_definition_that_a_marker_put_outside),
		cmocka_unit_test(test_script_inside__shares_nothing_with_the_script),
		cmocka_unit_test(test_script_inside__leaves_out_what_defines_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
