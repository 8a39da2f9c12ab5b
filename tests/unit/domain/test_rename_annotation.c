#include "domain/rename_annotation.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/text.h"
#include "unit_test.h"

/* Statements end with a semicolon, which stands nowhere else in these. */
static struct script
script_of(const char *text)
{
	struct script script = {
		.name = memory_copy_text("own.sql"),
		.text = memory_copy_text(text),
		.length_bytes = strlen(text),
	};
	const char *at = script.text;

	while (at != NULL)
	{
		size_t left_bytes = script.length_bytes - (size_t)(at - script.text);
		size_t blank_bytes = statement_blank_bytes(at, left_bytes);
		const char *start = at + blank_bytes;
		const char *end = strchr(start, ';');

		if (end != NULL)
			*ARRAY_ADD(script.statements, script.statement_count) = (struct statement){
				.offset_bytes = (size_t)(start - script.text),
				.length_bytes = (size_t)(end - start),
			};
		at = end != NULL ? end + 1 : NULL;
	}
	return script;
}

static void
check_renames(const char *text, const char *expected)
{
	struct script script = script_of(text);
	cleanup_object_rename_list struct object_rename_list list = {NULL, 0};
	cleanup_text struct text found = TEXT_EMPTY;
	struct failure failure = {0};

	print_message("of: %s\n", text);
	if (!rename_annotation_read(&script, &list, &failure))
		print_message("failure: %s\n", failure.message);
	assert_int_equal(failure.kind, FAILURE_NONE);
	object_rename_sort(&list);
	for (size_t index = 0; index < list.count; index++)
		text_append_format(&found, "%s\n", list.items[index].statement);
	script_free(&script);
	assert_string_equal(text_bytes(&found), expected);
}

static void
check_failure(const char *text, const char *message, int64_t line, int64_t column)
{
	struct script script = script_of(text);
	cleanup_object_rename_list struct object_rename_list list = {NULL, 0};
	struct failure failure = {0};

	print_message("of: %s\n", text);
	assert_false(rename_annotation_read(&script, &list, &failure));
	script_free(&script);
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_string_equal(failure.message, message);
	assert_non_null(strstr(failure.hint, "@renamed from="));
	assert_string_equal(failure.place.file, "own.sql");
	assert_int_equal(failure.place.line, line);
	assert_int_equal(failure.place.column, column);
}

static void
test_rename_annotation__of_a_table_and_its_parts(UNUSED void **state)
{
	check_renames("create table Users ( -- @renamed from=accounts\n"
	              "  id int,\n"
	              "  user_name text default array['a', 'b'], -- @renamed from=\"Login\"\n"
	              "  /* @renamed from=mail */\n"
	              "  \"E-Mail\" text not null,\n"
	              "  age numeric(3, 0) check (age > 0 and age < 9) -- @renamed from=years\n"
	              "  , constraint one unique (id) -- @renamed from=uno\n"
	              ");\n",
	              "alter table \"accounts\" rename to \"users\"\n"
	              "alter table \"users\" rename column \"Login\" to \"user_name\"\n"
	              "alter table \"users\" rename column \"mail\" to \"E-Mail\"\n"
	              "alter table \"users\" rename column \"years\" to \"age\"\n"
	              "alter table \"users\" rename constraint \"uno\" to \"one\"\n");
	check_renames("create unlogged table if not exists app.t (a int, b int, -- @renamed from=c\n"
	              " d int);",
	              "alter table \"app\".\"t\" rename column \"c\" to \"b\"\n");
	check_renames("create table t (\n a int -- of old\n  constraint c -- @renamed from=d\n"
	              "  check (a > 0),\n b int constraint e unique, -- @renamed from=f\n"
	              " exclude int -- @renamed from=g\n);",
	              "alter table \"t\" rename constraint \"d\" to \"c\"\n"
	              "alter table \"t\" rename column \"f\" to \"b\"\n"
	              "alter table \"t\" rename column \"g\" to \"exclude\"\n");
	check_renames("create table p partition of t (\n constraint c check (a > 0) -- @renamed "
	              "from=d\n) for values in (1);",
	              "alter table \"p\" rename constraint \"d\" to \"c\"\n");
}

