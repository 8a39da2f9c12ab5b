#include "domain/catalog/rename_match.h"

#include "fake_facts.h"
#include "unit_test.h"

static struct fact *
an_index(struct fake_facts *facts, const char *id, const char *content)
{
	struct fact *index = fake_part(facts, FACT_INDEX, id, "s.t");

	index->definition = id;
	index->extra.rename = content;
	index->extra.slot = fake_slot(facts, id);
	return index;
}

static void
test_rename_match__an_index_that_differs_in_its_name_is_renamed(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)an_index(&live, "s.old", "btree (a)");
	(void)fake_table(&desired, "s.t");
	fake_comment(&desired, an_index(&desired, "s.new", "btree (a)"), "x");
	assert_plan(&live, &desired, "alter index s.old rename to new\nset s.new comment x\n");
}

static void
test_rename_match__a_constraint_is_renamed_on_its_table(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	fake_part(&live, FACT_CONSTRAINT, "s.t.old", "s.t")->extra.rename = "check (a)";
	(void)fake_table(&desired, "s.t");
	fake_part(&desired, FACT_CONSTRAINT, "s.t.new", "s.t")->extra.rename = "check (a)";
	assert_plan(&live, &desired, "alter table s.t rename constraint old to new\n");
}

static void
test_rename_match__the_last_of_several_alike_goes_first(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)an_index(&live, "s.a", "btree (a)");
	(void)an_index(&live, "s.b", "btree (a)");
	(void)an_index(&live, "s.c", "btree (c)");
	(void)fake_table(&desired, "s.t");
	(void)an_index(&desired, "s.d", "btree (a)");
	assert_plan(&live, &desired,
	            "destructive: drop index s.a\n"
	            "destructive: drop index s.c\n"
	            "alter index s.b rename to d\n");
}

static void
test_rename_match__an_invalid_index_is_made_anew(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	an_index(&live, "s.old", "btree (a)")->definition = "create index -- invalid";
	(void)fake_table(&desired, "s.t");
	(void)an_index(&desired, "s.new", "btree (a)");
	assert_plan(&live, &desired, "destructive: drop index s.old\ncreate index s.new\n");
}

static void
test_rename_match__an_index_of_a_table_that_is_made_anew_is_not_renamed(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)an_index(&live, "s.old", "btree (a)");
	fake_table(&desired, "s.t")->definition = "p";
	(void)an_index(&desired, "s.new", "btree (a)");
	assert_plan(&live, &desired,
	            "destructive: drop table s.t\ncreate table s.t\ncreate index s.new\n");
}

static void
test_rename_match__a_name_that_becomes_free_can_be_taken(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)an_index(&live, "s.a", "btree (a)");
	(void)fake_table(&desired, "s.t");
	(void)an_index(&desired, "s.b", "btree (a)");
	fake_fact(&desired, FACT_SEQUENCE, "s.a", "")->extra.slot = "relation s.a";
	assert_plan(&live, &desired, "alter index s.a rename to b\ncreate sequence s.a\n");
}

static void
test_rename_match__what_has_to_be_made_anew_gets_its_new_name_so(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)fake_column(&live, "s.t", "c", "integer");
	(void)fake_table(&desired, "s.t");
	(void)fake_column(&desired, "s.t", "c", "bigint");

	struct fact *before = fake_part(&live, FACT_CONSTRAINT, "s.t.old", "s.t");

	before->extra.rename = before->extra.constraint_type = "f";
	fake_dependency(&live, before, FACT_COLUMN, "s.t.c");

	struct fact *after = fake_part(&desired, FACT_CONSTRAINT, "s.t.new", "s.t");

	after->extra.rename = after->extra.constraint_type = "f";
	fake_dependency(&desired, after, FACT_COLUMN, "s.t.c");
	assert_plan(&live, &desired,
	            "destructive: drop constraint s.t.old\n"
	            "rewrite: type of s.t.c is bigint using c::bigint"
	            " | type of s.t.c is bigint using c::text::bigint | type of s.t.c is bigint\n"
	            "create constraint s.t.new\n");
}

static void
test_rename_match__no_index_leaves_its_parents(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)an_index(&live, "s.i", "parent");
	fake_attached(&live, an_index(&live, "s.old", "btree (a)"), FACT_INDEX, "s.i");
	(void)fake_table(&desired, "s.t");
	(void)an_index(&desired, "s.i", "parent");
	(void)an_index(&desired, "s.new", "btree (a)");
	assert_plan(&live, &desired,
	            "destructive: drop index s.i\n"
	            "create index s.i\n"
	            "create index s.new\n");
}

static void
test_rename_match__an_attached_index_is_renamed_with_its_parents(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)an_index(&live, "s.i", "parent");
	fake_attached(&live, an_index(&live, "s.old", "btree (a)"), FACT_INDEX, "s.i");
	(void)fake_table(&desired, "s.t");
	(void)an_index(&desired, "s.j", "parent");
	fake_attached(&desired, an_index(&desired, "s.new", "btree (a)"), FACT_INDEX, "s.j");
	assert_plan(&live, &desired,
	            "alter index s.i rename to j\n"
	            "alter index s.old rename to new\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rename_match__an_index_that_differs_in_its_name_is_renamed),
		cmocka_unit_test(test_rename_match__a_constraint_is_renamed_on_its_table),
		cmocka_unit_test(test_rename_match__the_last_of_several_alike_goes_first),
		cmocka_unit_test(test_rename_match__an_invalid_index_is_made_anew),
		cmocka_unit_test(test_rename_match__an_index_of_a_table_that_is_made_anew_is_not_renamed),
		cmocka_unit_test(test_rename_match__a_name_that_becomes_free_can_be_taken),
		cmocka_unit_test(test_rename_match__what_has_to_be_made_anew_gets_its_new_name_so),
		cmocka_unit_test(test_rename_match__no_index_leaves_its_parents),
		cmocka_unit_test(test_rename_match__an_attached_index_is_renamed_with_its_parents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
