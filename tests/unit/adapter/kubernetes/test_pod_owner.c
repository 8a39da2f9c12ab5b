#include "adapter/kubernetes/pod_owner.h"

#include "base/count_of.h"
#include "unit_test.h"

static bool
parse(const char *json, struct pod_owner *owner)
{
	cleanup_text struct text text = TEXT_EMPTY;

	text_append(&text, json);
	return pod_owner_parse(&text, owner);
}

#define POD(references) \
	"{\"metadata\": {\"name\": \"p\", \"uid\": \"6a7b\", \"ownerReferences\": [" references "]}}"
#define JOB(controller)                                                                                   \
	"{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\", \"name\": \"apply\", \"uid\": \"1a2b\"" controller \
	"}"

static void
test_pod_owner__is_the_job_that_controls_the_pod(UNUSED void **state)
{
	struct pod_owner owner = {NULL, NULL, NULL};

	assert_true(parse(POD("{\"kind\": \"Thing\"}, " JOB(", \"controller\": true")), &owner));
	assert_string_equal(owner.pod_uid, "6a7b");
	assert_string_equal(owner.job_name, "apply");
	assert_string_equal(owner.job_uid, "1a2b");
	pod_owner_free(&owner);
}

static void
test_pod_owner__may_be_no_job(UNUSED void **state)
{
	static const char *const pods[] = {
		POD(""),
		POD(JOB("")),
		POD("{\"apiVersion\": \"apps/v1\", \"kind\": \"ReplicaSet\", \"name\": \"r\", "
	        "\"uid\": \"3c\", \"controller\": true}"),
		POD("7, null, {\"kind\": 7}"),
		"{\"metadata\": {\"uid\": \"6a7b\", \"ownerReferences\": \"none\"}}",
		"{\"metadata\": {\"uid\": \"6a7b\"}}",
	};

	for (size_t index = 0; index < COUNT_OF(pods); index++)
	{
		struct pod_owner owner = {NULL, NULL, NULL};

		assert_true(parse(pods[index], &owner));
		assert_string_equal(owner.pod_uid, "6a7b");
		assert_null(owner.job_name);
		assert_null(owner.job_uid);
		pod_owner_free(&owner);
	}
}

static void
test_pod_owner__is_not_to_be_had_from_anything_but_a_pod(UNUSED void **state)
{
	static const char *const others[] = {
		"", "null", "[]", "{", "{\"kind\": \"Status\"}", "{\"metadata\": {\"uid\": 7}}"};
	struct pod_owner owner = {NULL, NULL, NULL};

	for (size_t index = 0; index < COUNT_OF(others); index++)
		assert_false(parse(others[index], &owner));
	assert_null(owner.pod_uid);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pod_owner__is_the_job_that_controls_the_pod),
		cmocka_unit_test(test_pod_owner__may_be_no_job),
		cmocka_unit_test(test_pod_owner__is_not_to_be_had_from_anything_but_a_pod),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