static void
test_rename_annotation__stands_around_a_statement(UNUSED void **state)
{
	static const char renamed[] = "alter table \"b\" rename to \"a\"\n";

	check_renames("-- @renamed from=b\ncreate table a (id int);", renamed);
	check_renames("select 1; -- one\n-- @renamed from=b\n\n-- more\ncreate table a (id int);",
	              renamed);
	check_renames("create table a (id int); -- @renamed from=b", renamed);
	check_renames("create table a (id int) -- @renamed from=b\n;", renamed);
	check_renames("create table a (id int); /* @renamed from=b */ select 1;", renamed);
	check_renames("create /* @renamed from=b */ table a (id int);", renamed);
	check_renames("create table a\n-- @renamed from=b\n(id int);", renamed);
	check_renames("create table a (id int) partition by list (id); -- @renamed from=b", renamed);
	check_renames("create table a as select 1; -- @renamed from=b\ncreate table c (id int);",
	              renamed);
	check_renames("create table a ( -- @renamed from=b\n id int); -- @renamed from=c", renamed);
	check_renames("create table a (id int default '-- @renamed from=b\n');", "");
}

static void
test_rename_annotation__makes_room_for_another(UNUSED void **state)
{
	check_renames(
		"create table t (\n a int, -- @renamed from=b\n x int,\n b int, -- @renamed from=c\n"
		" c int -- @renamed from=d\n);",
		"alter table \"t\" rename column \"b\" to \"a\"\n"
		"alter table \"t\" rename column \"c\" to \"b\"\n"
		"alter table \"t\" rename column \"d\" to \"c\"\n");
	check_renames("create table t (\n c int, -- @renamed from=d\n b int, -- @renamed from=c\n"
	              " a int -- @renamed from=b\n);\ncreate table u (d int); -- @renamed from=v",
	              "alter table \"v\" rename to \"u\"\n"
	              "alter table \"t\" rename column \"b\" to \"a\"\n"
	              "alter table \"t\" rename column \"c\" to \"b\"\n"
	              "alter table \"t\" rename column \"d\" to \"c\"\n");
}

static void
test_rename_annotation__of_all_kinds(UNUSED void **state)
{
	check_renames("create view app.v as select 1; -- @renamed from=app.w\n",
	              "alter view \"app\".\"w\" rename to \"v\"\n");
	check_renames("create or replace view v as -- @renamed from=public.w\n select 1;",
	              "alter view \"public\".\"w\" rename to \"v\"\n");
	check_renames("create materialized view if not exists v as select 1; -- @renamed from=w",
	              "alter materialized view \"w\" rename to \"v\"\n");
	check_renames("create sequence s; -- @renamed from=\"order\"",
	              "alter sequence \"order\" rename to \"s\"\n");
	check_renames("create foreign table f (a int -- @renamed from=b\n) server s;",
	              "alter table \"f\" rename column \"b\" to \"a\"\n");
	check_renames("create schema s; -- @renamed from=t\ncreate table s.a (b int); -- @renamed "
	              "from=c\n",
	              "alter schema \"t\" rename to \"s\"\nalter table \"s\".\"c\" rename to \"a\"\n");
	check_renames("create table s.a (b int); -- @renamed from=c\ncreate schema s; -- @renamed "
	              "from=t",
	              "alter schema \"t\" rename to \"s\"\nalter table \"s\".\"c\" rename to \"a\"\n");
	check_renames("create unique index concurrently i /* @renamed from=j */ on only app.t (a);",
	              "alter index \"app\".\"j\" rename to \"i\"\n");
	check_renames("alter table only app.t\n  add constraint c check (a > 0); -- @renamed from=d",
	              "alter table \"app\".\"t\" rename constraint \"d\" to \"c\"\n");
	check_renames("-- @renamed from=d\nalter table t\n  add constraint c check (a > 0),\n"
	              "  add column if not exists e int -- @renamed from=f\n;",
	              "alter table \"t\" rename constraint \"d\" to \"c\"\n"
	              "alter table \"t\" rename column \"f\" to \"e\"\n");
	check_renames("create domain d as int\n constraint c check (value > 0); -- @renamed from=e",
	              "alter domain \"d\" rename constraint \"e\" to \"c\"\n");
	check_renames("-- @renamed from=e\ncreate domain d as int\n constraint c check (value > 0);",
	              "alter domain \"e\" rename to \"d\"\n");
	check_renames("create type t as (\n a int, -- @renamed from=b\n c int\n); -- @renamed from=u",
	              "alter type \"u\" rename to \"t\"\n"
	              "alter type \"t\" rename attribute \"b\" to \"a\"\n");
}

