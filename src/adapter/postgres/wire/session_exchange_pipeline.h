#ifndef ADAPTER_POSTGRES_WIRE_SESSION_EXCHANGE_PIPELINE_H
#define ADAPTER_POSTGRES_WIRE_SESSION_EXCHANGE_PIPELINE_H

/*
 * Shared by the two files that send a message statement by statement: in pipelines, and, between
 * them, COPY ... FROM stdin with its data (session_exchange_copy.c).
 */

#include "adapter/postgres/wire/message_cursor.h"
#include "adapter/postgres/wire/session_exchange.h"

struct pipeline
{
	struct exchange *exchange;
	const struct message *message;
	struct message_cursor sent;     /* at the statement that is sent next */
	struct message_cursor answered; /* at the one whose answer comes next */
	struct message_statement awaited;
	size_t pending_count; /* sent and not answered */
	size_t pending_bytes;
	size_t unflushed_bytes; /* sent since the server was last asked for its answers */
	size_t rollback_count;  /* statements that undo what was cut short, sent and not answered */
	bool is_synced;         /* the Sync that ends the pipeline has been sent */
	bool is_cut_short;
	bool expects_null; /* libpq ends the answers to each statement with one */
};

PGconn *pipeline_connection(const struct pipeline *pipeline);

/* Says that the connection is gone, in libpq's words; always false. */
bool pipeline_lose(struct pipeline *pipeline);

/* A failure that is none of the server's, with the place of the statement whose answer comes next. */
void pipeline_fail(struct pipeline *pipeline, const char *why);

/*
 * The server does what PostgreSQL never does: nothing that it sends can be trusted any more, and
 * the session is given up. Always false.
 */
bool pipeline_break_off(struct pipeline *pipeline, const char *why);

/* False: libpq says why. */
bool pipeline_send(struct pipeline *pipeline, const struct message_statement *statement);

/* Takes an error result. */
void pipeline_refuse(struct pipeline *pipeline, const PGresult *result);

/* Takes a good one, or a row of it, and frees it. */
void pipeline_receive(struct pipeline *pipeline, PGresult *result);

/* Closes the statement whose answer came. False: there was none, and the session is lost. */
bool pipeline_pass_answered(struct pipeline *pipeline);

/* COPY ... FROM stdin, alone, with its data. False: the session is lost. */
bool pipeline_run_copy(struct pipeline *pipeline, const struct message_statement *copy);

#endif
