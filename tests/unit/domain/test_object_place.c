#include "domain/object_place.h"

#include <stdlib.h>

#include "base/count_of.h"
#include "base/memory.h"
#include "unit_test.h"

static void
test_object_place__is_where_a_statement_makes_it(UNUSED void **state)
{
	static char text[] =
		"create table t (\n  a int,\n  \"B c\" int constraint positive check (a > 0)\n)\n"
		"create unique index t_a on other.t (a)\n"
		"create function f(n int) returns int language sql as 'select 1'\n";
	static struct statement statements[] = {
		{.offset_bytes = 0, .length_bytes = 72, .line = 1},
		{.offset_bytes = 73, .length_bytes = 38, .line = 5},
		{.offset_bytes = 112, .length_bytes = 63, .line = 6},
	};
	const struct script script = {
		.name = memory_copy_text("own.sql"),
		.text = text,
		.length_bytes = sizeof text - 1,
		.statements = statements,
		.statement_count = COUNT_OF(statements),
	};
	static const struct
	{
		enum fact_kind kind;
		const char *id;
		int64_t line;
		int64_t column;
	} cases[] = {
		{FACT_TABLE, "s.t", 1, 14},
		{FACT_COLUMN, "s.t.a", 2, 3},
		{FACT_COLUMN, "s.t.\"B c\"", 3, 3},
		{FACT_DEFAULT, "s.t.a", 2, 3},
		{FACT_CONSTRAINT, "s.t.positive", 3, 13},
		{FACT_CONSTRAINT, "s.t.t_a_check", 1, 14},
		{FACT_INDEX, "other.t_a", 5, 21},
		{FACT_FUNCTION, "s.f(integer)", 6, 17},
		{FACT_TABLE, "other.t", 0, 0},
		{FACT_VIEW, "s.t", 0, 0},
		{FACT_TRIGGER, "s.t.a", 0, 0},
		{FACT_TABLE, "", 0, 0},
	};
	cleanup_object_place_list struct object_place_list list = {0};

	object_place_list_read(&script, 1, "s", &list);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
	{
		struct failure_place place = {.line = 0};

		print_message("of: %s\n", cases[i].id);
		assert_int_equal(object_place_find(&list, cases[i].kind, cases[i].id, &place),
		                 cases[i].line > 0);
		assert_int_equal(place.line, cases[i].line);
		assert_int_equal(place.column, cases[i].column);
	}
	free(script.name);
}

static void
test_object_place__is_in_the_block_that_makes_it(UNUSED void **state)
{
	static char text[] =
		"do language plpgsql $x$\nbegin\n  -- create table no (n int);\n  if true then\n"
		"    create table t (a int);\n    execute 'create table u (a int)';\n"
		"    create index i on t (a);\n  end if;\nend $x$;\n"
		"do 'begin null; end';\ndo $$";
	static struct statement statements[] = {
		{.offset_bytes = 0, .length_bytes = 187, .line = 1},
		{.offset_bytes = 189, .length_bytes = 20, .line = 10},
		{.offset_bytes = 211, .length_bytes = 5, .line = 11},
		{.offset_bytes = 211, .length_bytes = 2, .line = 11},
	};
	const struct script script = {
		.name = memory_copy_text("own.sql"),
		.text = text,
		.length_bytes = sizeof text - 1,
		.statements = statements,
		.statement_count = COUNT_OF(statements),
	};
	struct failure_place place = {.line = 0};
	cleanup_object_place_list struct object_place_list list = {0};

	object_place_list_read(&script, 1, "s", &list);
	assert_int_equal(text[187], ';');
	assert_int_equal(text[209], ';');
	assert_true(object_place_find(&list, FACT_TABLE, "s.t", &place));
	assert_int_equal(place.line, 5);
	assert_int_equal(place.column, 18);
	assert_true(object_place_find(&list, FACT_INDEX, "s.i", &place));
	assert_int_equal(place.line, 7);
	assert_false(object_place_find(&list, FACT_TABLE, "s.no", &place));
	assert_false(object_place_find(&list, FACT_TABLE, "s.u", &place));
	free(script.name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_object_place__is_where_a_statement_makes_it),
		cmocka_unit_test(test_object_place__is_in_the_block_that_makes_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
