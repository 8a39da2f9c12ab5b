#include "app/wait/initialize.h"

#include "app/apply/apply.h"
#include "app/wait/readiness.h"
#include "base/log.h"

bool
initialize(const struct application *application, const struct selection *selection,
           struct failure *failure)
{
	const struct settings *settings = application->settings;
	const struct readiness_request readiness_request = {.selection = *selection,
	                                                    .goal = READINESS_OF_SCHEMA};
	struct selection to_apply = *selection;

	to_apply.needs_ddl = true;
	if (settings_flag(settings, SETTING_NOETL_INIT_DB) ||
	    settings_flag(settings, SETTING_NOETL_SCHEMA_VALIDATE))
		return apply(application, &to_apply, failure);
	log_info("neither NOETL_INIT_DB nor NOETL_SCHEMA_VALIDATE is true: waiting for the schema");
	return readiness_wait(application, &readiness_request, failure);
}
