#include "domain/catalog/difference_text.h"

#include "base/text.h"
#include "fake_facts.h"
#include "unit_test.h"

static void
assert_texts(struct fake_facts *live, struct fake_facts *desired, const char *expected)
{
	cleanup_text struct text lines = TEXT_EMPTY;
	cleanup_difference_texts struct difference_texts texts;

	difference_texts_make(fake_set(live), fake_set(desired), &texts);
	for (size_t i = 0; i < texts.count; i++)
		text_append_format(&lines, "%s\n", texts.items[i]);
	assert_string_equal(text_bytes(&lines), expected);
	fake_facts_free(live);
	fake_facts_free(desired);
}

static void
test_difference_text__names_what_is_missing_and_what_is_not_desired(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_fact(&live, FACT_ROLE, "r", "");
	(void)fake_fact(&live, FACT_VIEW, "s.v", "");
	(void)fake_fact(&live, FACT_SCHEMA, "s", "");
	(void)fake_fact(&desired, FACT_SCHEMA, "s", "");
	(void)fake_fact(&desired, FACT_INDEX, "s.i", "");
	assert_texts(&live, &desired, "+index s.i\n-view s.v\n");
}

static void
test_difference_text__shows_both_values(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	fake_comment(&live, fake_table(&live, "s.t"), "old");
	(void)fake_column(&live, "s.t", "c", "integer");
	(void)fake_fact(&live, FACT_DEFAULT, "s.t.c", "1");
	fake_comment(&desired, fake_table(&desired, "s.t"), NULL);
	(void)fake_column(&desired, "s.t", "c", "bigint");
	(void)fake_fact(&desired, FACT_DEFAULT, "s.t.c", "2");
	assert_texts(&live, &desired,
	             "~table s.t comment: old -> none\n"
	             "~column s.t.c type: integer -> bigint\n"
	             "~default s.t.c definition: 1 -> 2\n");
}

static void
test_difference_text__compares_labels_and_privileges(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	struct fact *before = fake_fact(&live, FACT_ENUM, "s.e", "");
	struct fact *after = fake_fact(&desired, FACT_ENUM, "s.e", "");

	fake_pair(&before->extra.parts, "a", NULL);
	fake_privilege(before, "type s.e", "x", "USAGE");
	fake_pair(&after->extra.parts, "a", NULL);
	fake_pair(&after->extra.parts, "b", NULL);
	assert_texts(&live, &desired,
	             "~enum s.e parts: a -> a, b\n"
	             "~enum s.e privileges: USAGE to x -> none\n");
}

static void
test_difference_text__takes_a_second_generation_for_the_same(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	(void)fake_fact(&live, FACT_VIEW, "s.v", "select 1::integer");
	fake_fact(&desired, FACT_VIEW, "s.v", "select 1")->extra.reparsed = "select 1::integer";
	assert_texts(&live, &desired, "");
}

static void
test_difference_text__shows_no_value_that_may_be_a_password(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	fake_attribute(&live, fake_fact(&live, FACT_USER_MAPPING, "u f", ""), "options", "[hush]",
	               NULL);
	fake_attribute(&desired, fake_fact(&desired, FACT_USER_MAPPING, "u f", ""), "options", "[hist]",
	               NULL);
	assert_texts(&live, &desired, "~user mapping u f options\n");
}

static void
test_difference_text__cuts_a_long_value_where_a_character_begins(UNUSED void **state)
{
	cleanup_text struct text definition = TEXT_EMPTY;
	cleanup_text struct text expected = TEXT_EMPTY;
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	text_append(&definition, "x");
	for (int i = 0; i < 150; i++)
		text_append(&definition, "ä");
	(void)fake_fact(&live, FACT_VIEW, "s.v", text_bytes(&definition));
	(void)fake_fact(&desired, FACT_VIEW, "s.v", "");
	text_append_format(&expected, "~view s.v definition: %.199s -> none\n",
	                   text_bytes(&definition));
	assert_texts(&live, &desired, text_bytes(&expected));
}

static void
test_difference_text__where_a_constraint_comes_from_is_left(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};

	fake_attribute(&live, fake_fact(&live, FACT_CONSTRAINT, "s.t.c", ""), "local", "true", NULL);
	fake_attribute(&desired, fake_fact(&desired, FACT_CONSTRAINT, "s.t.c", ""), "local", "false",
	               NULL);
	assert_texts(&live, &desired, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_difference_text__names_what_is_missing_and_what_is_not_desired),
		cmocka_unit_test(test_difference_text__shows_both_values),
		cmocka_unit_test(test_difference_text__compares_labels_and_privileges),
		cmocka_unit_test(test_difference_text__takes_a_second_generation_for_the_same),
		cmocka_unit_test(test_difference_text__shows_no_value_that_may_be_a_password),
		cmocka_unit_test(test_difference_text__cuts_a_long_value_where_a_character_begins),
		cmocka_unit_test(test_difference_text__where_a_constraint_comes_from_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
