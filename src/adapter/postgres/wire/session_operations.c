#include "adapter/postgres/wire/session_operations.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/wire/answer.h"
#include "adapter/postgres/wire/session.h"
#include "adapter/postgres/wire/session_clean.h"
#include "adapter/postgres/wire/session_exchange.h"
#include "adapter/postgres/wire/session_open.h"
#include "adapter/postgres/wire/session_place.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/wait.h"

enum
{
	/* What is left of the second after a stop signal when cancelling has taken its share. */
	ROLLBACK_LIMIT_MS = 300
};

static const struct message_receiver nobody;

static bool
session_used_password(const struct session *session)
{
	return PQconnectionUsedPassword(session->connection) != 0;
}

static bool
session_learn_state(struct session *session, struct failure *failure)
{
	if (session->properties_are_known ||
	    PQparameterStatus(session->connection, "in_hot_standby") != NULL)
		return true;
	session_prepare_message(session);
	return message_exchange(session, &nobody, failure);
}

static void
session_limit_answers(struct session *session, int64_t limit_ms)
{
	session->answers_end_ms = limit_ms > 0 ? wait_now_ms() + limit_ms : WAIT_FOREVER;
}

static bool
session_is_exposed(const struct session *session)
{
	return session->is_exposed;
}

static bool
session_is_behind_pooler(const struct session *session)
{
	return session->properties.is_behind_pooler;
}

const struct session_properties *
session_properties(const struct session *session)
{
	return &session->properties;
}

static bool
session_begin(struct session *session, int64_t lock_timeout_ms, struct failure *failure)
{
	if (session->transaction_is_open)
		return fail(failure, FAILURE_BUG, "a transaction is begun inside another");
	session->transaction_is_open = true;
	session->begin_is_pending = true;
	session->settings_are_pinned = false;
	session->lock_timeout_ms =
		lock_timeout_ms > 0 ? lock_timeout_ms : session->question_lock_timeout_ms;
	return true;
}

static void
session_end_transaction(struct session *session)
{
	session->transaction_is_open = false;
	session->script_has_run = false;
	session->transaction_is_broken = false;
	session->commit_is_sent = false;
	session->begin_is_pending = false;
	session->settings_are_pinned = false;
	session->lock_timeout_ms = 0;
}

/*
 * COMMIT of a transaction that has failed is a ROLLBACK that calls itself a success. A part before
 * it in the message may really roll back, to a savepoint.
 */
static bool
check_commit(void *context, const struct message_position *position, PGresult *result,
             struct failure *failure)
{
	const size_t *commit_part = context;
	bool is_rollback =
		position->part == *commit_part && strcmp(PQcmdStatus(result), "ROLLBACK") == 0;

	PQclear(result);
	/* It would have told of the failure. */
	return !is_rollback || answer_fail(failure, "commit", "with a rollback");
}

static bool
session_commit(struct session *session, struct failure *failure)
{
	size_t commit_part = session->deferred.part_count;
	const struct message_receiver receiver = {.context = &commit_part, .receive = check_commit};

	if (session->begin_is_pending)
	{
		session_end_transaction(session);
		return true;
	}
	message_append(&session->deferred, "commit", "commit", 1);
	session->commit_is_sent = true;
	message_limit_last_part(&session->deferred, LONG_ANSWER_LIMIT_MS);

	bool is_committed = message_exchange(session, &receiver, failure);

	session_end_transaction(session);
	return is_committed;
}

static bool
session_rollback(struct session *session, struct failure *failure)
{
	cleanup_text struct text sql = TEXT_EMPTY;
	size_t statement_count = session_append_rollback(session, &sql);

	session_end_transaction(session);
	session->has_traces = session->clean_is_sent = false;
	message_clear(&session->deferred);
	if (!session->is_lost && PQtransactionStatus(session->connection) == PQTRANS_IDLE)
		return true;
	message_append(&session->deferred, "roll back", text_bytes(&sql), statement_count);
	if (stop_signal_was_received())
		return message_exchange_within(session, &nobody, ROLLBACK_LIMIT_MS, failure);
	return message_exchange(session, &nobody, failure);
}

static bool
session_savepoint(struct session *session, struct failure *failure)
{
	if (!session->transaction_is_open)
		return fail(failure, FAILURE_BUG, "a savepoint is outside of a transaction");
	session_prepare_message(session);
	message_append(&session->deferred, "set a savepoint", "savepoint noetl_schema", 1);
	return true;
}

static bool
session_rollback_to_savepoint(struct session *session, struct failure *failure)
{
	if (!session->transaction_is_open)
		return fail(failure, FAILURE_BUG, "a savepoint is outside of a transaction");
	if (session->transaction_is_broken)
		return fail(failure, FAILURE_DDL, "the savepoint is gone with its transaction");
	/* Rolling back keeps the savepoint; without it one further out is the next. */
	message_append(&session->deferred, "roll back to the savepoint",
	               "rollback to savepoint noetl_schema;release savepoint noetl_schema", 2);
	/* Settings made after the savepoint went with it. */
	session->settings_are_pinned = false;
	return true;
}

static bool
session_release_savepoint(struct session *session, struct failure *failure)
{
	if (!session->transaction_is_open)
		return fail(failure, FAILURE_BUG, "a savepoint is outside of a transaction");
	message_append(&session->deferred, "release the savepoint", "release savepoint noetl_schema",
	               1);
	return true;
}

static bool
session_set_schema(struct session *session, const char *schema, struct failure *failure)
{
	(void)failure;
	session_keep_text(&session->schema, schema);
	return true;
}

bool
session_pin_for_outside(struct session *session, struct failure *failure)
{
	/* The first message tells whether there is a pooler; only the next may pin for good. */
	while (!session->session_is_pinned &&
	       !(session->properties_are_known && session->properties.is_behind_pooler))
	{
		session_prepare_message(session);
		if (!message_exchange(session, &nobody, failure))
			return false;
	}
	return true;
}

const struct session_operations postgres_session_operations = {
	.open = session_open,
	.close = session_close,
	.used_password = session_used_password,
	.state = session_state,
	.learn_state = session_learn_state,
	.is_exposed = session_is_exposed,
	.find_setting = session_find_setting,
	.override_read_only = session_override_read_only,
	.limit_answers = session_limit_answers,
	.is_behind_pooler = session_is_behind_pooler,
	.begin = session_begin,
	.commit = session_commit,
	.rollback = session_rollback,
	.savepoint = session_savepoint,
	.rollback_to_savepoint = session_rollback_to_savepoint,
	.release_savepoint = session_release_savepoint,
	.set_schema = session_set_schema,
	.clean = session_clean,
};
