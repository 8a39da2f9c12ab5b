#include "adapter/postgres/fact/fact_place_map.h"

#include "domain/catalog/fact.h"
#include "unit_test.h"

enum
{
	MANY = 10000
};

static struct catalog_address
at(uint32_t class, uint32_t object, int32_t sub)
{
	return (struct catalog_address){class, object, sub};
}

static void
test_fact_place_map__finds_each_of_many(UNUSED void **state)
{
	cleanup_fact_place_map struct fact_place_map map = {0};

	for (uint32_t index = 0; index < MANY; index++)
		fact_place_map_put(&map, at(1259, 16384 + index / 8, (int32_t)(index % 8)), index);
	assert_int_equal(map.count, MANY);
	for (uint32_t index = 0; index < MANY; index++)
		assert_int_equal(
			fact_place_map_find(&map, at(1259, 16384 + index / 8, (int32_t)(index % 8))), index);
	assert_int_equal(fact_place_map_find(&map, at(1247, 16384, 0)), FACT_NOWHERE);
	assert_int_equal(fact_place_map_find(&map, at(1259, 16384, -1)), FACT_NOWHERE);
}

static void
test_fact_place_map__keeps_the_last_place(UNUSED void **state)
{
	cleanup_fact_place_map struct fact_place_map map = {0};

	fact_place_map_put(&map, at(1, 2, 3), 4);
	fact_place_map_put(&map, at(1, 2, 3), 5);
	assert_int_equal(fact_place_map_find(&map, at(1, 2, 3)), 5);
	assert_int_equal(map.count, 1);
}

static void
test_fact_place_map__holds_no_address_without_an_object(UNUSED void **state)
{
	cleanup_fact_place_map struct fact_place_map map = {0};

	assert_int_equal(fact_place_map_find(&map, at(1, 2, 3)), FACT_NOWHERE);
	fact_place_map_put(&map, at(1259, 0, 0), 1);
	assert_int_equal(map.count, 0);
	assert_int_equal(fact_place_map_find(&map, at(1259, 0, 0)), FACT_NOWHERE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fact_place_map__finds_each_of_many),
		cmocka_unit_test(test_fact_place_map__keeps_the_last_place),
		cmocka_unit_test(test_fact_place_map__holds_no_address_without_an_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
