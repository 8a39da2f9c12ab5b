#include "app/provision/administrator_login.h"

#include "app/wait/connect.h"

/* Every server has it, unless it was dropped there too. */
static const char other_maintenance_database[] = "template1";

/* A refusal of the first database is no reason to wait, because another one is tried next. */
bool
administrator_login(const struct application *application,
                    struct administrator_session **administrator, struct failure *failure)
{
	bool is_chosen = settings_is_given(application->settings, SETTING_NOETL_ADMIN_DB);
	struct connect_request request = {.refusal_ends_waiting = !is_chosen};

	if (connect_as_administrator(application, &request, administrator, failure))
		return true;
	if (is_chosen || failure->kind != FAILURE_DENIED ||
	    failure->reason == REASON_AUTHENTICATION_METHOD)
		return false;
	if (failure->reason == REASON_NO_DATABASE)
		request.login.database = other_maintenance_database;
	request.refusal_ends_waiting = false;
	failure_clear(failure);
	return connect_as_administrator(application, &request, administrator, failure);
}