static void
test_rename_annotation__of_a_function(UNUSED void **state)
{
	check_renames("create function f() returns int language sql return 1; -- @renamed from=g",
	              "alter function \"g\"() rename to \"f\"\n");
	check_renames("create or replace function app.f( -- @renamed from=g\n"
	              "  a int default greatest(1, 2), -- the first\n"
	              "  inout b numeric(3,1)[] = array[1, 2],\n"
	              "  variadic c \"My\".\"Type\"[]\n"
	              ") returns int language sql as $$ select 1 -- @renamed from=x\n $$;",
	              "alter function \"app\".\"g\"(a int, inout b numeric(3,1)[], variadic c "
	              "\"My\".\"Type\"[]) rename to \"f\"\n");
	check_renames("-- @renamed from=q\ncreate procedure p(a int) language sql as 'select 1';",
	              "alter procedure \"q\"(a int) rename to \"p\"\n");
	check_renames("create aggregate f(*) (sfunc = x, stype = int); -- @renamed from=g",
	              "alter aggregate \"g\"(*) rename to \"f\"\n");
}

static void
test_rename_annotation__of_an_enum_and_its_labels(UNUSED void **state)
{
	check_renames("create type s /* @renamed from=t */ as enum (\n 'a',\n"
	              "  'it''s' /* @renamed from='b''s' */,\n 'c', -- @renamed from=In_Work\n 'd'\n);",
	              "alter type \"t\" rename to \"s\"\n"
	              "alter type \"s\" rename value 'b''s' to 'it''s'\n"
	              "alter type \"s\" rename value 'In_Work' to 'c'\n");
	check_renames("create type s as enum ( -- @renamed from=t\n 'a' -- @renamed from=\"b c\"\n);",
	              "alter type \"t\" rename to \"s\"\nalter type \"s\" rename value 'b c' to 'a'\n");
	check_renames("create type s as enum (\n  /* @renamed from=t */\n  'a',\n 'b');",
	              "alter type \"t\" rename to \"s\"\n");
	check_renames("create type s as enum (\n  'a',\n  -- @renamed from=c\n 'b');",
	              "alter type \"s\" rename value 'c' to 'b'\n");
}

