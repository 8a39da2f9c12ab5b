#include "adapter/postgres/fact/fact_edges.h"

#include <stdlib.h>

#include "adapter/postgres/fact/fact_places.h"
#include "base/array.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "unit_test.h"

enum
{
	RELATIONS = 1259,
	TYPES = 1247,
	RULES = 2618,
	TABLE = 0, /* places */
	COLUMN_OF_TABLE = 1,
	VIEW = 2,
	EXTENSION = 3,
	LONG_CHAIN = 100000
};

static struct fact *
make_facts(void)
{
	static const struct fact facts[] = {
		[TABLE] = {.kind = FACT_TABLE, .id = "t", .classid = RELATIONS, .objid = 100},
		[COLUMN_OF_TABLE] =
			{.kind = FACT_COLUMN, .id = "t.c", .classid = RELATIONS, .objid = 100, .objsubid = 1},
		[VIEW] = {.kind = FACT_VIEW, .id = "v", .classid = RELATIONS, .objid = 200},
		[EXTENSION] = {.kind = FACT_EXTENSION, .id = "e", .classid = 3079, .objid = 300},
	};
	struct fact *items = memory_allocate(COUNT_OF(facts), sizeof *items);

	for (size_t index = 0; index < COUNT_OF(facts); index++)
		items[index] = facts[index];
	return items;
}

/* The set with dependencies told; the edges are freed. */
static struct fact_set
tell(struct fact_edges *edges)
{
	struct fact_set set = {.items = make_facts(), .count = 4};
	cleanup_fact_place_map struct fact_place_map places = {0};

	for (size_t place = 0; place < set.count; place++)
		fact_place_map_put(&places,
		                   (struct catalog_address){set.items[place].classid,
		                                            set.items[place].objid,
		                                            set.items[place].objsubid},
		                   place);
	fact_edges_tell(edges, &places, &set);
	for (size_t place = 0; place < set.count; place++)
		fact_places_finish(&set.items[place].dependencies, place);
	fact_edges_free(edges);
	return set;
}

static void
add(struct fact_edges *edges, struct fact_edge edge)
{
	*ARRAY_ADD(edges->items, edges->count) = edge;
}

static void
check(const struct fact *fact, const size_t *places, size_t count)
{
	assert_int_equal(fact->dependencies.count, count);
	for (size_t index = 0; index < count; index++)
		assert_int_equal(fact->dependencies.items[index], places[index]);
}

static void
test_fact_edges__are_followed_from_a_rule_to_its_view(UNUSED void **state)
{
	struct fact_edges edges = {0};

	add(&edges, (struct fact_edge){{RULES, 201, 0}, {RELATIONS, 200, 0}, 'i'});
	add(&edges, (struct fact_edge){{RULES, 201, 0}, {RELATIONS, 100, 1}, 'n'});
	add(&edges, (struct fact_edge){{RULES, 201, 0}, {RELATIONS, 100, 1}, 'n'});

	cleanup_fact_set struct fact_set set = tell(&edges);

	check(&set.items[VIEW], (const size_t[]){COLUMN_OF_TABLE}, 1);
	check(&set.items[TABLE], NULL, 0);
}

/* An array of a table's rows: array type, row type, table. A column without a fact is its table. */
static void
test_fact_edges__are_followed_more_than_one_step(UNUSED void **state)
{
	struct fact_edges edges = {0};

	add(&edges, (struct fact_edge){{TYPES, 102, 0}, {TYPES, 101, 0}, 'i'});
	add(&edges, (struct fact_edge){{TYPES, 101, 0}, {RELATIONS, 100, 0}, 'i'});
	add(&edges, (struct fact_edge){{RELATIONS, 200, 7}, {TYPES, 102, 0}, 'n'});

	cleanup_fact_set struct fact_set set = tell(&edges);

	check(&set.items[VIEW], (const size_t[]){TABLE}, 1);
}

static void
test_fact_edges__prefer_what_an_object_is_a_part_of_to_its_extension(UNUSED void **state)
{
	struct fact_edges edges = {0};

	add(&edges, (struct fact_edge){{TYPES, 101, 0}, {3079, 300, 0}, 'e'});
	add(&edges, (struct fact_edge){{TYPES, 101, 0}, {RELATIONS, 100, 0}, 'i'});
	add(&edges, (struct fact_edge){{TYPES, 103, 0}, {3079, 300, 0}, 'e'});
	add(&edges, (struct fact_edge){{RELATIONS, 200, 0}, {TYPES, 101, 0}, 'n'});
	add(&edges, (struct fact_edge){{RELATIONS, 200, 0}, {TYPES, 103, 0}, 'n'});

	cleanup_fact_set struct fact_set set = tell(&edges);

	check(&set.items[VIEW], (const size_t[]){TABLE, EXTENSION}, 2);
}

static void
test_fact_edges__of_tables_to_tables_and_columns_are_left_out(UNUSED void **state)
{
	struct fact_edges edges = {0};

	add(&edges, (struct fact_edge){{RELATIONS, 100, 0}, {RELATIONS, 100, 1}, 'i'});
	add(&edges, (struct fact_edge){{RELATIONS, 100, 0}, {RELATIONS, 200, 0}, 'n'});
	add(&edges, (struct fact_edge){{RELATIONS, 100, 0}, {9, 9, 9}, 'n'});

	cleanup_fact_set struct fact_set set = tell(&edges);

	check(&set.items[TABLE], (const size_t[]){VIEW}, 1);
}

/* No server says so: a circle, and a chain that would be too deep for the stack. */
static void
test_fact_edges__that_lead_nowhere_come_to_an_end(UNUSED void **state)
{
	struct fact_edges edges = {0};

	add(&edges, (struct fact_edge){{5, 1, 0}, {5, 2, 0}, 'i'});
	add(&edges, (struct fact_edge){{5, 2, 0}, {5, 1, 0}, 'i'});
	for (uint32_t index = 0; index < LONG_CHAIN; index++)
		add(&edges, (struct fact_edge){{6, index + 1, 0}, {6, index + 2, 0}, 'a'});
	add(&edges, (struct fact_edge){{RELATIONS, 200, 0}, {6, 1, 0}, 'n'});
	add(&edges, (struct fact_edge){{RELATIONS, 200, 0}, {5, 1, 0}, 'n'});

	cleanup_fact_set struct fact_set set = tell(&edges);

	check(&set.items[VIEW], NULL, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fact_edges__are_followed_from_a_rule_to_its_view),
		cmocka_unit_test(test_fact_edges__are_followed_more_than_one_step),
		cmocka_unit_test(test_fact_edges__prefer_what_an_object_is_a_part_of_to_its_extension),
		cmocka_unit_test(test_fact_edges__of_tables_to_tables_and_columns_are_left_out),
		cmocka_unit_test(test_fact_edges__that_lead_nowhere_come_to_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
