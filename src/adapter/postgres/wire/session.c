#include "adapter/postgres/wire/session.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void
session_close(struct session *session)
{
	if (session == NULL)
		return;
	message_free(&session->deferred);
	PQfinish(session->connection);
	free(session->place);
	session_renames_free(&session->renames);
	free(session->schema);
	free(session->beyond);
	free(session->locks_beside);
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

void
session_keep_text(char **kept, const char *text)
{
	char *copy = memory_copy_text_or_null(text);

	free(*kept);
	*kept = copy;
}

const char *
session_beyond(const struct session *session)
{
	return session->beyond;
}

void
session_set_beyond(struct session *session, const char *beyond)
{
	bool is_none = beyond == NULL || beyond[0] == '\0' || strcmp(beyond, "{}") == 0;

	session_keep_text(&session->beyond, is_none ? NULL : beyond);
}

const struct session_renames *
session_renames(const struct session *session)
{
	return &session->renames;
}

void
session_set_renames(struct session *session, const struct session_renames *renames)
{
	struct session_renames copy = session_renames_copy(renames);

	session_renames_free(&session->renames);
	session->renames = copy;
}

void
session_append_lock_calls(const struct session *session, struct text *sql, const char *function)
{
	for (size_t index = 0; index < session->lock_beside_count; index++)
	{
		const struct lock_beside *lock = &session->locks_beside[index];

		text_append_format(sql, "pg_catalog.%s%s(%" PRId64 "),", function,
		                   lock->is_shared ? "_shared" : "", lock->key);
	}
	text_append_format(sql, "pg_catalog.%s(%" PRId64 ")", function, session->lock_key);
}
