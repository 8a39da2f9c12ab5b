#include "domain/catalog/partition_edges.h"

#include "fake_facts.h"
#include "unit_test.h"

static void
a_partition(struct fake_facts *facts, const char *table, const char *bound)
{
	(void)fake_table(facts, table);

	struct fact *partition = fake_part(facts, FACT_PARTITION, table, table);

	partition->definition = bound;
	fake_dependency(facts, partition, FACT_TABLE, "s.t");
}

static void
test_partition_edges__one_is_detached_before_another_takes_its_bounds(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	a_partition(&live, "s.old", "1 to 2");
	(void)fake_table(&desired, "s.t");
	a_partition(&desired, "s.new", "1 to 3");
	assert_plan(&live, &desired,
	            "destructive: drop partition s.old\n"
	            "destructive: drop table s.old\n"
	            "create table s.new\n"
	            "create partition s.new\n");
}

static void
test_partition_edges__changed_bounds_move_no_rows(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	a_partition(&live, "s.p", "1 to 2");
	(void)fake_table(&desired, "s.t");
	a_partition(&desired, "s.p", "1 to 3");
	assert_plan(&live, &desired, "drop partition s.p\ncreate partition s.p\n");
}

static void
test_partition_edges__foreign_keys_of_the_parent_go_before_one_is_detached(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	fake_part(&live, FACT_CONSTRAINT, "s.t.f", "s.t")->extra.constraint_type = "f";
	a_partition(&live, "s.p", "1 to 2");
	(void)fake_table(&desired, "s.t");
	(void)fake_table(&desired, "s.p");
	assert_plan(&live, &desired,
	            "destructive: drop constraint s.t.f\n"
	            "destructive: drop partition s.p\n");
}

static void
test_partition_edges__one_is_detached_before_its_attached_index_goes(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)fake_part(&live, FACT_INDEX, "s.z", "s.t");
	fake_part(&live, FACT_CONSTRAINT, "s.t.f", "s.t")->extra.constraint_type = "f";
	a_partition(&live, "s.p", "1 to 2");
	fake_attached(&live, fake_part(&live, FACT_INDEX, "s.a", "s.p"), FACT_INDEX, "s.z");
	(void)fake_table(&desired, "s.t");
	(void)fake_table(&desired, "s.p");
	assert_plan(&live, &desired,
	            "destructive: drop constraint s.t.f\n"
	            "destructive: drop partition s.p\n"
	            "destructive: drop index s.a\n"
	            "destructive: drop index s.z\n");
}

static void
test_partition_edges__an_attached_index_goes_with_its_parent(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_table(&live, "s.t");
	(void)fake_part(&live, FACT_INDEX, "s.z", "s.t");
	a_partition(&live, "s.p", "1 to 2");
	fake_attached(&live, fake_part(&live, FACT_INDEX, "s.a", "s.p"), FACT_INDEX, "s.z");
	(void)fake_table(&desired, "s.t");
	a_partition(&desired, "s.p", "1 to 2");
	assert_plan(&live, &desired, "destructive: drop index s.z\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_partition_edges__one_is_detached_before_another_takes_its_bounds),
		cmocka_unit_test(test_partition_edges__changed_bounds_move_no_rows),
		cmocka_unit_test(
			test_partition_edges__foreign_keys_of_the_parent_go_before_one_is_detached),
		cmocka_unit_test(test_partition_edges__one_is_detached_before_its_attached_index_goes),
		cmocka_unit_test(test_partition_edges__an_attached_index_goes_with_its_parent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
