#include "domain/destroying_statement.h"

#include <string.h>

#include "base/count_of.h"
#include "base/text.h"
#include "unit_test.h"

struct example
{
	const char *text;
	const char *found; /* NULL: destroys nothing */
};

static const struct example examples[] = {
	{"DROP TABLE IF EXISTS Customer, other.\"Odd name\" CASCADE",
     "table s.customer other.\"Odd name\""},
	{"drop /* all */ table \"plain\"", "table s.plain"},
	{"drop materialized view v", "materialized view s.v"},
	{"drop view v", NULL},
	{"drop index concurrently i", NULL},
	{"drop schema s cascade", "schema s"},
	{"drop database d", "database d"},
	{"truncate a, only b.c restart identity", "table s.a b.c"},
	{"truncate table a *, b", "table s.a s.b"},
	{"delete from a", "table s.a"},
	{"delete from only a where n = 1", NULL},
	{"delete from a -- where\n", "table s.a"},
	{"alter table if exists only a drop column if exists b, drop c cascade, add d int",
     "column s.a.b s.a.c"},
	{"alter table a drop constraint b", NULL},
	{"alter table a alter b drop not null, alter c drop default", NULL},
	{"alter table a detach partition b concurrently", NULL},
	{"vacuum a", NULL},
	{"reindex table a", NULL},
	{"select 'drop table a'", NULL},
	{"do $$ begin drop table a; end $$", "table s.a"},
	{"do $$ begin execute 'drop table if exists b.c'; end $$", "table b.c"},
	{"do 'begin delete from a; delete from b where n = 1; end'", "table s.a"},
	{"do $$ begin delete from a where n = 1; update b set n = 1; end $$", NULL},
	{"do $$ begin -- drop table a\n/* truncate a */ perform 1; end $$", NULL},
	{"do $$ begin perform date_trunc('day', now()), truncate_log(); end $$", NULL},
	{"do $$ begin alter table a drop constraint b; alter table a drop c; end $$", "column s.a.c"},
	{"with d as (delete from a returning n) select n from d where n > 1", "table s.a"},
	{"with d as (select 1 as n) delete from a where n = 1", NULL},
	{"explain analyze delete from a", "table s.a"},
	{"", NULL},
};

static void
test_destroying_statement__is_told_by_its_words(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(examples); index++)
	{
		const struct example *example = &examples[index];
		struct destroying_statement statement = {0};
		cleanup_text struct text found = TEXT_EMPTY;
		bool destroys =
			destroying_statement_read(example->text, strlen(example->text), "s", &statement);

		text_append(&found, statement.kind);
		for (size_t name = 0; name < statement.names.count; name++)
			text_append_format(&found, " %s", statement.names.items[name]);
		name_list_free(&statement.names);
		if (destroys != (example->found != NULL))
			print_message("of: %s\n", example->text);
		assert_int_equal(destroys, example->found != NULL);
		if (destroys)
			assert_string_equal(text_bytes(&found), example->found);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_destroying_statement__is_told_by_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
