#include "domain/catalog/rename_follow.h"

#include "base/text.h"
#include "fake_facts.h"
#include "unit_test.h"

static struct fact *
a_part(struct fake_facts *facts, enum fact_kind kind, const char *id, const char *content)
{
	struct fact *part = fake_part(facts, kind, id, "s.users");

	part->extra.rename = content;
	return part;
}

/* One line a statement. Frees both sides. */
static void
assert_followed(struct fake_facts *live, struct fake_facts *desired, const char *table,
                const char *expected)
{
	cleanup_followed_name_list struct followed_name_list followed = {.items = NULL};
	cleanup_name_list struct name_list tables = {0};
	cleanup_text struct text statements = TEXT_EMPTY;

	text_append(&statements, "");
	name_list_append(&tables, table);
	rename_follow(fake_set(live), fake_set(desired), &tables, &followed);
	for (size_t index = 0; index < followed.count; index++)
		text_append_format(&statements, "%s\n", followed.items[index].statement);
	assert_string_equal(text_bytes(&statements), expected);
	fake_facts_free(live);
	fake_facts_free(desired);
}

static void
test_rename_follow__constraints_and_indexes_that_are_the_same(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.users");
	(void)a_part(&live, FACT_CONSTRAINT, "s.users.accounts_pkey", "primary key (id)");
	(void)a_part(&live, FACT_INDEX, "s.accounts_n_idx", "btree (n)");
	(void)a_part(&live, FACT_INDEX, "s.other", "btree (other)");
	(void)fake_table(&desired, "s.users");
	(void)a_part(&desired, FACT_CONSTRAINT, "s.users.users_pkey", "primary key (id)");
	(void)a_part(&desired, FACT_INDEX, "s.users_n_idx", "btree (n)");
	assert_followed(&live, &desired, "s.users",
	                "alter table s.users rename constraint accounts_pkey to users_pkey\n"
	                "alter index s.accounts_n_idx rename to users_n_idx\n");
}

static void
test_rename_follow__not_of_other_tables_nor_what_stays(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.users");
	(void)a_part(&live, FACT_INDEX, "s.one", "btree (n)");
	(void)fake_table(&desired, "s.users");
	(void)a_part(&desired, FACT_INDEX, "s.two", "btree (n)");
	assert_followed(&live, &desired, "s.others", "");

	(void)fake_table(&live, "s.users");
	(void)a_part(&live, FACT_INDEX, "s.one", "btree (n)");
	(void)fake_table(&desired, "s.users");
	(void)a_part(&desired, FACT_INDEX, "s.one", "btree (n)");
	(void)a_part(&desired, FACT_INDEX, "s.two", "btree (n)");
	assert_followed(&live, &desired, "s.users", "");
}

static void
test_rename_follow__each_has_one_successor(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.users");
	(void)a_part(&live, FACT_INDEX, "s.a", "btree (n)");
	(void)a_part(&live, FACT_INDEX, "s.b", "btree (n)");
	(void)fake_table(&desired, "s.users");
	(void)a_part(&desired, FACT_INDEX, "s.c", "btree (n)");
	assert_followed(&live, &desired, "s.users", "alter index s.a rename to c\n");
}

static void
test_rename_follow__the_sequence_of_an_identity(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	fake_fact(&live, FACT_SCHEMA, "s", "");
	fake_parent(&live, fake_table(&live, "s.users"), FACT_SCHEMA, "s");
	fake_column(&live, "s.users", "id", "integer")->extra.identity_sequence = "s.accounts_id_seq";
	(void)fake_table(&desired, "s.users");
	fake_column(&desired, "s.users", "id", "integer")->extra.identity_sequence = "s.users_id_seq";
	assert_followed(&live, &desired, "s.users",
	                "alter sequence s.accounts_id_seq rename to users_id_seq\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rename_follow__constraints_and_indexes_that_are_the_same),
		cmocka_unit_test(test_rename_follow__not_of_other_tables_nor_what_stays),
		cmocka_unit_test(test_rename_follow__each_has_one_successor),
		cmocka_unit_test(test_rename_follow__the_sequence_of_an_identity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
