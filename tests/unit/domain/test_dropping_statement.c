#include "domain/dropping_statement.h"

#include <string.h>

#include "base/count_of.h"
#include "base/text.h"
#include "unit_test.h"

struct example
{
	const char *text;
	const char *found;
};

static const struct example examples[] = {
	{"DROP TABLE IF EXISTS Customer, other.\"Odd name\" CASCADE",
     "table customer; table other.Odd name; "},
	{"drop table \"if\"", "table if; "},
	{"drop foreign table f", "table f; "},
	{"drop materialized view if exists v", "materialized view v; "},
	{"drop view s.v, w restrict", "view s.v; view w; "},
	{"drop index concurrently if exists i", "index i; "},
	{"drop type t", "enum t; "},
	{"drop function if exists f(int, numeric(5, 2)[]), s.g, h() cascade",
     "function f (int, numeric(5, 2)[]); function s.g; function h (); "},
	{"drop aggregate a(*)", "function a (); "},
	{"drop routine r(/* none */)", "function r (/* none */); "},
	{"drop trigger if exists \"A b\" on only_this cascade", "trigger only_this . A b; "},
	{"drop policy p on s.t", "policy s.t . p; "},
	{"drop rule r", ""},
	{"alter table if exists only s.t * drop column if exists c, add check (n in (1, 2)), "
     "drop constraint k cascade, drop d",
     "column s.t . c; constraint s.t . k; column s.t . d; "},
	{"alter foreign table t drop c", "column t . c; "},
	{"alter table t alter c drop default", ""},
	{"alter view v rename to w", ""},
	{"drop schema s", ""},
	{"drop extension e", ""},
	{"drop owned by r", ""},
	{"select 'drop table a'", ""},
	{"drop", ""},
	{"", ""},
};

static void
append_found(const struct dropped_object *object, struct text *found)
{
	text_append_format(found, "%s %s%s%s", fact_kind_name(object->kinds[0]),
	                   object->name.schema != NULL ? object->name.schema : "",
	                   object->name.schema != NULL ? "." : "", object->name.name);
	if (object->part != NULL)
		text_append_format(found, " . %s", object->part);
	if (object->arguments != NULL)
		text_append_format(found, " %s", object->arguments);
	text_append(found, "; ");
}

static void
test_dropping_statement__names_what_it_drops(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(examples); index++)
	{
		const struct example *example = &examples[index];
		cleanup_dropped_object_list struct dropped_object_list dropped = {0};
		cleanup_text struct text found = TEXT_EMPTY;

		dropping_statement_read(example->text, strlen(example->text), &dropped);
		text_append(&found, "");
		for (size_t at = 0; at < dropped.count; at++)
			append_found(&dropped.items[at], &found);
		assert_string_equal(text_bytes(&found), example->found);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dropping_statement__names_what_it_drops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
