#include "domain/problem_list.h"

#include "unit_test.h"

static void
add(struct problem_list *list, const char *problem)
{
	cleanup_text struct text text = TEXT_EMPTY;

	text_append(&text, problem);
	problem_list_add(list, &text);
}

static void
test_problem_list__says_each_problem_once_and_in_order(UNUSED void **state)
{
	struct problem_list list = {0};
	cleanup_text struct text text = TEXT_EMPTY;

	add(&list, "a is wrong");
	add(&list, "b is wrong");
	add(&list, "a is wrong");
	assert_int_equal(list.count, 2);
	problem_list_write(&list, false, &text);
	assert_string_equal(text_bytes(&text), "a is wrong\nb is wrong");
	problem_list_free(&list);
}

static void
test_problem_list__begins_a_line_where_others_stand_before(UNUSED void **state)
{
	struct problem_list list = {0};
	cleanup_text struct text text = TEXT_EMPTY;

	problem_list_write(&list, true, &text);
	assert_string_equal(text_bytes(&text), "");
	add(&list, "a is wrong");
	problem_list_write(&list, true, &text);
	assert_string_equal(text_bytes(&text), "\na is wrong");
	problem_list_free(&list);
}

/* A value of a file must not look like a problem of its own. */
static void
test_problem_list__a_problem_stays_in_its_line(UNUSED void **state)
{
	struct problem_list list = {0};

	add(&list, "x: no\nb is fine\x1b[2J");
	assert_string_equal(list.items[0], "x: no\\nb is fine\\x1b[2J");
	problem_list_free(&list);
}

static void
test_problem_list__counts_what_it_no_longer_keeps(UNUSED void **state)
{
	struct problem_list list = {0};
	cleanup_text struct text text = TEXT_EMPTY;
	size_t line_count = 1;

	for (int number = 0; number < PROBLEM_LIST_KEPT + 50; number++)
	{
		text_clear(&text);
		text_append_format(&text, "problem %d", number);
		problem_list_add(&list, &text);
	}
	add(&list, "problem 7");
	assert_int_equal(list.count, PROBLEM_LIST_KEPT + 50);
	text_clear(&text);
	problem_list_write(&list, false, &text);
	for (const char *byte = text_bytes(&text); *byte != '\0'; byte++)
		line_count += *byte == '\n';
	assert_int_equal(line_count, PROBLEM_LIST_KEPT);
	problem_list_free(&list);
	assert_int_equal(list.count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_problem_list__says_each_problem_once_and_in_order),
		cmocka_unit_test(test_problem_list__begins_a_line_where_others_stand_before),
		cmocka_unit_test(test_problem_list__a_problem_stays_in_its_line),
		cmocka_unit_test(test_problem_list__counts_what_it_no_longer_keeps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
