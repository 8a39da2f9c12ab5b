#include "domain/definition.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/count_of.h"
#include "unit_test.h"

static struct definitions
definitions_of(const struct definition_words *words, size_t count)
{
	struct definitions definitions = {0};

	for (size_t index = 0; index < count; index++)
		definitions_append(&definitions, &words[index]);
	definitions_sort(&definitions);
	return definitions;
}

#define DEFINITIONS_OF(words) definitions_of(words, COUNT_OF(words))

static void
test_definition__comparison_names_each_class_of_difference(UNUSED void **state)
{
	static const struct definition_words wanted[] = {{"table", "s.b", "1", NULL, false},
	                                                 {"index", "s.i", "1", NULL, false},
	                                                 {"table", "s.a", "1", NULL, false}};
	static const struct definition_words found[] = {{"view", "s.v", "1", NULL, false},
	                                                {"table", "s.b", "2", NULL, false},
	                                                {"table", "s.a", "1", NULL, false}};
	struct definitions expected = DEFINITIONS_OF(wanted);
	struct definitions live = DEFINITIONS_OF(found);
	struct definition_difference_list differences;

	definitions_compare(&expected, &live, &differences);
	assert_int_equal(differences.count, 3);
	assert_int_equal(differences.items[0].class, DEFINITION_MISSING);
	assert_string_equal(differences.items[0].object->identity, "s.i");
	assert_int_equal(differences.items[1].class, DEFINITION_CHANGED);
	assert_string_equal(differences.items[1].object->identity, "s.b");
	assert_int_equal(differences.items[2].class, DEFINITION_UNMANAGED);
	assert_string_equal(differences.items[2].object->identity, "s.v");
	assert_int_equal(definition_difference_broken_count(&differences), 2);
	definition_difference_list_free(&differences);
	definitions_free(&expected);
	definitions_free(&live);
}

static void
test_definition__same_name_of_another_kind_is_another_object(UNUSED void **state)
{
	static const struct definition_words wanted[] = {{"table", "s.a", "1", NULL, false}};
	static const struct definition_words found[] = {{"view", "s.a", "1", NULL, false}};
	struct definitions expected = DEFINITIONS_OF(wanted);
	struct definitions live = DEFINITIONS_OF(found);
	struct definition_difference_list differences;

	definitions_compare(&expected, &live, &differences);
	assert_int_equal(differences.count, 2);
	definition_difference_list_free(&differences);
	definitions_free(&expected);
	definitions_free(&live);
}

static void
test_definition__access_is_adopted_and_objects_are_kept(UNUSED void **state)
{
	static const struct definition_words wanted[] = {{"role", "noetl", "1", NULL, false},
	                                                 {"role", "gone", "1", NULL, false},
	                                                 {"table", "s.a", "1", NULL, false}};
	static const struct definition_words found[] = {{"database", "noetl", "1", NULL, false},
	                                                {"role", "noetl", "2", NULL, false},
	                                                {"table", "s.a", "2", NULL, false}};
	struct definitions expected = DEFINITIONS_OF(wanted);
	struct definitions live = DEFINITIONS_OF(found);
	struct definitions same = DEFINITIONS_OF(found);

	assert_true(definition_list_adopt(&expected.access, &live.access));
	assert_int_equal(live.access.count, 0);
	assert_int_equal(expected.access.count, 2);
	assert_int_equal(expected.access.items[0].kind, KIND_DATABASE);
	assert_string_equal(expected.access.items[1].identity, "noetl");
	assert_string_equal(expected.access.items[1].hash, "2");
	assert_string_equal(expected.objects.items[0].hash, "1");
	assert_false(definition_list_adopt(&expected.access, &same.access));
	assert_int_equal(same.access.count, 2);
	definitions_free(&expected);
	definitions_free(&live);
	definitions_free(&same);
}

static void
test_definition__both_lists_are_told_in_one_order(UNUSED void **state)
{
	static const struct definition_words wanted[] = {
		{"table", "s.a", "1", NULL, false},   {"role", "noetl", "1", NULL, false},
		{"extension", "x", "1", NULL, false}, {"column", "s.a.b", "1", NULL, false},
		{"rule", "s.a.r", "1", NULL, false},  {"database", "d", "1", NULL, false}};
	static const char *const order[] = {"column", "database", "extension", "role", "rule", "table"};
	struct definitions expected = DEFINITIONS_OF(wanted);
	struct definitions none = {0};
	struct definition_difference_list differences;
	const struct definition **all = definitions_in_order(&expected);

	definitions_compare(&expected, &none, &differences);
	assert_int_equal(expected.access.count, 3);
	assert_int_equal(definitions_count(&expected), 6);
	assert_int_equal(differences.count, 6);
	for (size_t index = 0; index < differences.count; index++)
	{
		assert_string_equal(all[index]->kind_name, order[index]);
		assert_string_equal(differences.items[index].object->kind_name, order[index]);
	}
	assert_null(definitions_in_order(&none));
	free(all);
	definition_difference_list_free(&differences);
	definitions_free(&expected);
}

