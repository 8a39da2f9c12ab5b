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
test_script_inside__leaves_out_what_defines_nothing(void **state)
{
	(void)state;
	assert_string_equal(inside("vacuum t"), "");
	assert_string_equal(inside("reindex table concurrently t"), "");
	assert_string_equal(inside("create database d"), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script_inside__builds_and_drops_at_once),
		cmocka_unit_test(test_script_inside__leaves_out_what_defines_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
