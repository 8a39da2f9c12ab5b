#ifndef ADAPTER_POSTGRES_SESSION_MESSAGE_H
#define ADAPTER_POSTGRES_SESSION_MESSAGE_H

/*
 * One simple-protocol message on its way: statements that travel together, and
 * what each part of them is for.
 *
 * The server answers each statement with one result, in order, so counting
 * statements tells which part an answer or an error belongs to.
 */

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/text.h"

struct session;

struct message_part
{
	const char *purpose; /* borrowed: "read the ledger"; NULL: pinned settings */
	size_t statement_count;
};

struct message
{
	struct text sql;
	struct message_part *parts;
	size_t part_count;
};

/* What becomes of the answers. Each result belongs to the receiver's caller, which clears it. */
struct message_receiver
{
	void *context;
	/* One successful result; part counts from 0. False, with a failure, cancels what still runs. */
	bool (*receive)(void *context, size_t part, PGresult *result, struct failure *failure);
	/* Data for COPY ... FROM stdin; NULL: such a statement is refused. */
	bool (*copy)(void *context, size_t statement, PGconn *connection, struct failure *failure);
	/* Turns a refusal into a failure; NULL: "cannot <purpose>: <server's message>". */
	void (*refuse)(void *context, const PGresult *result, struct failure *failure);
	bool by_row; /* single-row mode */
};

/* Appends statements; a semicolon is put behind. */
void message_append(struct message *message, const char *purpose, const char *sql,
                    size_t statement_count);
void message_clear(struct message *message); /* overwrites the text: it may hold a verifier */
void message_free(struct message *message);

/*
 * Sends the message that waits in the session and receives every answer.
 * The message is empty afterwards, whatever happened.
 */
bool message_exchange(struct session *session, const struct message_receiver *receiver,
                      struct failure *failure);

/* The same for one that must go on after a stop signal, for at most limit_ms: ROLLBACK. */
bool message_exchange_within(struct session *session, int64_t limit_ms, struct failure *failure);

#endif
