#include "adapter/kubernetes/job_mandate.h"

#include <string.h>

#include "base/count_of.h"
#include "unit_test.h"

static const struct pod_identity identity = {
	.pod_namespace = "postgres", .job_name = "apply", .job_uid = "1a2b"};

static bool
judge(const char *json, struct failure *failure)
{
	cleanup_text struct text text = TEXT_EMPTY;

	text_append(&text, json);
	return job_mandate_judge(&text, &identity, failure);
}

#define JOB(metadata, spec) "{\"metadata\": {" metadata "}, \"spec\": {" spec "}}"
#define OWN "\"uid\": \"1a2b\""

static void
test_job_mandate__holds_for_its_own_job_and_for_what_says_nothing(UNUSED void **state)
{
	static const char *const answers[] = {
		JOB(OWN, "\"suspend\": false"),
		JOB(OWN, ""),
		JOB("", ""),
		JOB("\"uid\": 7", "\"suspend\": 7"),
		"{\"metadata\": 7}",
		"[]",
		"",
		"<html>",
	};
	struct failure failure = {0};

	for (size_t index = 0; index < COUNT_OF(answers); index++)
		assert_true(judge(answers[index], &failure));
	assert_int_equal(failure.kind, FAILURE_NONE);
}

static void
test_job_mandate__does_not_hold_for_a_job_that_is_not_wanted(UNUSED void **state)
{
	static const struct
	{
		const char *answer;
		const char *words;
	} cases[] = {
		{JOB("\"uid\": \"9f\"", ""), "is another one of that name by now"},
		{JOB(OWN, "\"suspend\": true"), "is suspended"},
		{JOB(OWN ", \"deletionTimestamp\": \"2026-12-01T00:00:00Z\"", ""), "is being deleted"},
	};

	for (size_t index = 0; index < COUNT_OF(cases); index++)
	{
		struct failure failure = {0};

		assert_false(judge(cases[index].answer, &failure));
		assert_int_equal(failure.kind, FAILURE_INTERRUPTED);
		assert_non_null(strstr(failure.message, "Job \"apply\" in namespace \"postgres\" "));
		assert_non_null(strstr(failure.message, cases[index].words));
		assert_true(failure.hint[0] != '\0');
	}
}

static void
test_job_mandate__always_holds_where_nobody_is_asked(UNUSED void **state)
{
	const struct mandate *mandate = job_mandate_port(NULL);
	struct failure failure = {0};

	assert_true(mandate->holds(mandate->context, &failure));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_job_mandate__holds_for_its_own_job_and_for_what_says_nothing),
		cmocka_unit_test(test_job_mandate__does_not_hold_for_a_job_that_is_not_wanted),
		cmocka_unit_test(test_job_mandate__always_holds_where_nobody_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
