#include "domain/erd/diagram.h"

#include <string.h>

#include "unit_test.h"

static struct diagram_table *
add_table(struct diagram *diagram, const char *schema, const char *name)
{
	return diagram_add_table(
		diagram, &(const struct diagram_table){.name = {"d", schema, name}, .is_leaf = true});
}

static void
add_partition(struct diagram *diagram, const char *schema, const char *name, const char *root)
{
	(void)diagram_add_table(diagram, &(const struct diagram_table){.name = {"d", schema, name},
	                                                               .root = {"d", "s", root},
	                                                               .is_leaf = true});
}

static void
add_reference(struct diagram *diagram, const char *from, const char *to, const char *columns)
{
	diagram_add_reference(diagram, &(const struct diagram_reference){.from = {"d", "s", from},
	                                                                 .to = {"d", "s", to},
	                                                                 .columns = columns,
	                                                                 .target_columns = "id",
	                                                                 .constraint = "fk"});
}

static const char *
label_of_end(const struct diagram *diagram, size_t place)
{
	return diagram->tables[place].label;
}

static void
test_diagram__of_nothing_is_empty(UNUSED void **state)
{
	cleanup_diagram struct diagram diagram = {0};

	diagram_complete(&diagram);
	assert_int_equal(diagram.table_count, 0);
}

static void
test_diagram__finds_both_ends_of_a_reference(UNUSED void **state)
{
	cleanup_diagram struct diagram diagram = {0};

	add_reference(&diagram, "z", "a", "a_id");
	(void)add_table(&diagram, "s", "z");
	(void)add_table(&diagram, "s", "a");
	add_reference(&diagram, "gone", "a", "a_id");
	diagram_complete(&diagram);
	assert_int_equal(diagram.table_count, 2);
	assert_int_equal(diagram.reference_count, 1);
	assert_string_equal(label_of_end(&diagram, diagram.references[0].from_place), "z");
	assert_string_equal(label_of_end(&diagram, diagram.references[0].to_place), "a");
	assert_false(diagram.shows_schemas);
}

static void
test_diagram__shows_a_table_once_with_its_columns(UNUSED void **state)
{
	cleanup_diagram struct diagram diagram = {0};

	for (int times = 0; times < 2; times++)
	{
		struct diagram_table *table = add_table(&diagram, "s", "t");

		diagram_add_column(&diagram, table,
		                   &(const struct diagram_column){.name = "id", .type = "integer"});
		add_reference(&diagram, "t", "t", "parent");
	}
	diagram_complete(&diagram);
	assert_int_equal(diagram.table_count, 1);
	assert_int_equal(diagram.tables[0].column_count, 1);
	assert_int_equal(diagram.reference_count, 1);
}

static void
test_diagram__folds_partitions_with_what_they_refer_to(UNUSED void **state)
{
	cleanup_diagram struct diagram diagram = {0};

	(void)diagram_add_table(&diagram, &(const struct diagram_table){.name = {"d", "s", "event"},
	                                                                .partition_key = "RANGE (at)"});
	add_partition(&diagram, "s", "event_1", "event");
	add_partition(&diagram, "s", "event_2", "event");
	(void)diagram_add_table(&diagram, &(const struct diagram_table){.name = {"d", "s", "event_3"},
	                                                                .root = {"d", "s", "event"},
	                                                                .partition_key = "LIST (k)"});
	add_partition(&diagram, "s", "event_3_1", "event");
	(void)add_table(&diagram, "s", "kind");
	add_reference(&diagram, "event_1", "kind", "kind_id");
	add_reference(&diagram, "event_2", "kind", "kind_id");
	add_reference(&diagram, "kind", "event_3_1", "last_id");
	diagram_complete(&diagram);
	assert_int_equal(diagram.table_count, 2);
	assert_string_equal(diagram.tables[0].label, "event");
	assert_int_equal(diagram.tables[0].partition_count, 3);
	assert_int_equal(diagram.reference_count, 2);
	assert_string_equal(label_of_end(&diagram, diagram.references[0].from_place), "event");
	assert_string_equal(label_of_end(&diagram, diagram.references[0].to_place), "kind");
	assert_string_equal(label_of_end(&diagram, diagram.references[1].to_place), "event");
}

