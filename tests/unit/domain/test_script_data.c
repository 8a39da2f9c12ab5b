#include "domain/script_data.h"

#include <string.h>

#include "unit_test.h"

enum
{
	STATEMENT_LIMIT = 8
};

static struct script script;
static struct statement statements[STATEMENT_LIMIT];

/* Statements divided by semicolons. */
static void
set_script(const char *text)
{
	size_t offset_bytes = 0;

	script =
		(struct script){.name = (char *)"a.sql", .text = (char *)text, .statements = statements};
	script.length_bytes = strlen(text);
	while (offset_bytes < script.length_bytes)
	{
		size_t length_bytes = strcspn(text + offset_bytes, ";");

		statements[script.statement_count++] = (struct statement){
			.offset_bytes = offset_bytes, .length_bytes = length_bytes, .line = 1};
		offset_bytes += length_bytes + 1;
	}
}

/* A letter for each statement: "r" if it is run, "-" if it is left out. */
static void
assert_marks(enum script_data_rule rule, const char *text, const char *marks)
{
	cleanup_name_list struct name_list existing = {0};
	cleanup_script_data_found struct script_data_found found;
	const struct script_data_question question = {rule, "shop", &existing};

	name_list_append(&existing, "shop.a_seq");
	name_list_append(&existing, "shop.a");
	name_list_append(&existing, "public.a");
	script_data_sort(&existing);
	set_script(text);
	script_data_mark(&script, 1, &question, &found);
	for (size_t index = 0; index < script.statement_count; index++)
	{
		if (statements[index].is_left_out != (marks[index] == '-'))
			print_error("%s\n", text + statements[index].offset_bytes);
		assert_int_equal(statements[index].is_left_out, marks[index] == '-');
	}
}

static void
test_script_data__adds_nothing_again(UNUSED void **state)
{
	assert_marks(DATA_RUNS_ONCE, "insert into a values (1);insert into b values (1)", "-r");
	assert_marks(DATA_RUNS_ONCE, "insert into a values (1) on conflict do nothing", "r");
	assert_marks(DATA_RUNS_ONCE, "update a set n = 1;delete from a where n = 1", "rr");
	assert_marks(DATA_RUNS_ONCE, "select setval('a_seq', 1);select setval('b_seq', 1)", "-r");
	assert_marks(DATA_RUNS_ONCE, "copy shop.a from stdin;copy other.a from stdin", "-r");
	assert_marks(DATA_RUNS, "insert into a values (1)", "r");
}

static void
test_script_data__follows_the_names(UNUSED void **state)
{
	assert_marks(DATA_RUNS_ONCE, "set search_path = x;insert into a values (1)", "rr");
	assert_marks(DATA_RUNS_ONCE, "set search_path = public, x;insert into a values (1)", "r-");
	assert_marks(DATA_RUNS_ONCE, "reset all;insert into a values (1)", "rr");
	assert_marks(DATA_RUNS_ONCE, "drop table a;insert into a values (1)", "rr");
	assert_marks(DATA_RUNS_ONCE, "drop table b;insert into a values (1)", "r-");
	assert_marks(DATA_RUNS_ONCE, "drop table b;select setval('a_seq', 1)", "rr");
	assert_marks(DATA_RUNS_ONCE, "drop schema x;insert into a values (1)", "rr");
	assert_marks(DATA_RUNS_ONCE, "truncate a;insert into a values (1)", "rr");
}

static void
test_script_data__fills_only_what_a_repetition_makes_anew(UNUSED void **state)
{
	assert_marks(
		DATA_OF_REMADE,
		"drop table b;insert into b values (1);insert into a values (1);update a set n = 1",
		"rr--");
	assert_marks(DATA_LEFT_OUT, "drop table b;insert into b values (1);create table c ()", "r-r");
}

static void
test_script_data__are_in_a_shadow_where_they_may_define_something(UNUSED void **state)
{
	assert_marks(DATA_IF_NEEDED, "insert into a values (1);create view v as select 1", "-r");
	assert_marks(DATA_IF_NEEDED,
	             "insert into a values (1);do $$ begin end $$;insert into a values (1)", "rr-");
	assert_marks(DATA_IF_NEEDED, "select f();insert into a values (1)", "r-");
	assert_marks(DATA_IF_NEEDED,
	             "insert into a values (1);create trigger t before insert on a;copy a from stdin",
	             "-rr");
}

static void
test_script_data__are_told_once_for_each_table(UNUSED void **state)
{
	cleanup_name_list struct name_list existing = {0};
	cleanup_script_data_found struct script_data_found found;
	const struct script_data_question question = {DATA_RUNS_ONCE, "shop", &existing};

	name_list_append(&existing, "shop.a");
	set_script("insert into a values (1);insert into a values (2);insert into b values (1)");
	assert_true(script_data_may_repeat(&script, 1));
	script_data_mark(&script, 1, &question, &found);
	assert_string_equal(text_bytes(&found.left_out), "shop.a (a.sql:1)");
	assert_int_equal(found.left_out_count, 2);
	assert_int_equal(found.run_count, 1);
	set_script("create table a (n int);update a set n = 1");
	assert_false(script_data_may_repeat(&script, 1));
}

static void
test_script_data__may_be_all(UNUSED void **state)
{
	set_script("set a = 1;copy a from stdin;select pg_catalog.setval('a_seq', 1)");
	assert_true(script_data_is_all(&script, 1));
	set_script("copy a from stdin;create table b (n int)");
	assert_false(script_data_is_all(&script, 1));
	set_script("delete from a");
	assert_false(script_data_is_all(&script, 1));
	set_script("set a = 1");
	assert_false(script_data_is_all(&script, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script_data__adds_nothing_again),
		cmocka_unit_test(test_script_data__follows_the_names),
		cmocka_unit_test(test_script_data__fills_only_what_a_repetition_makes_anew),
		cmocka_unit_test(test_script_data__are_in_a_shadow_where_they_may_define_something),
		cmocka_unit_test(test_script_data__are_told_once_for_each_table),
		cmocka_unit_test(test_script_data__may_be_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
