#include "domain/catalog/generation.h"

#include "fake_facts.h"
#include "unit_test.h"

static struct fake_facts desired;
static struct generation_list list;
static struct definitions expected;
static struct definitions live;
static struct name_list named;

static int
set_up(UNUSED void **state)
{
	struct fact *check = fake_part(&desired, FACT_CONSTRAINT, "s.t.k", "s.t");

	(void)fake_table(&desired, "s.t");
	check->definition = "CHECK (one)";
	check->extra.reparsed = "CHECK (two)";
	generation_list_collect(fake_set(&desired), &list);
	assert_int_equal(list.count, 1);
	return 0;
}

static int
tear_down(UNUSED void **state)
{
	fake_facts_free(&desired);
	generation_list_free(&list);
	definitions_free(&expected);
	definitions_free(&live);
	name_list_free(&named);
	named = (struct name_list){0};
	expected = live = (struct definitions){0};
	return 0;
}

static void
accept(const char *expected_text, const char *live_text)
{
	definitions_append(&expected, &(const struct definition_words){"constraint", "s.t.k", "1",
	                                                               expected_text, false});
	definitions_append(
		&live, &(const struct definition_words){"constraint", "s.t.k", "2", live_text, false});
	definitions_sort(&expected);
	definitions_sort(&live);
	generation_list_accept(&list, &live, &expected, &named);
}

static void
test_generation__of_the_text_counts_as_the_same(UNUSED void **state)
{
	accept("table s.t\nCHECK (one)\nowner a", "table s.t\nCHECK (two)\nowner a");
	assert_int_equal(named.count, 1);
	assert_string_equal(named.items[0], "constraint s.t.k");
	assert_string_equal(expected.objects.items[0].hash, "2");
}

static void
test_generation__excuses_no_other_difference(UNUSED void **state)
{
	accept("CHECK (one)\nowner a", "CHECK (two)\nowner b");
	assert_int_equal(named.count, 0);
	assert_string_equal(expected.objects.items[0].hash, "1");
}

static void
test_generation__is_none_of_an_unknown_text(UNUSED void **state)
{
	accept("CHECK (one)", "CHECK (three)");
	assert_int_equal(named.count, 0);
}

static void
test_generation__cannot_be_told_without_texts(UNUSED void **state)
{
	accept(NULL, "CHECK (two)");
	assert_int_equal(named.count, 0);
}

#define RUN_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_generation__of_the_text_counts_as_the_same),
		RUN_TEST(test_generation__excuses_no_other_difference),
		RUN_TEST(test_generation__is_none_of_an_unknown_text),
		RUN_TEST(test_generation__cannot_be_told_without_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
