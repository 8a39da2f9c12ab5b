#include "app/provision/administrator_transaction.h"

bool
administrator_transaction_begin(const struct application *application,
                                struct administrator_session *administrator,
                                struct failure *failure)
{
	return application->database->provisioning->begin(
		administrator, settings_integer(application->settings, SETTING_LOCK_TIMEOUT), failure);
}

bool
administrator_transaction_undo(const struct application *application,
                               struct administrator_session *administrator,
                               const struct failure *failure)
{
	struct failure ignored = {0};

	if (!failure->connection_lost)
		(void)application->database->provisioning->rollback(administrator, &ignored);
	return false;
}
