#ifndef ADAPTER_POSTGRES_WIRE_SESSION_MESSAGE_H
#define ADAPTER_POSTGRES_WIRE_SESSION_MESSAGE_H

/*
 * One message being put together: statements that travel together, and what each part
 * of them is for.
 *
 * The server answers each statement with one result, in order, so counting
 * statements tells which part an answer or an error belongs to.
 */

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "base/mapped_file.h"
#include "base/text.h"

/* A statement as it is sent. Borrowed; no NUL ends the texts. */
struct message_statement
{
	const char *sql;
	size_t length_bytes;
	bool wants_answer; /* at once, for a person who watches; else with others */
	bool is_copy;      /* COPY ... FROM stdin: the server will ask for its data, and only it may */
	const char *data;
	size_t data_bytes;
	const struct mapped_file *mapping; /* that the data are in, or NULL */
	size_t data_offset_bytes;          /* there */
};

/* An error result and where in a source it hit. */
struct message_refusal
{
	const PGresult *result;
	size_t statement;    /* of the source, from 0 */
	bool has_offset;     /* the server has pointed at a character */
	size_t offset_bytes; /* of it, in the statement */
};

/*
 * Statements that are not in the message's text but stay where they are until they are sent, each
 * on its own: those of a script. They are .statement_count of the part, and asked for in order.
 */
struct message_source
{
	void *context; /* NULL: the part has no source */
	void (*statement)(void *context, size_t index, struct message_statement *statement);
	/* The server has run the statement. False, with a failure, ends the exchange. */
	bool (*receive)(void *context, size_t index, const PGresult *result, struct failure *failure);
	/* The server has refused it. */
	void (*refuse)(void *context, const struct message_refusal *refusal, struct failure *failure);
	/* Where it stands, for a failure that is not the server's. */
	void (*locate)(void *context, size_t index, struct failure_place *place);
	void (*free)(void *context);
};

struct message_part
{
	const char *purpose; /* borrowed: "read the ledger"; NULL: pinned settings */
	size_t statement_count;
	size_t start_bytes;  /* in .sql */
	int64_t limit_ms;    /* for each of its statements, see answer.h; those of a source have none */
	bool has_properties; /* its answer carries the properties of the session */
	struct message_source source;
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
/* Appends the statements of a source, whose context is freed with the message. */
void message_append_source(struct message *message, const char *purpose,
                           const struct message_source *source, size_t statement_count);
bool message_has_source(const struct message *message);
/* Gives the last part another limit than ANSWER_LIMIT_MS; 0: that one. */
void message_limit_last_part(struct message *message, int64_t limit_ms);
void message_clear(struct message *message); /* overwrites the text: it may hold a verifier */
void message_free(struct message *message);

/* How many results the server owes for it. */
size_t message_statement_count(const struct message *message);

/* Never past the last statement, however many results a server has sent. */
struct message_position message_position_of(const struct message *message, size_t statement);

/* The part in which a byte of the message stands. */
size_t message_part_at(const struct message *message, size_t offset_bytes);

/* Where a character, counted from 1, begins in UTF-8 text; the end of the text if it has fewer. */
size_t message_offset_bytes(const char *text, size_t length_bytes, size_t character);

#endif
