#include "base/count_of.h"
#include "domain/run_phase.h"
#include "unit_test.h"

/* Events, ConfigMaps and the alerts that people have built on them know these words. */
static const struct
{
	enum run_phase phase;
	const char *name;
	bool is_done;
	bool is_trouble;
} expectations[] = {
	{PHASE_LOOKING, "Looking", false, false},
	{PHASE_WAITING, "Waiting", false, false},
	{PHASE_PROVISIONING, "Provisioning", false, false},
	{PHASE_APPLYING, "Applying", false, false},
	{PHASE_APPLIED, "Applied", true, false},
	{PHASE_UNCHANGED, "Unchanged", true, false},
	{PHASE_SUPERSEDED, "Superseded", true, false},
	{PHASE_FAILED, "Failed", false, true},
};

enum
{
	EXPECTATION_COUNT = COUNT_OF(expectations)
};

static void
test_run_phase__keeps_its_words_on_the_wire(UNUSED void **state)
{
	assert_null(run_phase_name(PHASE_NONE));
	for (size_t index = 0; index < EXPECTATION_COUNT; index++)
		assert_string_equal(run_phase_name(expectations[index].phase), expectations[index].name);
}

static void
test_run_phase__tells_the_end_and_trouble(UNUSED void **state)
{
	for (size_t index = 0; index < EXPECTATION_COUNT; index++)
	{
		enum run_phase phase = expectations[index].phase;

		assert_int_equal(run_phase_is_done(phase), expectations[index].is_done);
		assert_int_equal(run_phase_is_trouble(phase), expectations[index].is_trouble);
	}
}

static void
test_run_phase__has_a_row_for_each_phase(UNUSED void **state)
{
	assert_int_equal(EXPECTATION_COUNT, RUN_PHASE_COUNT - 1);
	for (enum run_phase phase = PHASE_NONE + 1; phase < RUN_PHASE_COUNT; phase++)
		assert_non_null(run_phase_name(phase));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_run_phase__keeps_its_words_on_the_wire),
		cmocka_unit_test(test_run_phase__tells_the_end_and_trouble),
		cmocka_unit_test(test_run_phase__has_a_row_for_each_phase),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
