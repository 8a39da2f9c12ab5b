#ifndef DOMAIN_SCRIPT_H
#define DOMAIN_SCRIPT_H

/*
 * A DDL script and its statements.
 *
 * PostgreSQL's own lexer, in an adapter (script_operations.scan), finds the statements.
 * Classification by leading keywords is pure and is done here. Offsets are bytes into .text.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"

enum statement_class
{
	STATEMENT_TRANSACTIONAL, /* may run in a transaction block */
	STATEMENT_OUTSIDE,       /* CREATE INDEX CONCURRENTLY, VACUUM, ...: may not */
	STATEMENT_BEGIN_COMMIT,  /* BEGIN, START TRANSACTION, COMMIT, END: left out with a warning */
	STATEMENT_REFUSED, /* ROLLBACK, SAVEPOINT, PREPARE TRANSACTION, ...: an error with its line */
	STATEMENT_COPY_STDIN, /* COPY ... FROM stdin with its data behind it */
	STATEMENT_SKIPPED     /* \restrict and \unrestrict of pg_dump */
};

struct statement
{
	enum statement_class class;
	size_t
		offset_bytes; /* first byte of the statement, leading white space and comments left out */
	size_t length_bytes;      /* without the semicolon */
	size_t data_offset_bytes; /* COPY data, without the \. line */
	size_t data_length_bytes;
	int64_t line; /* of the first byte, from 1 */
};

struct script
{
	char *name; /* as a person finds it: "ddl/noetl/020_identity.sql", a path, "standard input" */
	char *text; /* NUL-terminated */
	size_t length_bytes;
	bool is_quick;                /* of a bundle: its statements are too short to show progress */
	struct statement *statements; /* NULL until scanned */
	size_t statement_count;
};

/* Some statements of a scanned script, one after the other. */
struct script_range
{
	const struct script *script;
	size_t first;
	size_t count;
};

void script_free(struct script *script); /* what it points to */

/*
 * False for statements that are left out: BEGIN and COMMIT, commands of psql without effect here.
 */
bool statement_is_sent(const struct statement *statement);

size_t script_range_sent_count(const struct script_range *range);

/*
 * Moves on to what is sent next at once: the statements before one that cannot run in a
 * transaction block, or that one alone. False at the end of the script. Begin with the range
 * {script}.
 */
bool script_next_step(struct script_range *range);

/* True if such a range is a statement that cannot run in a transaction block. */
bool script_range_is_outside(const struct script_range *range);

bool script_has_outside(const struct script *script);

/*
 * The class by the statement's leading keywords, ignoring comments between them. Source: the
 * notes "cannot be executed inside a transaction block" of the PostgreSQL manual's reference
 * pages.
 */
enum statement_class statement_classify(const char *statement, size_t length_bytes);

/*
 * The reason of a refusal, as the rest of a sentence that begins with the statement; NULL if it
 * is not refused.
 */
const char *statement_refusal(const char *statement, size_t length_bytes);

/* Length of the white space and comments at the beginning. */
size_t statement_blank_bytes(const char *text, size_t length_bytes);

/*
 * Line and column of a byte (both from 1, column in UTF-8 characters), and the line with a caret.
 */
void script_place(const struct script *script, size_t offset_bytes, struct failure_place *place);

#endif
