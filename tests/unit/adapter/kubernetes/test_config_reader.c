#include "adapter/kubernetes/config_reader.h"

#include <signal.h>

#include "base/stop_signal.h"
#include "fake_clock.h"
#include "unit_test.h"

/* It would wait for an API that is silent, and nothing would end that. */
static void
test_config_reader__asks_nobody_after_a_stop(UNUSED void **state)
{
	struct fake_clock fake;
	struct failure failure = {.kind = FAILURE_NONE};
	cleanup_settings struct settings *settings = settings_new();

	fake_clock_init(&fake);

	cleanup_config_reader struct config_reader *reader = config_reader_new(&fake.clock);
	const struct settings_source *source = config_reader_source(reader);

	settings_offer(settings, SETTING_CONFIG_FROM, SETTING_FROM_FLAG, "--config-from", "a/b");
	settings_offer(settings, SETTING_KUBECONFIG, SETTING_FROM_FLAG, "--kubeconfig", "/nonexistent");
	assert_false(source->offer(source->context, settings, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	assert_true(stop_signal_install(&failure));
	(void)raise(SIGTERM);
	assert_false(source->offer(source->context, settings, &failure));
	assert_int_equal(failure.kind, FAILURE_INTERRUPTED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_config_reader__asks_nobody_after_a_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
