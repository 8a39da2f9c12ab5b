#include "adapter/postgres/script/script_scan.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "unit_test.h"

static struct script
script_of(const char *text, size_t length_bytes)
{
	return (struct script){
		.name = memory_copy_text("a.sql"),
		.text = memory_copy_bytes(text, length_bytes),
		.length_bytes = length_bytes,
	};
}

static char letter_of(enum statement_class class)
{
	switch (class)
	{
		case STATEMENT_TRANSACTIONAL:
			return 'T';
		case STATEMENT_OUTSIDE:
			return 'O';
		case STATEMENT_BEGIN_COMMIT:
			return 'B';
		case STATEMENT_REFUSED:
			return 'R';
		case STATEMENT_COPY_STDIN:
			return 'C';
		case STATEMENT_SKIPPED:
			return 'S';
		case STATEMENT_UNKNOWN_DEFAULT:
			return 'U';
	}
	return '?';
}

/* "T1[select 1] C2[copy t from stdin]{data}": class, line, text, data. */
static void
check(const char *text, const char *wanted)
{
	struct script script = script_of(text, strlen(text));
	struct failure failure = {0};
	cleanup_text struct text found = TEXT_EMPTY;

	if (!script_scan(&script, &failure))
		print_error("%s\n", failure.message);
	for (size_t index = 0; index < script.statement_count; index++)
	{
		const struct statement *statement = &script.statements[index];

		text_append_format(&found, "%s%c%d[%.*s]", index > 0 ? " " : "",
		                   letter_of(statement->class), (int)statement->line,
		                   (int)statement->length_bytes, script.text + statement->offset_bytes);
		if (statement->class == STATEMENT_COPY_STDIN)
			text_append_format(&found, "{%.*s}", (int)statement->data_length_bytes,
			                   script.text + statement->data_offset_bytes);
	}
	assert_int_equal(failure.kind, FAILURE_NONE);
	assert_string_equal(text_bytes(&found), wanted);
	script_free(&script);
}

