#include "domain/catalog/rename_follow.h"

#include "fake_facts.h"
#include "unit_test.h"

/* A table that has been renamed, whose parts still have the names that came of the old one. */
static void
fill(struct fake_facts *facts, const char *table, const char *const *names)
{
	fake_parent(facts, fake_table(facts, "s.users"), FACT_SCHEMA, "s");
	(void)fake_fact(facts, FACT_SCHEMA, "s", "");
	(void)fake_column(facts, "s.users", "id", "integer");
	(void)fake_table(facts, table);
	fake_part(facts, FACT_CONSTRAINT, names[0], "s.users")->extra.rename = "primary key (id)";
	fake_part(facts, FACT_INDEX, names[1], "s.users")->extra.rename = "btree (id)";
	fake_part(facts, FACT_INDEX, names[2], table)->extra.rename = "btree (id)";
}

static void
test_rename_follow__names_of_renamed_tables_alone(UNUSED void **state)
{
	static const char *const old_names[] = {"s.users.a_pkey", "s.a_idx", "s.t_old"};
	static const char *const new_names[] = {"s.users.users_pkey", "s.users_idx", "s.t_new"};
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	cleanup_name_list struct name_list tables = {0};
	cleanup_followed_name_list struct followed_name_list followed = {.items = NULL};

	fill(&live, "s.t", old_names);
	fill(&desired, "s.t", new_names);
	rename_follow(fake_set(&live), fake_set(&desired), &tables, &followed);
	assert_int_equal(followed.count, 0);
	name_list_append(&tables, "s.users");
	rename_follow(fake_set(&live), fake_set(&desired), &tables, &followed);
	assert_int_equal(followed.count, 2);
	assert_int_equal(followed.items[0].kind, FACT_CONSTRAINT);
	assert_string_equal(followed.items[0].id, "s.users.a_pkey");
	assert_string_equal(followed.items[0].statement,
	                    "alter table s.users rename constraint a_pkey to users_pkey");
	assert_string_equal(followed.items[1].statement, "alter index s.a_idx rename to users_idx");
	fake_facts_free(&live);
	fake_facts_free(&desired);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rename_follow__names_of_renamed_tables_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
