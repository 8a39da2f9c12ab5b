#include "domain/catalog/step_lock.h"

#include "base/count_of.h"
#include "unit_test.h"

static void
test_step_lock__is_that_of_the_manual(UNUSED void **state)
{
	static const struct
	{
		const char *statement;
		enum table_lock lock;
		const char *relation;
		bool scans;
	} cases[] = {
		{"alter table s.t add column n int", TABLE_LOCK_ACCESS_EXCLUSIVE, "s.t", false},
		{"alter table only s.\"T on\" add constraint c primary key (n)",
	     TABLE_LOCK_ACCESS_EXCLUSIVE, "s.\"T on\"", true},
		{"alter table s.t add constraint \"on\" FOREIGN KEY (n) REFERENCES s.u(n)",
	     TABLE_LOCK_SHARE_ROW_EXCLUSIVE, "s.t", true},
		{"alter table s.t add constraint c CHECK ((n > 0)) NOT VALID", TABLE_LOCK_ACCESS_EXCLUSIVE,
	     "s.t", false},
		{"alter table s.t validate constraint c", TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE, "s.t", true},
		{"alter table s.t alter column n set not null", TABLE_LOCK_ACCESS_EXCLUSIVE, "s.t", true},
		{"alter table s.t alter column \"set\" set statistics 7", TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE,
	     "s.t", false},
		{"alter table s.t set (fillfactor='70')", TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE, "s.t", false},
		{"alter table s.t attach partition s.p for values in (1)",
	     TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE, "s.t", true},
		{"CREATE UNIQUE INDEX i ON ONLY s.t USING btree (n)", TABLE_LOCK_SHARE, "s.t", true},
		{"CREATE TRIGGER g AFTER INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION s.f()",
	     TABLE_LOCK_SHARE_ROW_EXCLUSIVE, "s.t", false},
		{"drop policy if exists p on s.t", TABLE_LOCK_ACCESS_EXCLUSIVE, "s.t", false},
		{"drop table if exists s.t", TABLE_LOCK_ACCESS_EXCLUSIVE, "s.t", false},
		{"create table s.t (n int)", TABLE_LOCK_NONE, NULL, false},
		{"create function s.f() returns int language sql as 'alter table s.t'", TABLE_LOCK_NONE,
	     NULL, false},
		{"", TABLE_LOCK_NONE, NULL, false},
		{"alter table", TABLE_LOCK_NONE, NULL, false},
	};
	struct text_arena texts = {0};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
	{
		struct step_lock found = step_lock_of(cases[i].statement, &texts);

		assert_int_equal(found.lock, cases[i].lock);
		if (cases[i].relation == NULL)
			assert_null(found.relation);
		else
			assert_string_equal(found.relation, cases[i].relation);
		assert_int_equal(found.scans, cases[i].scans);
	}
	text_arena_free(&texts);
}

static struct step_lock
lock_of_key(const char *definition, enum change_action action, struct text_arena *texts)
{
	const struct fact key = {
		.kind = FACT_CONSTRAINT,
		.definition = definition,
		.extra = {.constraint_type = "f"},
	};

	return step_lock_of_reference(&key, action, texts);
}

static void
test_step_lock__a_foreign_key_locks_what_it_refers_to(UNUSED void **state)
{
	static const char key[] = "FOREIGN KEY (\"references\", m) REFERENCES s.\"U\"(n, m)";
	static const struct fact check = {
		.kind = FACT_CONSTRAINT,
		.definition = "CHECK ((references > 0))",
		.extra = {.constraint_type = "c"},
	};
	struct text_arena texts = {0};
	struct step_lock made = lock_of_key(key, CHANGE_CREATE, &texts);
	struct step_lock dropped = lock_of_key(key, CHANGE_DROP, &texts);

	assert_int_equal(made.lock, TABLE_LOCK_SHARE_ROW_EXCLUSIVE);
	assert_string_equal(made.relation, "s.\"U\"");
	assert_int_equal(dropped.lock, TABLE_LOCK_ACCESS_EXCLUSIVE);
	assert_null(lock_of_key(key, CHANGE_ALTER, &texts).relation);
	assert_null(lock_of_key("FOREIGN KEY (n) REFERENCES", CHANGE_CREATE, &texts).relation);
	assert_null(step_lock_of_reference(&check, CHANGE_CREATE, &texts).relation);
	text_arena_free(&texts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_step_lock__is_that_of_the_manual),
		cmocka_unit_test(test_step_lock__a_foreign_key_locks_what_it_refers_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
