#include "domain/catalog/retype.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "fake_facts.h"
#include "unit_test.h"

static void
test_retype__tries_a_cast_then_one_by_text_then_none(UNUSED void **state)
{
	struct fake_facts facts = {0};
	cleanup_change_steps struct change_steps steps = {.texts = &facts.set.texts};

	(void)fake_column(&facts, "s.t", "a", "integer");
	(void)fake_column(&facts, "s.t", "b", "bigint collate \"C\"");
	(void)change_steps_add(&steps, "set statistics");
	retype_column(&facts.set.items[0], &facts.set.items[1], NULL, &steps);

	cleanup_memory char *text = fake_steps_text(steps.items, steps.count);

	assert_string_equal(text, "rewrite: type of s.t.b is bigint collate \"C\" using b::bigint"
	                          " | type of s.t.b is bigint collate \"C\" using b::text::bigint"
	                          " | type of s.t.b is bigint collate \"C\"\n"
	                          "set statistics\n");
	fake_facts_free(&facts);
}

static const char *
using_of(struct fake_facts *facts, enum fact_kind kind, const char *column_type)
{
	struct fact_pair have[] = {{"x", "integer"}};
	struct fact_pair want[] = {{"x", "bigint"}, {"y", "text collate \"C\""}};
	const struct fact live = {.kind = kind, .extra.parts = {have, 1}};
	const struct fact desired = {.kind = kind, .extra.parts = {want, 2}};
	const struct fact *column = fake_column(facts, "s.t", "c", column_type);

	return retype_using(&live, &desired, column, &facts->set.texts);
}

static void
test_retype__a_type_that_stands_aside_is_read_as_text(UNUSED void **state)
{
	struct fake_facts facts = {0};

	assert_string_equal(using_of(&facts, FACT_ENUM, "s.e"), "c::text::s.e");
	assert_string_equal(using_of(&facts, FACT_ENUM, "s.e[]"), "c::text[]::s.e[]");
	fake_facts_free(&facts);
}

static void
test_retype__a_composite_type_is_read_by_the_names_of_its_attributes(UNUSED void **state)
{
	struct fake_facts facts = {0};

	assert_string_equal(
		using_of(&facts, FACT_COMPOSITE_TYPE, "s.c"),
		"case when c is null then null else row((c).x::bigint, null::text)::s.c end");
	assert_string_equal(using_of(&facts, FACT_COMPOSITE_TYPE, "s.c[]"), "c::text[]::s.c[]");
	fake_facts_free(&facts);
}

static void
test_retype__integers_are_narrowed_by_their_bytes(UNUSED void **state)
{
	assert_true(retype_narrows_integer("bigint", "smallint"));
	assert_false(retype_narrows_integer("integer", "bigint"));
	assert_false(retype_narrows_integer("integer", "integer"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_retype__tries_a_cast_then_one_by_text_then_none),
		cmocka_unit_test(test_retype__a_type_that_stands_aside_is_read_as_text),
		cmocka_unit_test(test_retype__a_composite_type_is_read_by_the_names_of_its_attributes),
		cmocka_unit_test(test_retype__integers_are_narrowed_by_their_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
