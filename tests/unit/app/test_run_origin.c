#include "app/run_origin.h"

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
test_run_origin__is_unknown_unless_it_is_told(UNUSED void **state)
{
	const struct run_origin origin = run_origin_of(&fake.application);

	assert_null(origin.pod);
	assert_null(origin.image);
	assert_null(origin.revision);
}

static void
test_run_origin__is_the_pod_and_what_the_settings_say(UNUSED void **state)
{
	fake.application.pod = "apply-x7k2p";
	fake_application_set(&fake, SETTING_IMAGE, "noetl-schema:1");
	fake_application_set(&fake, SETTING_REVISION, "7");

	const struct run_origin origin = run_origin_of(&fake.application);

	assert_string_equal(origin.pod, "apply-x7k2p");
	assert_string_equal(origin.image, "noetl-schema:1");
	assert_string_equal(origin.revision, "7");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fake_application_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_run_origin__is_unknown_unless_it_is_told),
		TEST(test_run_origin__is_the_pod_and_what_the_settings_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
