#include "adapter/postgres/wire/session_clean.h"

#include <inttypes.h>

#include "adapter/postgres/wire/answer.h"

/*
 * RESET ALL comes behind the triggers that waited, which run under our lock_timeout and under the
 * script's settings, as with COMMIT; it leaves the role alone. DISCARD ALL is these and refuses to
 * run in a transaction.
 */
static const char discard[] = "reset session authorization;reset role;close all;unlisten *;"
							  "deallocate all;reset all;discard temp;discard sequences;"
							  "select pg_catalog.pg_advisory_unlock_all()";
enum
{
	DISCARD_COUNT = 9
};

bool
session_clean(struct session *session, struct failure *failure)
{
	cleanup_text struct text sql = TEXT_EMPTY;

	if (!session->has_traces || session->clean_is_sent)
		return true;
	if (!session->transaction_is_open)
		return fail(failure, FAILURE_BUG, "a session is cleaned outside of a transaction");
	if (session->begin_is_pending)
		session_prepare_message(session);
	message_append(&session->deferred, "check the constraints that the script has deferred",
	               "set constraints all immediate", 1);
	message_limit_last_part(&session->deferred, ANSWER_UNLIMITED_MS);
	text_append(&sql, discard);
	/* The transaction's own keeps others out until here. */
	if (session->holds_lock)
	{
		text_append(&sql, ";select ");
		session_append_lock_calls(session, &sql, "pg_advisory_lock");
	}
	message_append(&session->deferred, "end what the script has left in the session",
	               text_bytes(&sql), DISCARD_COUNT + session->holds_lock);
	session_forget_pins(session);
	session->identity_may_differ = false;
	session->clean_is_sent = true;
	return true;
}

size_t
session_append_rollback(const struct session *session, struct text *sql)
{
	text_append(sql, "rollback");
	if (!session->has_traces)
		return 1;
	text_append(sql, ";deallocate all;discard sequences;"
	                 "select pg_catalog.pg_advisory_unlock_all()");
	if (!session->holds_lock)
		return 4;
	text_append(sql, ";select ");
	session_append_lock_calls(session, sql, "pg_try_advisory_lock");
	return 5;
}