static void
check_refused(const char *text, size_t length_bytes, int line, int column, const char *words)
{
	struct script script = script_of(text, length_bytes);
	struct failure failure = {0};

	assert_false(script_scan(&script, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	if (strstr(failure.message, words) == NULL)
		print_error("%s\n", failure.message);
	assert_non_null(strstr(failure.message, words));
	if (failure.hint[0] == '\0')
		print_error("no hint: %s\n", failure.message);
	assert_string_not_equal(failure.hint, "");
	assert_int_equal(failure.place.line, line);
	assert_int_equal(failure.place.column, column);
	assert_string_equal(failure.place.file, "a.sql");
	script_free(&script);
}

#define CHECK_REFUSED(text, line, column, words) \
	check_refused(text, sizeof(text) - 1, line, column, words)

static void
test_script_scan__semicolons_end_statements(UNUSED void **state)
{
	check("", "");
	check(" \n-- only\n/* comments */", "");
	check("select 1;select 2;\n\nselect\n3;", "T1[select 1] T1[select 2] T3[select\n3]");
	check(";;select 1;;", "T1[select 1]");
	check("select 1", "T1[select 1]");
	check("-- head\nselect 1 -- tail;\n;", "T2[select 1 -- tail;\n]");
}

static void
test_script_scan__semicolons_inside_of_something_do_not(UNUSED void **state)
{
	check("select ';', \";\", $$;$$, $a$;$$;$a$, e'\\';' /* ; */ ; select 2",
	      "T1[select ';', \";\", $$;$$, $a$;$$;$a$, e'\\';' /* ; */ ] T1[select 2]");
	check("create rule r as on insert to t do (select 1; select 2); select 3",
	      "T1[create rule r as on insert to t do (select 1; select 2)] T1[select 3]");
	check("create function f() returns int begin atomic select 1; select 2; end; select 3",
	      "T1[create function f() returns int begin atomic select 1; select 2; end] T1[select 3]");
	check("select 'a\n;b', $$\n;\n$$;\nselect 2", "T1[select 'a\n;b', $$\n;\n$$] T5[select 2]");
}

static void
test_script_scan__variables_of_psql_are_left_alone(UNUSED void **state)
{
	check("select :x, :'x', :\"x\", a::text, :{?x}; select 2",
	      "T1[select :x, :'x', :\"x\", a::text, :{?x}] T1[select 2]");
}

static void
test_script_scan__copy_takes_its_data(UNUSED void **state)
{
	check("copy t from stdin;\n1\ta;b\n2\t'\n\\.\nselect 1;",
	      "C1[copy t from stdin]{1\ta;b\n2\t'\n} T5[select 1]");
	check("copy t from stdin; -- data\r\n1\r\n\\.\r\nselect 1;",
	      "C1[copy t from stdin]{1\r\n} T4[select 1]");
	check("copy t from stdin;\n\\.\ncopy u from stdin;\n\\.\n",
	      "C1[copy t from stdin]{} C3[copy u from stdin]{}");
	check("copy t from stdin\n", "C1[copy t from stdin\n]{}");
	check("copy t from stdin;\nno end", "C1[copy t from stdin]{no end}");
	check("copy t from stdin;", "C1[copy t from stdin]{}");
	CHECK_REFUSED("copy t from stdin; select 1;\n1\n\\.\n", 1, 19, "behind COPY");
}

static void
test_script_scan__commands_of_pg_dump_are_skipped(UNUSED void **state)
{
	check("\\restrict abc\nselect 1;\n\\unrestrict abc\n",
	      "S1[\\restrict abc] T2[select 1] S3[\\unrestrict abc]");
	check("-- dump\n\\restrict abc\n\nbegin;\nselect 1;\ncommit;",
	      "S2[\\restrict abc] B4[begin] T5[select 1] B6[commit]");
}

static void
test_script_scan__other_commands_of_psql_are_refused(UNUSED void **state)
{
	CHECK_REFUSED("select 1;\n  \\gexec\n", 2, 3, "\\gexec is a command of psql");
	CHECK_REFUSED("select 1 \\gset\n", 1, 10, "\\gset");
	CHECK_REFUSED("select 1\n\\restrict a\n", 2, 1, "\\restrict");
	CHECK_REFUSED("\\restricted a\n", 1, 1, "\\restricted");
	CHECK_REFUSED("\\", 1, 1, "command of psql");
	check("select 1 \\; select 2;", "T1[select 1 \\; select 2]");
}

static void
test_script_scan__commands_that_only_show_are_passed_over(UNUSED void **state)
{
	check("\\set ON_ERROR_STOP on\n\\echo 'it; is' \"so\"\nselect 1;",
	      "S1[\\set ON_ERROR_STOP on] S2[\\echo 'it; is' \"so\"] T3[select 1]");
	check("\\timing\n\\dt+ x.*\n\\x on\n\\unset a\n\\pset pager off\nselect 1;",
	      "S1[\\timing] S2[\\dt+ x.*] S3[\\x on] S4[\\unset a] S5[\\pset pager off] T6[select 1]");
	check("\\t \\a \\\\ select 1;", "S1[\\t ] S1[\\a ] T1[select 1]");
	check("select 1 \\g\nselect 2\n\\gx\ncopy t from stdin \\g\n1\n\\.\n",
	      "T1[select 1 ] T2[select 2\n] C4[copy t from stdin ]{1\n}");
	check("\\encoding UTF8\n\\c -\n\\connect - - - -\nselect 1;",
	      "S1[\\encoding UTF8] S2[\\c -] S3[\\connect - - - -] T4[select 1]");
	check("select 1;\n\\q\nselect '", "T1[select 1] S2[\\q]");
}

static void
test_script_scan__what_commands_hide_is_refused(UNUSED void **state)
{
	CHECK_REFUSED("\\timing on select 1;\n", 1, 1, "something behind it");
	CHECK_REFUSED("select 1\n\\timing on\n;", 2, 1, "inside a statement");
	CHECK_REFUSED("\\echo x\rselect 1;\n", 1, 1, "carriage return");
	CHECK_REFUSED("\\echo `date`\n", 1, 1, "shell");
	CHECK_REFUSED("\\echo 'a\nselect 1;\n", 1, 1, "left open");
	CHECK_REFUSED("\\set SINGLELINE on\n", 1, 1, "each line");
	CHECK_REFUSED("\\encoding LATIN1\n", 1, 1, "UTF-8");
	CHECK_REFUSED("\\connect other\n", 1, 1, "another database");
	CHECK_REFUSED("\\c - bob\n", 1, 1, "another role");
	CHECK_REFUSED("select 1 \\g out.txt\n", 1, 10, "write the result");
	CHECK_REFUSED("\\!rm -r x\n", 1, 1, "shell");
	CHECK_REFUSED("\\copy t from 'x'\n", 1, 1, "files");
	CHECK_REFUSED("\\if true\n", 1, 1, "decides");
	CHECK_REFUSED("\\i a.sql\n", 1, 1, "can include no other file");
}

static void
test_script_scan__a_variable_that_is_set_may_not_be_used(UNUSED void **state)
{
	CHECK_REFUSED("\\set a 1\nselect ':a', a::a, :'a';", 2, 20, ":a is a variable");
	CHECK_REFUSED("\\set a 1\nselect x[1:a];", 2, 11, ":a is a variable");
	CHECK_REFUSED("grant connect on database :\"DBNAME\" to x;", 1, 27, ":DBNAME is a variable");
	check("\\set a 1\nselect ':a', a::a, x[1:b], $$ :a $$ /* :a */ -- :a\n;",
	      "S1[\\set a 1] T2[select ':a', a::a, x[1:b], $$ :a $$ /* :a */ -- :a\n]");
	check("\\set a 1\n\\unset a\nselect x[1:a];", "S1[\\set a 1] S2[\\unset a] T3[select x[1:a]]");
}

static void
test_script_scan__refused_statements_name_their_line(UNUSED void **state)
{
	CHECK_REFUSED("select 1;\n\n  rollback;\n", 3, 3, "rollback may not stand in a script");
	CHECK_REFUSED("savepoint a", 1, 1, "savepoint a may not");
	CHECK_REFUSED("copy t to stdout;", 1, 1, "does not read");
	CHECK_REFUSED("discard all;", 1, 1, "lock");
}

static void
test_script_scan__what_is_left_open_at_the_end_is_refused(UNUSED void **state)
{
	CHECK_REFUSED("select 1;\nselect 'a;\n", 2, 1, "inside a quoted string");
	CHECK_REFUSED("select \"a;\n", 1, 1, "inside a quoted identifier");
	CHECK_REFUSED("select $x$a;\n$$", 1, 1, "inside a dollar-quoted string");
	CHECK_REFUSED("select (1;\n", 1, 1, "inside parentheses");
	CHECK_REFUSED("select 1 /* a;\n", 1, 1, "inside a comment");
	CHECK_REFUSED("create function f() returns int begin atomic select 1;", 1, 1, "BEGIN ... END");
}

static void
test_script_scan__bytes_that_are_no_text_are_refused(UNUSED void **state)
{
	CHECK_REFUSED("select 1;\nselect '\xff';", 2, 9, "0xff");
	CHECK_REFUSED("select 1;\0select 2;", 1, 10, "NUL");
	CHECK_REFUSED("\xff\xfes\0e\0", 1, 1, "not UTF-8");
	check("\xef\xbb\xbfselect 1;", "T1[select 1]");
	check("select 'ä€😀';", "T1[select 'ä€😀']");
}

static void
test_script_scan__line_ends_of_windows_are_line_ends(UNUSED void **state)
{
	check("select 1;\r\n-- c\r\nselect\r\n2;\r\n", "T1[select 1] T3[select\r\n2]");
	check("\\restrict a\r\nselect 1;", "S1[\\restrict a] T2[select 1]");
}

static void
test_script_scan__a_carriage_return_ends_a_comment(UNUSED void **state)
{
	check("-- c\rselect 1;", "T1[select 1]");
	check("select 1 -- ;\r; select 2;", "T1[select 1 -- ;\r] T1[select 2]");
	check("copy t from stdin; -- c\r\n1\n\\.\n", "C1[copy t from stdin]{1\n}");
	CHECK_REFUSED("copy t from stdin; -- c\rselect 1;\n1\n\\.\n", 1, 19, "behind COPY");
	CHECK_REFUSED("-- c\rrollback;", 1, 6, "rollback may not stand");
}

static void
test_script_scan__a_string_goes_on_in_another_line(UNUSED void **state)
{
	check("select E'a'\n'b\\' ; x'; select 2", "T1[select E'a'\n'b\\' ; x'] T2[select 2]");
	check("select E'a' -- c'\n\n-- d\n '\\'';select 2",
	      "T1[select E'a' -- c'\n\n-- d\n '\\''] T4[select 2]");
	check("select 'a'\n'b\\'; select 2", "T1[select 'a'\n'b\\'] T2[select 2]");
}

/* The lexer is fed piece by piece; where one ends must not matter. */
static void
test_script_scan__pieces_end_where_nothing_depends_on_it(UNUSED void **state)
{
	for (size_t blank_bytes = 16384 - 40; blank_bytes < 16384 + 20; blank_bytes++)
	{
		cleanup_text struct text text = TEXT_EMPTY;
		static const char tail[] = "select E'a'\n -- c\n'b\\' ;' /*\n;*/, $$\n;$$;\n\nselect 2;\n";

		for (size_t count = 0; count < blank_bytes; count++)
			text_append_char(&text, ' ');
		text_append(&text, tail);

		struct script script = script_of(text_bytes(&text), text.length_bytes);
		struct failure failure = {0};

		assert_true(script_scan(&script, &failure));
		assert_int_equal(script.statement_count, 2);
		assert_int_equal(script.statements[0].offset_bytes, blank_bytes);
		assert_int_equal(script.statements[1].line, 7);
		script_free(&script);
	}
}

static void
test_script_scan__what_psql_takes_for_a_variable_is_none(UNUSED void **state)
{
	check("select a[1:E'\\'']; select 2", "T1[select a[1:E'\\'']] T1[select 2]");
	check("select a[1:b$x$]; select 2; select b$x$;",
	      "T1[select a[1:b$x$]] T1[select 2] T1[select b$x$]");
}

static void
test_script_scan__a_command_of_pg_dump_has_one_key_and_no_more(UNUSED void **state)
{
	check("\\restrict \t abc\r\nselect 1;", "S1[\\restrict \t abc] T2[select 1]");
	CHECK_REFUSED("\\restrict\n", 1, 1, "\\restrict");
	CHECK_REFUSED("\\restrict abc select 1;\n", 1, 1, "\\restrict");
	CHECK_REFUSED("\\restrict abc\rselect 1;\n", 1, 1, "\\restrict");
	CHECK_REFUSED("\\restrict abc;select 1;\n", 1, 1, "\\restrict");
}

static void
test_script_scan__scanning_again_starts_afresh(UNUSED void **state)
{
	struct script script = script_of("select 1;", 9);
	struct failure failure = {0};

	assert_true(script_scan(&script, &failure));
	assert_true(script_scan(&script, &failure));
	assert_int_equal(script.statement_count, 1);
	script_free(&script);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script_scan__semicolons_end_statements),
		cmocka_unit_test(test_script_scan__semicolons_inside_of_something_do_not),
		cmocka_unit_test(test_script_scan__variables_of_psql_are_left_alone),
		cmocka_unit_test(test_script_scan__copy_takes_its_data),
		cmocka_unit_test(test_script_scan__commands_of_pg_dump_are_skipped),
		cmocka_unit_test(test_script_scan__other_commands_of_psql_are_refused),
		cmocka_unit_test(test_script_scan__commands_that_only_show_are_passed_over),
		cmocka_unit_test(test_script_scan__what_commands_hide_is_refused),
		cmocka_unit_test(test_script_scan__a_variable_that_is_set_may_not_be_used),
		cmocka_unit_test(test_script_scan__refused_statements_name_their_line),
		cmocka_unit_test(test_script_scan__what_is_left_open_at_the_end_is_refused),
		cmocka_unit_test(test_script_scan__bytes_that_are_no_text_are_refused),
		cmocka_unit_test(test_script_scan__line_ends_of_windows_are_line_ends),
		cmocka_unit_test(test_script_scan__a_carriage_return_ends_a_comment),
		cmocka_unit_test(test_script_scan__a_string_goes_on_in_another_line),
		cmocka_unit_test(test_script_scan__pieces_end_where_nothing_depends_on_it),
		cmocka_unit_test(test_script_scan__what_psql_takes_for_a_variable_is_none),
		cmocka_unit_test(test_script_scan__a_command_of_pg_dump_has_one_key_and_no_more),
		cmocka_unit_test(test_script_scan__scanning_again_starts_afresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
