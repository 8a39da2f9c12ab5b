#include "app/cluster_warning.h"

#include "fake_application.h"
#include "unit_test.h"

static struct fake_application fake;

static int
set_up(void **state)
{
	*state = &fake;
	fake_application_init(&fake);
	return 0;
}

static void
test_cluster_warning__warns_once_of_each_thing_that_was_not_taken(UNUSED void **state)
{
	const struct cluster_failures none = {.count = 0};
	const struct cluster_failures failures = {
		.items = {{.kind = FAILURE_DENIED, .message = "cannot write Events"},
	              {.kind = FAILURE_UNREACHABLE, .message = "cannot write the ConfigMap"}},
		.count = 2};

	cluster_warn(&none);
	assert_string_equal(text_bytes(&fake.log), "");
	cluster_warn(&failures);
	assert_int_equal(fake_application_logged(&fake, "cannot write Events"), 1);
	assert_int_equal(fake_application_logged(&fake, "cannot write the ConfigMap"), 1);
	assert_int_equal(fake_application_logged(&fake, "\n"), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_cluster_warning__warns_once_of_each_thing_that_was_not_taken, set_up,
			fake_application_tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
