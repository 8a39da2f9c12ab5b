#include "domain/data_statement.h"

#include <string.h>

#include "unit_test.h"

struct data_case
{
	const char *statement;
	enum data_kind kind;
	const char *target;
};

static void
test_data_statement__is_what_the_first_words_say(UNUSED void **state)
{
	static const struct data_case cases[] = {
		{"insert into a values (1)", DATA_ADDED, "a"},
		{"INSERT /* x */ INTO Shop . \"Odd\"\"Name\" (n) select 1", DATA_ADDED, "shop.Odd\"Name"},
		{"insert into db.shop.a values (1)", DATA_ADDED, "shop.a"},
		{"copy binary a from '/tmp/x'", DATA_ADDED, "a"},
		{"copy shop.a (n) from stdin", DATA_ADDED, "shop.a"},
		{"copy (select 1) to '/tmp/x'", DATA_NONE, ""},
		{"copy a to '/tmp/x'", DATA_NONE, ""},
		{"update only a set n = 1", DATA_CHANGED, "a"},
		{"delete from a", DATA_REMOVED, "a"},
		{"truncate table only a", DATA_REMOVED, "a"},
		{"merge into a using b on true when matched then delete", DATA_CHANGED, "a"},
		{"with b as (select 1) insert into a select * from b", DATA_CHANGED, ""},
		{"with b as (select 1) select * from b", DATA_READ, ""},
		{"select pg_catalog.setval('shop.a_seq', 3, true)", DATA_ADDED, "shop.a_seq"},
		{"select setval('\"A\"', 3)", DATA_ADDED, "A"},
		{"select setval('a', (select max(n) from b))", DATA_CHANGED, "a"},
		{"select pg_catalog.set_config('search_path', '', false)", DATA_SEARCHED, ""},
		{"select set_config('work_mem', '1MB', false)", DATA_SETTING, ""},
		{"alter table only shop.a disable trigger all", DATA_SETTING, ""},
		{"alter table a add n int default 'disable trigger all'", DATA_NONE, ""},
		{"set search_path to billing, public", DATA_SEARCHED, "billing"},
		{"set search_path = default", DATA_SEARCHED, ""},
		{"select f()", DATA_READ, ""},
		{"do $$ begin end $$", DATA_READ, ""},
		{"drop table if exists shop.a cascade", DATA_DROPPED, "shop.a"},
		{"alter table a rename to b", DATA_DROPPED, ""},
		{"alter table a add n int", DATA_NONE, ""},
		{"create or replace trigger t before insert on a", DATA_WATCHED, ""},
		{"create table a as select 1", DATA_NONE, ""},
		{"", DATA_NONE, ""},
	};

	for (size_t index = 0; index < sizeof cases / sizeof cases[0]; index++)
	{
		const char *text = cases[index].statement;
		cleanup_data_statement struct data_statement statement = {.target = TEXT_EMPTY};

		data_statement_read(text, strlen(text), &statement);
		if (statement.kind != cases[index].kind)
			print_error("%s\n", text);
		assert_int_equal(statement.kind, cases[index].kind);
		assert_string_equal(text_bytes(&statement.target), cases[index].target);
	}
}

static void
test_data_statement__knows_an_insert_that_asks_for_its_rows(UNUSED void **state)
{
	static const char *const guarded[] = {
		"insert into a values (1) on conflict do nothing",
		"insert into a select 1 where not exists (select 1 from a)",
		"insert into a select n from b where n not in (select n from a)",
		"insert into a select n from b except select n from a",
	};
	static const char *const bare[] = {"insert into a values ('on conflict')",
	                                   "insert into a values (1) -- on conflict"};

	for (size_t index = 0; index < sizeof guarded / sizeof guarded[0]; index++)
		assert_true(data_statement_guards_itself(guarded[index], strlen(guarded[index])));
	for (size_t index = 0; index < sizeof bare / sizeof bare[0]; index++)
		assert_false(data_statement_guards_itself(bare[index], strlen(bare[index])));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_data_statement__is_what_the_first_words_say),
		cmocka_unit_test(test_data_statement__knows_an_insert_that_asks_for_its_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
