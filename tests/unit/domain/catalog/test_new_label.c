#include "domain/catalog/new_label.h"

#include <stdlib.h>

#include "fake_facts.h"
#include "unit_test.h"

static struct fake_facts live;
static struct fake_facts desired;

static int
tear_down(UNUSED void **state)
{
	fake_facts_free(&live);
	fake_facts_free(&desired);
	return 0;
}

static void
an_enum(struct fake_facts *facts, const char *id, const char *second)
{
	struct fact *type = fake_fact(facts, FACT_ENUM, id, "");

	fake_pair(&type->extra.parts, "a", NULL);
	if (second != NULL)
		fake_pair(&type->extra.parts, second, NULL);
}

static void
test_new_label__is_one_that_the_live_type_lacks(UNUSED void **state)
{
	an_enum(&live, "s.same", "b");
	an_enum(&live, "s.fewer", "b");
	an_enum(&desired, "s.same", "b");
	an_enum(&desired, "s.fewer", NULL);
	an_enum(&desired, "s.unknown", "b");
	assert_false(new_label_is_added(fake_set(&live), fake_set(&desired)));
}

static void
test_new_label__makes_its_type_anew(UNUSED void **state)
{
	an_enum(&live, "s.more", NULL);
	an_enum(&live, "s.same", NULL);
	an_enum(&desired, "s.more", "b");
	an_enum(&desired, "s.same", NULL);

	struct fact_set wanted = fake_set_take(&desired);

	assert_true(new_label_is_added(fake_set(&live), &wanted));
	new_label_replace_types(fake_set(&live), &wanted);
	assert_true(wanted.items[0].extra.needs_new_type);
	assert_false(wanted.items[1].extra.needs_new_type);
	fact_set_free(&wanted);
}

static void
test_new_label__is_in_tables_also_within_another_type(UNUSED void **state)
{
	static const char *const tables[] = {"s.composite", "s.direct", "s.none"};

	an_enum(&live, "s.more", NULL);
	an_enum(&desired, "s.more", "b");
	fake_dependency(&live, fake_fact(&live, FACT_COMPOSITE_TYPE, "s.c", ""), FACT_ENUM, "s.more");
	fake_dependency(&live, fake_fact(&live, FACT_DOMAIN, "s.d", ""), FACT_COMPOSITE_TYPE, "s.c");
	for (size_t index = 0; index < 3; index++)
		(void)fake_table(&live, tables[index]);
	fake_dependency(&live, fake_column(&live, "s.direct", "a", "s.more"), FACT_ENUM, "s.more");
	fake_dependency(&live, fake_column(&live, "s.direct", "b", "s.more"), FACT_ENUM, "s.more");
	fake_dependency(&live, fake_column(&live, "s.composite", "a", "s.d"), FACT_DOMAIN, "s.d");
	(void)fake_column(&live, "s.none", "a", "text");

	const struct fact_set *set = fake_set(&live);
	struct fact_places found = new_label_tables(set, fake_set(&desired));

	assert_int_equal(found.count, 2);
	assert_string_equal(set->items[found.items[0]].id, "s.composite");
	assert_string_equal(set->items[found.items[1]].id, "s.direct");
	free(found.items);
}

#define RUN_TEST(name) cmocka_unit_test_teardown(name, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(test_new_label__is_one_that_the_live_type_lacks),
		RUN_TEST(test_new_label__makes_its_type_anew),
		RUN_TEST(test_new_label__is_in_tables_also_within_another_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
