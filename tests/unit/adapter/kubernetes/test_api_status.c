#include "adapter/kubernetes/api_status.h"

#include "base/count_of.h"
#include "unit_test.h"

struct expectation
{
	long status;
	enum api_remedy remedy;
	enum failure_kind kind;
};

static const struct expectation expectations[] = {
	{200, API_DONE, FAILURE_NONE},
	{201, API_DONE, FAILURE_NONE},
	{301, API_GIVE_UP, FAILURE_BUG},
	{307, API_GIVE_UP, FAILURE_BUG},
	{400, API_GIVE_UP, FAILURE_BUG},
	{401, API_RENEW_TOKEN, FAILURE_DENIED},
	{403, API_GIVE_UP, FAILURE_DENIED},
	{404, API_GIVE_UP, FAILURE_BUG},
	{409, API_TRY_AGAIN, FAILURE_TRANSIENT},
	{422, API_GIVE_UP, FAILURE_BUG},
	{429, API_TRY_AGAIN, FAILURE_TRANSIENT},
	{500, API_TRY_AGAIN, FAILURE_TRANSIENT},
	{502, API_TRY_AGAIN, FAILURE_UNREACHABLE},
	{503, API_TRY_AGAIN, FAILURE_UNREACHABLE},
	{504, API_TRY_AGAIN, FAILURE_UNREACHABLE},
	{0, API_GIVE_UP, FAILURE_BUG},
	{100, API_GIVE_UP, FAILURE_BUG},
	{999, API_GIVE_UP, FAILURE_BUG},
};

static void
test_api_status__each_has_its_remedy(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(expectations); index++)
	{
		const struct api_meaning *meaning = api_meaning_of(expectations[index].status);

		assert_int_equal(meaning->remedy, expectations[index].remedy);
		assert_int_equal(meaning->kind, expectations[index].kind);
		assert_true(meaning->words[0] != '\0');
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_api_status__each_has_its_remedy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