static void
test_rename_annotation__that_is_a_slip_is_refused(UNUSED void **state)
{
	static const char nothing[] = "\"-- @renamed from=b\" is about nothing that can be renamed";

	check_failure("create table t (\n  a int -- @renamed form=b\n);",
	              "\"-- @renamed form=b\" is a misspelt annotation", 2, 9);
	check_failure("select 1; -- @renamed b", "\"-- @renamed b\" is a misspelt annotation", 1, 11);
	check_failure("create table t (a int -- @renamed from='b'\n);",
	              "\"-- @renamed from='b'\" is a misspelt annotation", 1, 23);
	check_failure("select 1; -- @renamed from=b\ncreate table a (b int);", nothing, 1, 11);
	check_failure("create table a (b int);\n-- @renamed from=b", nothing, 2, 1);
	check_failure("create view v as\n select a -- @renamed from=b\n from t;", nothing, 2, 11);
	check_failure("create table t (\n a int,\n primary key (a) -- @renamed from=b\n);", nothing, 3,
	              18);
	check_failure("create table t (\n a int,\n b int\n -- @renamed from=b\n);", nothing, 4, 2);
	check_failure("create index on t (a); -- @renamed from=b", nothing, 1, 24);
	check_failure("alter table t owner to r; -- @renamed from=b", nothing, 1, 27);
	check_failure("create trigger t before insert on a execute function f(); -- @renamed from=b",
	              nothing, 1, 59);
	check_failure("create table app.t (a int); -- @renamed from=other.u",
	              "\"-- @renamed from=other.u\" would move what it is about: only a name can have "
	              "changed",
	              1, 29);
	check_failure("create table t (a int -- @renamed from=t.b\n);",
	              "\"-- @renamed from=t.b\" would move what it is about: only a name can have "
	              "changed",
	              1, 23);
	check_failure("create table t (a int -- @renamed from=A\n);",
	              "\"-- @renamed from=A\" names what the object is called now", 1, 23);
}

static void
test_rename_annotation__of_an_included_file_begins_its_line(UNUSED void **state)
{
	struct script script = script_of("\\ir x;-- @renamed from=b\ncreate table a (id int);");
	struct script_part parts[] = {{.name = script.name, .first_line = 1},
	                              {.offset_bytes = 6, .name = script.name, .first_line = 1}};
	cleanup_object_rename_list struct object_rename_list list = {NULL, 0};
	struct failure failure = {0};

	script.parts = parts;
	script.part_count = COUNT_OF(parts);
	assert_true(rename_annotation_read(&script, &list, &failure));
	assert_int_equal(list.count, 1);
	assert_string_equal(object_rename_kind(&list.items[0]), "table");
	assert_int_equal(list.items[0].place.line, 1);
	assert_int_equal(list.items[0].place.column, 1);
	script.parts = NULL;
	script.part_count = 0;
	script_free(&script);
}

static void
test_rename_annotation__gets_the_schema_and_the_types_that_the_search_path_says(UNUSED void **state)
{
	struct script script = script_of("create function f(mood) returns int -- @renamed from=g\n;");
	cleanup_object_rename_list struct object_rename_list list = {NULL, 0};
	struct failure failure = {0};

	assert_true(rename_annotation_read(&script, &list, &failure));
	object_rename_qualify(&list.items[0], "s");
	assert_string_equal(list.items[0].statement,
	                    "alter function \"s\".\"g\"(mood) rename to \"f\"");
	object_rename_qualify(&list.items[0], "other");
	object_rename_set_arguments(&list.items[0], "(s.mood)");
	assert_string_equal(list.items[0].statement,
	                    "alter function \"s\".\"g\"(s.mood) rename to \"f\"");

	cleanup_memory char *whole = object_rename_whole(&list.items[0]);

	assert_string_equal(whole, "\"s\".\"g\"");
	script_free(&script);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rename_annotation__of_a_table_and_its_parts),
		cmocka_unit_test(test_rename_annotation__stands_around_a_statement),
		cmocka_unit_test(test_rename_annotation__makes_room_for_another),
		cmocka_unit_test(test_rename_annotation__of_all_kinds),
		cmocka_unit_test(test_rename_annotation__of_a_function),
		cmocka_unit_test(test_rename_annotation__of_an_enum_and_its_labels),
		cmocka_unit_test(test_rename_annotation__that_is_a_slip_is_refused),
		cmocka_unit_test(test_rename_annotation__of_an_included_file_begins_its_line),
		cmocka_unit_test(
			test_rename_annotation__gets_the_schema_and_the_types_that_the_search_path_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
