#ifndef ADAPTER_POSTGRES_WIRE_SESSION_EXCHANGE_H
#define ADAPTER_POSTGRES_WIRE_SESSION_EXCHANGE_H

/*
 * Sends a message and receives its answers, without blocking: in one Query of the simple protocol,
 * or, if a source is in it (a script), in a pipeline of the extended protocol, a statement each.
 *
 * A stop signal cancels what runs; if the server does not end it within
 * CANCEL_LIMIT_MS, the session is given up.
 *
 * The server may be no PostgreSQL. It owes one result for each statement: more or fewer, a COPY
 * that was not requested, anything after an error end the session with one failure (answer_fail).
 * Each result is due within the limit of its part (session_message.h) and within the caller's
 * budget (session->answers_end_ms), no matter how much the server sends; past that the session is
 * given up with FAILURE_TRANSIENT and connection_lost. Its answers take a bounded amount of memory.
 */

#include <stdint.h>

#include "adapter/postgres/wire/session.h"
#include "base/failure.h"

/* What becomes of the answers. */
struct message_receiver
{
	void *context;
	/*
	 * One successful result (NULL: they are not wanted), which the receiver frees. False, with a
	 * failure, cancels what still runs.
	 */
	bool (*receive)(void *context, const struct message_position *position, PGresult *result,
	                struct failure *failure);
	bool by_row; /* single-row mode */
	/*
	 * One line of COPY ... TO STDOUT, with its line feed; NULL: the message has no such COPY. As
	 * receive().
	 */
	bool (*receive_line)(void *context, char *line, size_t length_bytes, struct failure *failure);
};

/*
 * Sends the message that waits in the session and receives every answer.
 * The message is empty afterwards, whatever happened.
 */
bool message_exchange(struct session *session, const struct message_receiver *receiver,
                      struct failure *failure);

/* The same for one that must go on after a stop signal, for at most limit_ms: ROLLBACK. */
bool message_exchange_within(struct session *session, const struct message_receiver *receiver,
                             int64_t limit_ms, struct failure *failure);

/* One exchange as it goes on, for the files that it is cut into. */
struct exchange
{
	struct session *session;
	const struct message_receiver *receiver;
	struct failure *failure;
	int64_t deadline_ms;
	bool heeds_stop;
	bool has_failed;
	int64_t cancel_ms;     /* when to ask once more that what runs be cancelled; 0: not at all */
	bool was_refused;      /* an error came: nothing else may */
	size_t statement;      /* results seen so far */
	int64_t armed_ms;      /* since when the next answer is waited for */
	long memory_limit_kib; /* of the process; 0: none */
	/* Of the statement whose answer comes next, in a pipeline; else NULL: it is counted. */
	const struct message_position *position;
	bool was_idle;    /* no transaction was open before the message */
	int resend_count; /* because time ran out before the first statement */
};

/* Sends the message's statements in a pipeline and receives their answers; COPY with its data. */
void exchange_pipeline(struct exchange *exchange);
/* Waits until PQgetResult() does not block; false: the session is lost, and the failure says so. */
bool exchange_wait(struct exchange *exchange);
/* Waits for the socket once; unsent is what PQflush() said. False: the session is lost. */
bool exchange_wait_for_socket(struct exchange *exchange, int unsent);
/* Receives the lines of a COPY ... TO STDOUT; its command tag comes next. False: the session is lost. */
bool exchange_copy_out(struct exchange *exchange);
/* Waits until libpq has nothing left to send. */
bool exchange_flush(struct exchange *exchange);
/* Whether a stop signal has been noticed: the statement that ran has been cancelled. */
bool exchange_is_stopped(const struct exchange *exchange);
/* The failure of what a stop signal has cut short. */
void exchange_interrupt(struct exchange *exchange);
struct message_position exchange_position(const struct exchange *exchange);
/* Begins to wait for the next result: its limit counts from now. */
void exchange_arm(struct exchange *exchange);
bool exchange_is_late(const struct exchange *exchange);
bool exchange_is_too_large(const struct exchange *exchange);
void exchange_drop_notifications(PGconn *connection);
/* Takes the next result of a Query, waiting for it; false when nothing more can come. */
bool exchange_take(struct exchange *exchange);
/* Has what runs cancelled, and bounds the wait for its end. */
void exchange_stop(struct exchange *exchange);
/* Ends the session over an answer that no PostgreSQL gives; always false. */
bool exchange_distrust(struct exchange *exchange, const char *answered);
/* Says that the connection is gone; always false. */
bool exchange_lose(struct exchange *exchange, const char *why);
/* Keeps the failure that an error result means, if it is the first. */
void exchange_refuse(struct exchange *exchange, const PGresult *result);
/* Whether an error result comes from a stop signal of ours, which cancelled the statement. */
bool exchange_cancelled(const PGresult *result);
/* Hands a successful result to the receiver, which frees it. */
void exchange_receive(struct exchange *exchange, PGresult *result);
/* Where to write a failure: to ignored, if there was one before, which is its cause. */
struct failure *exchange_failure(struct exchange *exchange, struct failure *ignored);
/*
 * Whether statement_timeout ended the message before its first statement had switched it off, so
 * that nothing of it was done and it can be sent again: the transaction is at its beginning.
 */
bool exchange_again(struct exchange *exchange);

#endif
