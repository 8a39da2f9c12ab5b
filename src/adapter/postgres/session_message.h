#ifndef ADAPTER_POSTGRES_SESSION_MESSAGE_H
#define ADAPTER_POSTGRES_SESSION_MESSAGE_H

/*
 * One simple-protocol message being put together: statements that travel together,
 * and what each part of them is for.
 *
 * The server answers each statement with one result, in order, so counting
 * statements tells which part an answer or an error belongs to.
 */

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/text.h"

/* An error result and where in a part it hit. */
struct message_refusal
{
	const PGresult *result;
	size_t statement;    /* of the part, from 0 */
	bool has_offset;     /* the server has pointed at a character */
	size_t offset_bytes; /* of it, in the part's text */
};

/* Who knows more about a part than its purpose: a script. Members may be NULL. */
struct message_part_owner
{
	void *context;
	/* The data for COPY ... FROM stdin; false: there is none. */
	bool (*copy)(void *context, size_t statement, const char **data, size_t *length_bytes);
	void (*refuse)(void *context, const struct message_refusal *refusal, struct failure *failure);
	void (*free)(void *context);
};

struct message_part
{
	const char *purpose; /* borrowed: "read the ledger"; NULL: pinned settings */
	size_t statement_count;
	size_t start_bytes; /* in .sql */
	struct message_part_owner owner;
};

struct message
{
	struct text sql;
	struct message_part *parts;
	size_t part_count;
};

/* Both count from 0; the statement within its part. */
struct message_position
{
	size_t part;
	size_t statement;
};

/* Appends statements; a semicolon is put behind. */
void message_append(struct message *message, const char *purpose, const char *sql,
                    size_t statement_count);
/* Gives the last part to its owner, whose context is freed with the message. */
void message_own_last_part(struct message *message, const struct message_part_owner *owner);
void message_clear(struct message *message); /* overwrites the text: it may hold a verifier */
void message_free(struct message *message);

struct message_position message_position_of(const struct message *message, size_t statement);

/* The part in which a byte of the message stands. */
size_t message_part_at(const struct message *message, size_t offset_bytes);

/* Where a character, counted from 1, begins in UTF-8 text; the end of the text if it has fewer. */
size_t message_offset_bytes(const char *text, size_t character);

#endif
