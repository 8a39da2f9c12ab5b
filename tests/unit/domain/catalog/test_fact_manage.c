#include "domain/catalog/fact_manage.h"

#include "base/text.h"
#include "fake_catalog.h"
#include "fake_facts.h"
#include "unit_test.h"

static struct fake_facts live;
static struct fake_facts desired;
static struct definitions promised;
static struct definitions elsewhere;
static struct name_list kept_parents;
static struct fact_set joint;

static int
tear_down(UNUSED void **state)
{
	fact_set_free(&joint);
	joint = (struct fact_set){0};
	fake_facts_free(&live);
	fake_facts_free(&desired);
	definitions_free(&promised);
	promised = (struct definitions){0};
	definitions_free(&elsewhere);
	elsewhere = (struct definitions){0};
	name_list_free(&kept_parents);
	kept_parents = (struct name_list){0};
	return 0;
}

static void
keep(bool prunes)
{
	const struct management management = {
		.promised = &promised,
		.elsewhere = &elsewhere,
		.prunes = prunes,
		.kept_parents = &kept_parents,
	};

	(void)fake_set(&live);
	fact_set_keep_unmanaged(fake_set(&desired), &live.set, &management, &joint);
}

/* "table s.t, column s.t.c, " */
static void
assert_joint(const char *expected)
{
	cleanup_text struct text text = TEXT_EMPTY;

	text_append(&text, "");
	for (size_t i = 0; i < joint.count; i++)
		text_append_format(&text, "%s %s, ", fact_kind_name(joint.items[i].kind),
		                   joint.items[i].id);
	assert_string_equal(text_bytes(&text), expected);
}

static void
test_fact_manage__keeps_what_nobody_manages(UNUSED void **state)
{
	promised = fake_definition_list("table s.mine 1");
	(void)fake_table(&live, "s.mine");
	(void)fake_table(&live, "s.foreign");
	(void)fake_table(&desired, "s.new");
	keep(false);
	assert_joint("table s.foreign, table s.new, ");
}

static void
test_fact_manage__the_desired_side_is_the_one_of_what_both_have(UNUSED void **state)
{
	(void)fake_fact(&live, FACT_VIEW, "s.v", "live");
	(void)fake_fact(&desired, FACT_VIEW, "s.v", "desired");
	keep(false);
	assert_int_equal(joint.count, 1);
	assert_string_equal(joint.items[0].definition, "desired");
}

static void
test_fact_manage__prunes_all_but_what_other_sources_made(UNUSED void **state)
{
	elsewhere = fake_definition_list("table s.theirs 1");
	(void)fake_table(&live, "s.theirs");
	(void)fake_table(&live, "s.foreign");
	keep(true);
	assert_joint("table s.theirs, ");
}

static void
test_fact_manage__what_two_sources_made_stays_for_the_other(UNUSED void **state)
{
	promised = fake_definition_list("table s.t 1");
	elsewhere = fake_definition_list("table s.t 1");
	(void)fake_table(&live, "s.t");
	keep(false);
	assert_joint("table s.t, ");
}

static void
test_fact_manage__a_part_goes_with_the_whole(UNUSED void **state)
{
	promised = fake_definition_list("table s.gone 1");
	(void)fake_table(&live, "s.gone");
	(void)fake_column(&live, "s.gone", "c", "integer");
	(void)fake_table(&live, "s.foreign");
	(void)fake_column(&live, "s.foreign", "c", "integer");
	keep(false);
	assert_joint("table s.foreign, column s.foreign.c, ");
}

static void
test_fact_manage__keeps_a_foreign_part_of_a_desired_table(UNUSED void **state)
{
	promised = fake_definition_list("table s.t 1,index s.mine 1");
	(void)fake_table(&live, "s.t");
	(void)fake_part(&live, FACT_INDEX, "s.mine", "s.t");
	(void)fake_part(&live, FACT_INDEX, "s.foreign", "s.t");
	(void)fake_table(&desired, "s.t");
	keep(false);
	assert_joint("table s.t, index s.foreign, ");
	assert_int_equal(joint.items[1].parent, 0);
	assert_int_equal(joint.items[1].dependencies.count, 1);
	assert_int_equal(joint.items[1].dependencies.items[0], 0);
}

