#include "app/session_transaction.h"

bool
session_transaction_begin(const struct application *application, struct session *session,
                          struct failure *failure)
{
	return application->database->session->begin(
		session, settings_integer(application->settings, SETTING_LOCK_TIMEOUT), failure);
}

bool
session_transaction_undo(const struct application *application, struct session *session,
                         const struct failure *failure)
{
	struct failure ignored = {0};

	if (!failure->connection_lost)
		(void)application->database->session->rollback(session, &ignored);
	return false;
}
