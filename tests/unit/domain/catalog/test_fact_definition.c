#include "domain/catalog/fact_definition.h"

#include "fake_catalog.h"
#include "fake_facts.h"
#include "unit_test.h"

static enum fact_claim
claim_of(const struct fact_set *facts, enum fact_kind kind, const char *id)
{
	return facts->items[fact_set_find(facts, kind, id)].claim;
}

static void
test_fact_definition__has_the_word_of_its_kind(UNUSED void **state)
{
	struct fake_facts facts = {0};
	cleanup_definitions struct definitions definitions =
		fake_definition_list("procedure s.p 1, publication pub 1");

	assert_non_null(
		fact_definition_find(&definitions, fake_fact(&facts, FACT_FUNCTION, "s.p", "")));
	assert_non_null(
		fact_definition_find(&definitions, fake_fact(&facts, FACT_PUBLICATION, "pub", "")));
	assert_null(fact_definition_find(&definitions, fake_fact(&facts, FACT_TABLE, "s.p", "")));
	assert_null(fact_definition_find(NULL, fake_fact(&facts, FACT_FUNCTION, "s.p", "")));
	assert_true(fact_kind_defines(KIND_PROCEDURE));
	assert_false(fact_kind_defines(KIND_OTHER));
	assert_false(fact_kind_is_defined(FACT_DEFAULT));
	fake_facts_free(&facts);
}

static void
test_fact_definition__tells_what_others_changed(UNUSED void **state)
{
	struct fake_facts live = {0};
	struct fake_facts desired = {0};
	cleanup_definitions struct definitions promised = fake_definition_list(
		"column s.a.c 1, column s.b.c 1, table s.a 1, table s.b 1, table s.c 1");
	cleanup_definitions struct definitions found = fake_definition_list(
		"column s.a.c 2, column s.b.c 2, table s.a 1, table s.b 1, table s.c 1");

	(void)fake_table(&live, "s.a");
	(void)fake_column(&live, "s.a", "c", "integer");
	(void)fake_table(&live, "s.b");
	(void)fake_column(&live, "s.b", "c", "integer");
	(void)fake_table(&live, "s.c");
	(void)fake_table(&desired, "s.b");
	(void)fake_set(&live);
	fact_definition_mark_changed(&live.set, fake_set(&desired), &promised, &found);
	assert_int_equal(claim_of(&live.set, FACT_TABLE, "s.a"), CLAIM_CHANGED);
	assert_int_equal(claim_of(&live.set, FACT_COLUMN, "s.b.c"), CLAIM_CHANGED);
	assert_int_equal(claim_of(&live.set, FACT_TABLE, "s.b"), CLAIM_OWN);
	assert_int_equal(claim_of(&live.set, FACT_TABLE, "s.c"), CLAIM_OWN);
	fake_facts_free(&live);
	fake_facts_free(&desired);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fact_definition__has_the_word_of_its_kind),
		cmocka_unit_test(test_fact_definition__tells_what_others_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
