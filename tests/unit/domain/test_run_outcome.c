#include "base/count_of.h"
#include "domain/run_outcome.h"
#include "unit_test.h"

/* The ledger's rows are there for good, and people have queries for these words. */
static const struct
{
	enum run_outcome outcome;
	const char *name;
} expectations[] = {
	{OUTCOME_CREATED, "created"},
	{OUTCOME_CHANGED, "changed"},
	{OUTCOME_ADOPTED, "adopted"},
	{OUTCOME_VERIFIED, "verified"},
	{OUTCOME_RESET, "reset"},
	{OUTCOME_PASSWORD_CHANGED, "password_changed"},
	{OUTCOME_PARTITIONED, "partitioned"},
	{OUTCOME_COMMITTED, "committed (the answer was lost, the ledger has this run)"},
};

enum
{
	EXPECTATION_COUNT = COUNT_OF(expectations)
};

static void
test_run_outcome__keeps_its_words_in_the_ledger(UNUSED void **state)
{
	assert_null(run_outcome_name(OUTCOME_NONE));
	for (size_t index = 0; index < EXPECTATION_COUNT; index++)
		assert_string_equal(run_outcome_name(expectations[index].outcome),
		                    expectations[index].name);
}

static void
test_run_outcome__has_a_row_for_each_outcome(UNUSED void **state)
{
	assert_int_equal(EXPECTATION_COUNT, RUN_OUTCOME_COUNT - 1);
	for (enum run_outcome outcome = OUTCOME_NONE + 1; outcome < RUN_OUTCOME_COUNT; outcome++)
		assert_non_null(run_outcome_name(outcome));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_run_outcome__keeps_its_words_in_the_ledger),
		cmocka_unit_test(test_run_outcome__has_a_row_for_each_outcome),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
