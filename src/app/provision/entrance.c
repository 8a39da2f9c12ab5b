#include "app/provision/entrance.h"

#include "base/count_of.h"
#include "base/failure.h"

struct entrance_setting
{
	enum failure_reason reason;
	const char *name;
};

/*
 * The first setting that has a value is the likeliest cause: any role may set the first of each
 * reason.
 */
static const struct entrance_setting entrance_settings[] = {
	{REASON_LIBRARY_REFUSED, "local_preload_libraries"},
	{REASON_LIBRARY_REFUSED, "session_preload_libraries"},
	{REASON_SESSION_LIMIT, "statement_timeout"},
	{REASON_SESSION_LIMIT, "transaction_timeout"},
	{REASON_SESSION_LIMIT, "idle_session_timeout"},
	{REASON_SESSION_LIMIT, "idle_in_transaction_session_timeout"},
};

void
provision_explain_entrance(const struct provision_run *run, const char *role, const char *database,
                           struct failure *failure)
{
	const struct provisioning_operations *operations = run->application->database->provisioning;
	size_t count = COUNT_OF(entrance_settings);

	for (size_t index = 0; index < count; index++)
	{
		const struct entrance_setting *setting = &entrance_settings[index];
		const struct setting_question question = {setting->name, role, database};
		cleanup_setting_place struct setting_place place = {0};
		struct failure ignored = {0};

		if (setting->reason != failure->reason ||
		    !operations->find_setting(run->maintenance, &question, &place, &ignored) ||
		    place.words == NULL)
			continue;
		(void)fail_hint(failure, "%s of %s keeps sessions from beginning. Reset it: %s",
		                setting->name, place.words, place.reset);
		return;
	}
}
