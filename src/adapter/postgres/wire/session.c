#include "adapter/postgres/wire/session.h"

#include <stdlib.h>
#include <string.h>

void
session_close(struct session *session)
{
	if (session == NULL)
		return;
	message_free(&session->deferred);
	PQfinish(session->connection);
	free(session->place);
	free(session->renamed_schema);
	free(session->schema);
	free(session);
}

static bool
parameter_is_on(const struct session *session, const char *name)
{
	const char *value = PQparameterStatus(session->connection, name);

	return value != NULL && strcmp(value, "on") == 0;
}

/* Servers from 14 on report both parameters with the login; a pooler may not. */
enum session_state
session_state(const struct session *session)
{
	if (session->properties.is_in_recovery || parameter_is_on(session, "in_hot_standby"))
		return SESSION_STANDBY;
	if (session->overrides_read_only)
		return SESSION_WRITABLE;
	if (session->properties.is_read_only ||
	    parameter_is_on(session, "default_transaction_read_only"))
		return SESSION_READ_ONLY;
	return SESSION_WRITABLE;
}