/* A newer program has recorded them: they are neither lost nor taken for another. */
static void
test_definition__an_unknown_kind_keeps_its_word(UNUSED void **state)
{
	static const struct definition_words wanted[] = {{"property graph", "s.g", "1", NULL, false},
	                                                 {"cube", "s.g", "1", NULL, false}};
	static const struct definition_words found[] = {{"cube", "s.g", "1", NULL, false}};
	struct definitions expected = DEFINITIONS_OF(wanted);
	struct definitions live = DEFINITIONS_OF(found);
	struct definition_difference_list differences;

	definitions_compare(&expected, &live, &differences);
	assert_int_equal(differences.count, 1);
	assert_int_equal(differences.items[0].class, DEFINITION_MISSING);
	assert_int_equal(differences.items[0].object->kind, KIND_OTHER);
	assert_string_equal(differences.items[0].object->kind_name, "property graph");
	assert_true(definitions_have(&expected, &live.objects.items[0]));
	assert_false(definitions_have(&live, differences.items[0].object));
	definition_difference_list_free(&differences);
	definitions_free(&expected);
	definitions_free(&live);
}

static void
test_definition__is_of_one_kind_and_identity(UNUSED void **state)
{
	static const struct definition_words wanted[] = {{"role", "noetl", "1", NULL, false}};
	struct definitions expected = DEFINITIONS_OF(wanted);
	const struct definition *role = &expected.access.items[0];

	assert_true(definition_is_of(role, KIND_ROLE, "noetl"));
	assert_false(definition_is_of(role, KIND_DATABASE, "noetl"));
	assert_false(definition_is_of(role, KIND_ROLE, "noetl2"));
	definitions_free(&expected);
}

static void
test_definition__empty_lists_do_not_differ(UNUSED void **state)
{
	struct definitions none = {0};
	struct definition_difference_list differences;

	definitions_compare(&none, &none, &differences);
	assert_int_equal(differences.count, 0);
	definition_difference_list_free(&differences);
}

static void
test_definition__lists_grow_past_their_first_capacity(UNUSED void **state)
{
	enum
	{
		OBJECT_COUNT = 1000
	};
	struct definitions expected = {0};
	struct definitions none = {0};
	struct definition_difference_list differences;
	char identity[32];

	for (int index = OBJECT_COUNT; index > 0; index--)
	{
		(void)snprintf(identity, sizeof identity, "s.t%04d", index);
		definitions_append(&expected, &(const struct definition_words){
										  .kind = "table", .identity = identity, .hash = "1"});
	}
	definitions_sort(&expected);
	assert_string_equal(expected.objects.items[0].identity, "s.t0001");
	definitions_compare(&expected, &none, &differences);
	assert_int_equal(differences.count, OBJECT_COUNT);
	assert_string_equal(differences.items[OBJECT_COUNT - 1].object->identity, "s.t1000");
	definition_difference_list_free(&differences);
	definitions_free(&expected);
}

static void
test_definition__what_is_renamed_takes_its_parts_along(UNUSED void **state)
{
	static const struct definition_words words[] = {{"table", "s.t", "1", NULL, false},
	                                                {"column", "s.t.c", "1", NULL, false},
	                                                {"function", "s.t(integer)", "1", NULL, false},
	                                                {"table", "s.table", "1", NULL, false}};
	static const char *const renamed[] = {"s.u.c", "s.t(integer)", "s.table", "s.u"};
	struct definitions definitions = DEFINITIONS_OF(words);

	definitions_rename(&definitions, "s.t", "s.u", false);
	for (size_t index = 0; index < COUNT_OF(renamed); index++)
		assert_string_equal(definitions.objects.items[index].identity, renamed[index]);
	definitions_rename(&definitions, "s.t", "s.g", true);
	assert_string_equal(definitions.objects.items[1].identity, "s.g(integer)");
	assert_string_equal(definitions.objects.items[3].identity, "s.u");
	definitions_free(&definitions);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_definition__comparison_names_each_class_of_difference),
		cmocka_unit_test(test_definition__same_name_of_another_kind_is_another_object),
		cmocka_unit_test(test_definition__access_is_adopted_and_objects_are_kept),
		cmocka_unit_test(test_definition__both_lists_are_told_in_one_order),
		cmocka_unit_test(test_definition__an_unknown_kind_keeps_its_word),
		cmocka_unit_test(test_definition__is_of_one_kind_and_identity),
		cmocka_unit_test(test_definition__empty_lists_do_not_differ),
		cmocka_unit_test(test_definition__what_is_renamed_takes_its_parts_along),
		cmocka_unit_test(test_definition__lists_grow_past_their_first_capacity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
