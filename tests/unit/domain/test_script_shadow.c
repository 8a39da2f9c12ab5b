#include "domain/script_shadow.h"

#include <stdio.h>
#include <string.h>

#include "unit_test.h"

static struct name_list extensions;

static int
tear_down(UNUSED void **state)
{
	name_list_free(&extensions);
	extensions = (struct name_list){0};
	return 0;
}

/* One statement as the shadow sends it; empty where it is left out. */
static const char *
shadow_of(const char *text, bool moves_extensions)
{
	static char shown[1024];
	struct statement statement = {
		.class = statement_classify(text, strlen(text)),
		.length_bytes = strlen(text),
	};
	const struct script script = {
		.name = (char *)"a.sql",
		.text = (char *)text,
		.length_bytes = strlen(text),
		.statements = &statement,
		.statement_count = 1,
	};
	struct script found = script_shadow(&script, moves_extensions, &extensions);
	const struct statement *sent = &found.statements[0];

	assert_int_equal(strlen(found.text), found.length_bytes);
	assert_memory_equal(found.text, text, strlen(text));
	(void)snprintf(shown, sizeof shown, "%.*s",
	               statement_is_sent(sent) ? (int)sent->length_bytes : 0,
	               found.text + sent->offset_bytes);
	script_free(&found);
	return shown;
}

static void
assert_begins(const char *shown, const char *beginning)
{
	if (strncmp(shown, beginning, strlen(beginning)) != 0)
		fail_msg("\"%s\" does not begin with \"%s\"", shown, beginning);
}

static void
test_script_shadow__runs_what_is_in_a_schema_as_it_is(UNUSED void **state)
{
	assert_string_equal(shadow_of("create table t (n int)", false), "create table t (n int)");
	assert_string_equal(shadow_of("create user mapping for u server s", false),
	                    "create user mapping for u server s");
	assert_int_equal(extensions.count, 0);
}

static void
test_script_shadow__a_role_may_be_there_already(UNUSED void **state)
{
	assert_begins(shadow_of("create role \"r'1\"", false),
	              "do $noetl_schema_shadow$ begin create role \"r'1\"; exception when "
	              "duplicate_object or ");
	assert_begins(shadow_of("drop role r", false),
	              "do $noetl_schema_shadow$ begin drop role r; exception when ");
	assert_begins(shadow_of("create language plperl", false), "do $noetl_schema_shadow$ begin ");
}

static void
test_script_shadow__an_extension_that_is_there_is_not_made_again(UNUSED void **state)
{
	assert_string_equal(
		shadow_of("create extension \"it's\" schema x version '1'", false),
		"do $noetl_schema_shadow$ begin if exists (select from pg_catalog.pg_extension where "
		"extname operator(pg_catalog.=) 'it''s') then null; else create extension \"it's\" schema "
		"x version '1'; end if; end $noetl_schema_shadow$");
}

static void
test_script_shadow__an_extension_is_moved_where_the_database_is_managed(UNUSED void **state)
{
	const char *shown = shadow_of("create extension citext schema other", true);

	assert_non_null(strstr(shown, "then begin execute pg_catalog.format('alter extension %I set "
	                              "schema %I', 'citext', 'other'); exception when others"));
	assert_null(strstr(shown, "update to"));
	assert_non_null(strstr(shadow_of("create extension citext", true),
	                       "'citext', pg_catalog.current_schema())"));
}

static void
test_script_shadow__an_extension_is_brought_to_its_version_or_made_anew(UNUSED void **state)
{
	const char *shown = shadow_of("create extension citext version '1.5'", true);

	assert_non_null(strstr(shown, "begin alter extension \"citext\" update to \"1.5\"; exception "
	                              "when others then drop extension \"citext\" cascade; create "
	                              "extension citext version '1.5'; end; else create extension"));
}

static void
test_script_shadow__tells_each_extension_once(UNUSED void **state)
{
	(void)shadow_of("create extension citext", false);
	(void)shadow_of("create extension if not exists \"Other\"", false);
	(void)shadow_of("create extension if not exists citext", true);
	assert_int_equal(extensions.count, 2);
	assert_string_equal(extensions.items[0], "citext");
	assert_string_equal(extensions.items[1], "Other");
}

static void
test_script_shadow__leaves_out_what_would_be_seen_outside(UNUSED void **state)
{
	assert_string_equal(shadow_of("create subscription s connection 'host=a' publication p", false),
	                    "");
	assert_string_equal(shadow_of("notify c", false), "");
	assert_string_equal(shadow_of("alter system set work_mem = '1MB'", false), "");
}

static void
test_script_shadow__the_original_keeps_its_text(UNUSED void **state)
{
	char text[] = "create role r";
	struct statement statement = {.class = STATEMENT_TRANSACTIONAL, .length_bytes = strlen(text)};
	const struct script script = {.name = (char *)"a.sql",
	                              .text = text,
	                              .length_bytes = strlen(text),
	                              .statements = &statement,
	                              .statement_count = 1};
	struct script found = script_shadow(&script, false, NULL);

	assert_string_equal(script.text, "create role r");
	assert_int_equal(statement.offset_bytes, 0);
	assert_true(found.statements[0].offset_bytes >= strlen(text));
	script_free(&found);
}

#define RUN_TEST(name) cmocka_unit_test_teardown(name, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_script_shadow__runs_what_is_in_a_schema_as_it_is),
		RUN_TEST(test_script_shadow__a_role_may_be_there_already),
		RUN_TEST(test_script_shadow__an_extension_that_is_there_is_not_made_again),
		RUN_TEST(test_script_shadow__an_extension_is_moved_where_the_database_is_managed),
		RUN_TEST(test_script_shadow__an_extension_is_brought_to_its_version_or_made_anew),
		RUN_TEST(test_script_shadow__tells_each_extension_once),
		RUN_TEST(test_script_shadow__leaves_out_what_would_be_seen_outside),
		RUN_TEST(test_script_shadow__the_original_keeps_its_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
