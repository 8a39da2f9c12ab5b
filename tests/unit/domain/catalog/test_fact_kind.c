#include "domain/catalog/fact_kind.h"

#include "unit_test.h"

static void
test_fact_kind__every_kind_is_found_by_its_name(UNUSED void **state)
{
	for (size_t i = 0; i < FACT_KIND_COUNT; i++)
	{
		enum fact_kind kind = FACT_KIND_COUNT;

		assert_true(fact_kind_from_name(fact_kind_name((enum fact_kind)i), &kind));
		assert_int_equal(kind, i);
	}
}

static void
test_fact_kind__another_word_is_none(UNUSED void **state)
{
	enum fact_kind kind = FACT_TABLE;

	assert_false(fact_kind_from_name("subscription", &kind));
	assert_int_equal(kind, FACT_TABLE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fact_kind__every_kind_is_found_by_its_name),
		cmocka_unit_test(test_fact_kind__another_word_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
