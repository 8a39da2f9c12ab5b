#include "app/wait/settings_wait.h"

#include "app/wait/patience.h"
#include "app/wait/waiting_notice.h"

static const struct patience_rule settings_patience = {
	.what = "waiting for settings",
	.line = "waiting for settings",
	.least_pause_ms = 200,
	/* The longest delay between the arrival of settings and their use. */
	.most_pause_ms = 3000,
};

/* True if another try is due. */
static bool
wait_for_settings(const struct application *application, struct patience *patience,
                  struct failure *failure)
{
	int64_t budget_ms = settings_integer(application->settings, SETTING_WAIT_TIMEOUT);
	int64_t refusal_ms = settings_integer(application->settings, SETTING_LOGIN_TIMEOUT);
	bool is_refused = failure->kind == FAILURE_DENIED;

	if (!is_refused && failure->kind != FAILURE_UNREACHABLE)
		return false;
	if (is_refused ? !patience_has_time_for_refusal(patience, budget_ms, refusal_ms)
	               : !patience_has_time(patience, budget_ms))
		return patience_fail_spent(patience, failure);
	/* The hint identifies the cause; messages differ in their milliseconds. */
	if (patience_warn(patience, failure->hint, failure->message))
		waiting_notice(application, failure->message, patience_is_half_spent(patience));
	return patience_pause(patience, failure->message, failure);
}

bool
settings_wait(const struct application *application, struct failure *failure)
{
	const struct settings_reader *reader = application->settings_reader;
	struct patience patience = patience_start(application, &settings_patience);
	/* Other missing or malformed settings are checked by code that knows what the command needs. */
	bool is_read =
		settings_are_read(application->settings) || settings_check(application->settings, failure);

	while (!is_read && wait_for_settings(application, &patience, failure))
		is_read = reader->read(reader->context, application->settings, failure);
	if (is_read)
		patience_end(&patience, "the settings were read");
	return is_read;
}
