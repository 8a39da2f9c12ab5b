#include "domain/definition.h"

#include <stdio.h>

#include "unit_test.h"

struct object
{
	const char *kind;
	const char *identity;
	const char *hash;
};

static struct definition_list
list_of(const struct object *objects, size_t count)
{
	struct definition_list list = {0};

	for (size_t index = 0; index < count; index++)
		definition_list_append(&list, &(const struct definition){
										  .kind = (char *)objects[index].kind,
										  .identity = (char *)objects[index].identity,
										  .hash = (char *)objects[index].hash,
									  });
	definition_list_sort(&list);
	return list;
}

#define LIST_OF(objects) list_of(objects, sizeof(objects) / sizeof(objects)[0])

static void
test_definition__comparison_names_each_class_of_difference(void **state)
{
	static const struct object wanted[] = {
		{"table", "s.b", "1"}, {"index", "s.i", "1"}, {"table", "s.a", "1"}};
	static const struct object found[] = {
		{"view", "s.v", "1"}, {"table", "s.b", "2"}, {"table", "s.a", "1"}};
	struct definition_list expected = LIST_OF(wanted);
	struct definition_list live = LIST_OF(found);
	struct definition_difference_list differences;

	(void)state;
	definition_compare(&expected, &live, &differences);
	assert_int_equal(differences.count, 3);
	assert_int_equal(differences.items[0].class, DEFINITION_MISSING);
	assert_string_equal(differences.items[0].object->identity, "s.i");
	assert_int_equal(differences.items[1].class, DEFINITION_CHANGED);
	assert_string_equal(differences.items[1].object->identity, "s.b");
	assert_int_equal(differences.items[2].class, DEFINITION_UNMANAGED);
	assert_string_equal(differences.items[2].object->identity, "s.v");
	assert_int_equal(definition_difference_broken_count(&differences), 2);
	definition_difference_list_free(&differences);
	definition_list_free(&expected);
	definition_list_free(&live);
}

static void
test_definition__same_name_of_another_kind_is_another_object(void **state)
{
	static const struct object wanted[] = {{"table", "s.a", "1"}};
	static const struct object found[] = {{"view", "s.a", "1"}};
	struct definition_list expected = LIST_OF(wanted);
	struct definition_list live = LIST_OF(found);
	struct definition_difference_list differences;

	(void)state;
	definition_compare(&expected, &live, &differences);
	assert_int_equal(differences.count, 2);
	definition_difference_list_free(&differences);
	definition_list_free(&expected);
	definition_list_free(&live);
}

static void
test_definition__kinds_are_adopted_and_others_kept(void **state)
{
	static const struct object wanted[] = {
		{"role", "noetl", "1"}, {"role", "gone", "1"}, {"table", "s.a", "1"}};
	static const struct object found[] = {
		{"database", "noetl", "1"}, {"role", "noetl", "2"}, {"table", "s.a", "2"}};
	static const struct object adopted[] = {
		{"database", "noetl", "1"}, {"role", "noetl", "2"}, {"table", "s.a", "1"}};
	static const char *const kinds[] = {"role", "database", NULL};
	struct definition_list expected = LIST_OF(wanted);
	struct definition_list live = LIST_OF(found);

	(void)state;
	assert_true(definition_list_adopt(&expected, &live, kinds));
	assert_int_equal(expected.count, 3);
	for (size_t index = 0; index < expected.count; index++)
	{
		assert_string_equal(expected.items[index].identity, adopted[index].identity);
		assert_string_equal(expected.items[index].hash, adopted[index].hash);
	}
	assert_false(definition_list_adopt(&expected, &live, kinds));
	definition_list_free(&expected);
	definition_list_free(&live);
}

static void
test_definition__empty_lists_do_not_differ(void **state)
{
	struct definition_list none = {0};
	struct definition_difference_list differences;

	(void)state;
	definition_compare(&none, &none, &differences);
	assert_int_equal(differences.count, 0);
	definition_difference_list_free(&differences);
}

static void
test_definition__lists_grow_past_their_first_capacity(void **state)
{
	enum
	{
		OBJECT_COUNT = 1000
	};
	struct definition_list expected = {0};
	struct definition_list none = {0};
	struct definition_difference_list differences;
	char identity[32];

	(void)state;
	for (int index = OBJECT_COUNT; index > 0; index--)
	{
		(void)snprintf(identity, sizeof identity, "s.t%04d", index);
		definition_list_append(&expected, &(const struct definition){.kind = (char *)"table",
		                                                             .identity = identity,
		                                                             .hash = (char *)"1"});
	}
	definition_list_sort(&expected);
	assert_string_equal(expected.items[0].identity, "s.t0001");
	definition_compare(&expected, &none, &differences);
	assert_int_equal(differences.count, OBJECT_COUNT);
	assert_string_equal(differences.items[OBJECT_COUNT - 1].object->identity, "s.t1000");
	definition_difference_list_free(&differences);
	definition_list_free(&expected);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_definition__comparison_names_each_class_of_difference),
		cmocka_unit_test(test_definition__same_name_of_another_kind_is_another_object),
		cmocka_unit_test(test_definition__kinds_are_adopted_and_others_kept),
		cmocka_unit_test(test_definition__empty_lists_do_not_differ),
		cmocka_unit_test(test_definition__lists_grow_past_their_first_capacity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
