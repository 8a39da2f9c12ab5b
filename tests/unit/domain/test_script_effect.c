#include "domain/script_effect.h"

#include <string.h>

#include "unit_test.h"

struct effect_case
{
	const char *statement;
	enum statement_effect effect;
};

static void
test_script_effect__is_what_the_first_words_say(UNUSED void **state)
{
	static const struct effect_case cases[] = {
		{"SET lock_timeout = 0", EFFECT_SETTINGS},
		{"/* x */ reset -- y\n all", EFFECT_SETTINGS},
		{"select f()", EFFECT_SETTINGS},
		{"do $$ begin end $$", EFFECT_SETTINGS},
		{"call p()", EFFECT_SETTINGS},
		{"with a as (select f()) select 1", EFFECT_SETTINGS},
		{"alter table t add n int default f()", EFFECT_SETTINGS},
		{"create table t as select f()", EFFECT_SETTINGS},
		{"create unique index on t (f(n))", EFFECT_SETTINGS},
		{"create extension e", EFFECT_SETTINGS},
		{"insert into t values (1)", EFFECT_ROWS},
		{"copy t from stdin", EFFECT_ROWS},
		{"create or replace function f()", EFFECT_NONE},
		{"create constraint trigger t", EFFECT_NONE},
		{"create temp view v as select f()", EFFECT_NONE},
		{"comment on table t is 'x'", EFFECT_NONE},
		{"drop table t", EFFECT_NONE},
	};

	for (size_t index = 0; index < sizeof cases / sizeof cases[0]; index++)
	{
		const char *statement = cases[index].statement;
		enum statement_effect effect = statement_effect(statement, strlen(statement));

		if (effect != cases[index].effect)
			print_error("%s\n", statement);
		assert_int_equal(effect, cases[index].effect);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script_effect__is_what_the_first_words_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