static void
test_fact_manage__what_has_no_definition_is_managed_with_its_whole(UNUSED void **state)
{
	promised = fake_definition_list("table s.t 1,column s.t.c 1");
	(void)fake_table(&live, "s.t");
	(void)fake_column(&live, "s.t", "c", "integer");
	fake_parent(&live, fake_fact(&live, FACT_DEFAULT, "s.t.c", "1"), FACT_COLUMN, "s.t.c");
	(void)fake_table(&desired, "s.t");
	(void)fake_column(&desired, "s.t", "c", "integer");
	keep(false);
	assert_joint("table s.t, column s.t.c, ");
}

static void
test_fact_manage__a_function_may_be_recorded_as_a_procedure(UNUSED void **state)
{
	promised = fake_definition_list("procedure s.p() 1");
	(void)fake_fact(&live, FACT_FUNCTION, "s.p()", "");
	(void)fake_fact(&live, FACT_FUNCTION, "s.f()", "");
	keep(false);
	assert_joint("function s.f(), ");
}

static void
test_fact_manage__what_is_in_no_schema_is_recorded_by_its_own_word(UNUSED void **state)
{
	promised = fake_definition_list("publication mine 1");
	(void)fake_fact(&live, FACT_PUBLICATION, "mine", "");
	(void)fake_fact(&live, FACT_PUBLICATION, "foreign", "");
	keep(false);
	assert_joint("publication foreign, ");
}

static void
add_partition(const char *id, const char *parent)
{
	(void)fake_table(&live, id);

	struct fact *bound = fake_part(&live, FACT_PARTITION, id, id);

	fake_dependency(&live, bound, FACT_TABLE, parent);
}

static void
test_fact_manage__partitions_of_a_kept_table_are_data(UNUSED void **state)
{
	name_list_append(&kept_parents, "s.kept");
	(void)fake_table(&live, "s.kept");
	(void)fake_table(&live, "s.other");
	add_partition("s.kept_1", "s.kept");
	add_partition("s.other_1", "s.other");
	(void)fake_part(&live, FACT_INDEX, "s.kept_1_index", "s.kept_1");
	(void)fake_table(&desired, "s.kept");
	(void)fake_table(&desired, "s.other");
	keep(true);
	assert_joint("table s.kept, table s.kept_1, table s.other, index s.kept_1_index, "
	             "partition s.kept_1, ");
}

static void
test_fact_manage__what_attaches_an_index_goes_with_it(UNUSED void **state)
{
	promised = fake_definition_list("index s.parent_index 1");
	(void)fake_table(&live, "s.parent");
	(void)fake_table(&live, "s.part");
	(void)fake_part(&live, FACT_INDEX, "s.parent_index", "s.parent");
	(void)fake_part(&live, FACT_INDEX, "s.part_index", "s.part");

	struct fact *attach = fake_fact(&live, FACT_INDEX_ATTACH, "s.part_index", "");

	fake_parent(&live, attach, FACT_INDEX, "s.part_index");
	fake_dependency(&live, attach, FACT_INDEX, "s.parent_index");
	keep(false);
	assert_joint("table s.parent, table s.part, index s.part_index, ");
}