static void
test_diagram__shows_a_partition_of_a_table_that_is_elsewhere(UNUSED void **state)
{
	cleanup_diagram struct diagram diagram = {0};

	add_partition(&diagram, "other", "event_1", "event");
	diagram_complete(&diagram);
	assert_int_equal(diagram.table_count, 1);
	assert_string_equal(diagram.tables[0].label, "event_1");
}

static void
test_diagram__names_what_is_outside(UNUSED void **state)
{
	cleanup_diagram struct diagram diagram = {0};

	(void)add_table(&diagram, "s", "t");
	diagram_add_reference(&diagram, &(const struct diagram_reference){.from = {"d", "s", "t"},
	                                                                  .to = {"d", "far", "u"},
	                                                                  .columns = "u_id",
	                                                                  .target_columns = "id",
	                                                                  .constraint = "fk"});
	diagram_complete(&diagram);
	assert_int_equal(diagram.table_count, 2);
	assert_true(diagram.shows_schemas);
	assert_string_equal(diagram.tables[0].label, "far.u");
	assert_true(diagram.tables[0].is_outside);
	assert_string_equal(diagram.tables[1].label, "s.t");
	assert_int_equal(diagram.references[0].to_place, 0);
}

static void
test_diagram__tells_databases_apart(UNUSED void **state)
{
	cleanup_diagram struct diagram diagram = {0};

	(void)add_table(&diagram, "s", "t");
	(void)diagram_add_table(&diagram, &(const struct diagram_table){.name = {"e", "s", "t"}});
	diagram_complete(&diagram);
	assert_string_equal(diagram.tables[0].label, "d.s.t");
	assert_string_equal(diagram.tables[1].label, "e.s.t");
}

static void
test_diagram__has_no_two_tables_of_one_label(UNUSED void **state)
{
	static const char *const names[] = {"a\nb", "a\\nb", "a\\nb (2)", "a\tb", "a\\tb"};
	cleanup_diagram struct diagram diagram = {0};

	for (size_t index = 0; index < 5; index++)
		(void)add_table(&diagram, "s", names[index]);
	diagram_complete(&diagram);
	assert_int_equal(diagram.table_count, 5);
	for (size_t left = 0; left < 5; left++)
	{
		assert_null(strpbrk(diagram.tables[left].label, "\n\t"));
		for (size_t right = 0; right < left; right++)
			assert_string_not_equal(diagram.tables[left].label, diagram.tables[right].label);
	}
}

static void
test_diagram__takes_back_what_was_added(UNUSED void **state)
{
	cleanup_diagram struct diagram diagram = {0};
	struct diagram_table *table = add_table(&diagram, "s", "t");

	diagram_add_column(&diagram, table,
	                   &(const struct diagram_column){.name = "id", .type = "int"});
	table = add_table(&diagram, "s", "half");
	diagram_add_column(&diagram, table,
	                   &(const struct diagram_column){.name = "id", .type = "int"});
	diagram_shorten(&diagram, 1, 0);
	diagram_complete(&diagram);
	assert_int_equal(diagram.table_count, 1);
	assert_string_equal(diagram.tables[0].label, "t");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_diagram__of_nothing_is_empty),
		cmocka_unit_test(test_diagram__finds_both_ends_of_a_reference),
		cmocka_unit_test(test_diagram__shows_a_table_once_with_its_columns),
		cmocka_unit_test(test_diagram__folds_partitions_with_what_they_refer_to),
		cmocka_unit_test(test_diagram__shows_a_partition_of_a_table_that_is_elsewhere),
		cmocka_unit_test(test_diagram__names_what_is_outside),
		cmocka_unit_test(test_diagram__tells_databases_apart),
		cmocka_unit_test(test_diagram__has_no_two_tables_of_one_label),
		cmocka_unit_test(test_diagram__takes_back_what_was_added),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
