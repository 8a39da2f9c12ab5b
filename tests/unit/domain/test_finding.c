#include "domain/finding.h"

#include <stdio.h>

#include "unit_test.h"

static const struct finding broken = {.class = FINDING_BROKEN,
                                      .source = "bundle:noetl",
                                      .object = "index noetl.ix_a",
                                      .expected = "it exists",
                                      .found = "absent"};

static void
test_finding__a_list_says_nothing_twice(UNUSED void **state)
{
	cleanup_finding_list struct finding_list list = {0};
	struct finding of_another_schema = broken;
	struct finding of_another_class = broken;

	of_another_schema.source = "bundle:catalog";
	of_another_class.class = FINDING_NOTE;
	finding_list_append(&list, &broken);
	finding_list_append(&list, &broken);
	assert_int_equal(list.count, 1);
	finding_list_append(&list, &of_another_schema);
	finding_list_append(&list, &of_another_class);
	assert_int_equal(list.count, 3);
	assert_int_equal(finding_list_count(&list, FINDING_BROKEN), 2);
	assert_int_equal(finding_list_count(&list, FINDING_NOTE), 1);
	assert_int_equal(finding_list_count(&list, FINDING_WARNING), 0);
}

/* The role of a database is looked at for each of its schemas. */
static void
test_finding__two_schemas_may_say_the_same(UNUSED void **state)
{
	struct finding other = broken;

	other.source = NULL;
	other.hint = "Run noetl-schema apply.";
	assert_true(finding_says_the_same(&broken, &other));
	other.found = "not valid";
	assert_false(finding_says_the_same(&broken, &other));
	other.found = NULL;
	assert_false(finding_says_the_same(&broken, &other));
}

static void
test_finding__a_list_keeps_texts_of_its_own(UNUSED void **state)
{
	cleanup_finding_list struct finding_list list = {0};
	char object[] = "role noetl";
	const struct finding finding = {.class = FINDING_NOTE, .object = object};

	finding_list_append(&list, &finding);
	(void)snprintf(object, sizeof object, "changed");
	assert_string_equal(list.items[0].object, "role noetl");
	assert_null(list.items[0].source);
	assert_null(list.items[0].hint);
}

static void
test_finding__classes_have_the_names_of_the_report(UNUSED void **state)
{
	assert_string_equal(finding_class_name(FINDING_BROKEN), "broken");
	assert_string_equal(finding_class_name(FINDING_WARNING), "warning");
	assert_string_equal(finding_class_name(FINDING_UNMANAGED), "unmanaged");
	assert_string_equal(finding_class_name(FINDING_NOTE), "note");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finding__a_list_says_nothing_twice),
		cmocka_unit_test(test_finding__two_schemas_may_say_the_same),
		cmocka_unit_test(test_finding__a_list_keeps_texts_of_its_own),
		cmocka_unit_test(test_finding__classes_have_the_names_of_the_report),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