static void
test_fact_manage__places_are_those_of_the_joint_set(UNUSED void **state)
{
	(void)fake_table(&live, "s.c");
	fake_dependency(&live, fake_fact(&live, FACT_VIEW, "s.foreign", ""), FACT_TABLE, "s.c");
	(void)fake_table(&desired, "s.a");
	(void)fake_table(&desired, "s.b");
	(void)fake_table(&desired, "s.c");
	fake_dependency(&desired, fake_fact(&desired, FACT_VIEW, "s.z", ""), FACT_TABLE, "s.b");
	keep(false);
	assert_joint("table s.a, table s.b, table s.c, view s.foreign, view s.z, ");
	assert_int_equal(joint.items[3].dependencies.items[0], 2);
	assert_int_equal(joint.items[4].dependencies.items[0], 1);
	assert_int_equal(joint.items[3].parent, FACT_NOWHERE);
}

static void
test_fact_manage__what_is_kept_does_not_depend_on_what_goes(UNUSED void **state)
{
	promised = fake_definition_list("table s.mine 1");
	elsewhere = fake_definition_list("view s.foreign 1");
	(void)fake_table(&live, "s.mine");
	fake_dependency(&live, fake_fact(&live, FACT_VIEW, "s.foreign", ""), FACT_TABLE, "s.mine");
	keep(false);
	assert_joint("view s.foreign, ");
	assert_int_equal(joint.items[0].dependencies.count, 0);
}

static void
test_fact_manage__what_needs_something_that_goes_goes_with_it(UNUSED void **state)
{
	promised = fake_definition_list("table s.t 1");
	(void)fake_table(&live, "s.t");
	fake_dependency(&live, fake_fact(&live, FACT_VIEW, "s.v", "1"), FACT_TABLE, "s.t");
	fake_dependency(&live, fake_fact(&live, FACT_VIEW, "s.w", "1"), FACT_VIEW, "s.v");
	keep(false);
	assert_joint("");
	assert_int_equal(live.set.items[0].claim, CLAIM_OWN);
	assert_int_equal(live.set.items[1].claim, CLAIM_OTHERS);
	assert_int_equal(live.set.items[2].claim, CLAIM_OTHERS);
}

static void
test_fact_manage__keeps_the_schema_of_what_it_keeps(UNUSED void **state)
{
	promised = fake_definition_list("schema s 1,schema t 1,table s.mine 1");
	(void)fake_fact(&live, FACT_SCHEMA, "s", "");
	(void)fake_fact(&live, FACT_SCHEMA, "t", "");
	fake_parent(&live, fake_table(&live, "s.foreign"), FACT_SCHEMA, "s");
	fake_parent(&live, fake_table(&live, "s.mine"), FACT_SCHEMA, "s");
	keep(false);
	assert_joint("schema s, table s.foreign, ");
}

#define RUN_TEST(name) cmocka_unit_test_teardown(name, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_fact_manage__keeps_what_nobody_manages),
		RUN_TEST(test_fact_manage__the_desired_side_is_the_one_of_what_both_have),
		RUN_TEST(test_fact_manage__prunes_all_but_what_other_sources_made),
		RUN_TEST(test_fact_manage__what_two_sources_made_stays_for_the_other),
		RUN_TEST(test_fact_manage__a_part_goes_with_the_whole),
		RUN_TEST(test_fact_manage__keeps_a_foreign_part_of_a_desired_table),
		RUN_TEST(test_fact_manage__what_has_no_definition_is_managed_with_its_whole),
		RUN_TEST(test_fact_manage__a_function_may_be_recorded_as_a_procedure),
		RUN_TEST(test_fact_manage__what_is_in_no_schema_is_recorded_by_its_own_word),
		RUN_TEST(test_fact_manage__partitions_of_a_kept_table_are_data),
		RUN_TEST(test_fact_manage__what_attaches_an_index_goes_with_it),
		RUN_TEST(test_fact_manage__places_are_those_of_the_joint_set),
		RUN_TEST(test_fact_manage__what_is_kept_does_not_depend_on_what_goes),
		RUN_TEST(test_fact_manage__what_needs_something_that_goes_goes_with_it),
		RUN_TEST(test_fact_manage__keeps_the_schema_of_what_it_keeps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
