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
	STATEMENT_COPY_STDIN,     /* COPY ... FROM stdin with its data behind it */
	STATEMENT_SKIPPED,        /* needs nothing done: commands of psql, client_encoding SQL_ASCII */
	STATEMENT_UNKNOWN_DEFAULT /* sets what this server does not know to what it does anyway */
};

struct statement
{
	enum statement_class class;
	size_t
		offset_bytes; /* first byte of the statement, leading white space and comments left out */
	size_t length_bytes;      /* without the semicolon */
	size_t data_offset_bytes; /* COPY data, without the \. line; what \q keeps from being run */
	size_t data_length_bytes;
	int64_t line;             /* of the first byte, from 1 */
	size_t further_row_count; /* statements on the lines behind the first (statement_rows.h) */
	size_t head_bytes;        /* that they have in common; 0: it was not asked */
	bool begins_transaction;  /* "-- noetl-schema: commit" stands before it */
	bool is_marked_outside;   /* "-- noetl-schema: outside" does */
	bool is_left_out;         /* moves data that this run does without (script_data.h) */
};

/* A piece of a script's text that comes from one file: up to the next part, or the text's end. */
struct script_part
{
	size_t offset_bytes;
	char *name;
	int64_t first_line;
};

/* A file that a script includes. The receiver frees what it points to. */
struct script_inclusion
{
	char *name; /* as a person finds it */
	char *path; /* tells it from every other file */
	char *text;
	size_t length_bytes;
};

struct mapped_file;
struct script;

/*
 * Reads the file that a script includes; name: as it stands in the file that is called including.
 * FAILURE_SETTINGS for what cannot be read or may not be, without a place.
 */
typedef bool script_include_function(const struct script *script, const char *including,
                                     const char *name, struct script_inclusion *inclusion,
                                     struct failure *failure);

struct script
{
	char *name; /* as a person finds it: "ddl/noetl/020_identity.sql", a path, "standard input" */
	char *text; /* NUL-terminated */
	size_t length_bytes;
	struct mapped_file *mapping;      /* that text is of, read-only; NULL: it is allocated */
	char *path;                       /* without links; NULL for what is no file */
	char *folder;                     /* the same: nothing outside of it is included */
	const char *database;             /* that it is for; borrowed, may be NULL */
	const char *schema;               /* the same */
	script_include_function *include; /* NULL: it may include nothing */
	struct script_part *parts;        /* of a scanned script that includes others; else NULL */
	size_t part_count;
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
void script_inclusion_free(struct script_inclusion *inclusion);
#define cleanup_script_inclusion __attribute__((cleanup(script_inclusion_free)))

/* Has the text allocated, to be changed. */
void script_unmap(struct script *script);

/* Says that a statement has been read, with its data, and is not needed for now. */
void script_let_go(const struct script *script, const struct statement *statement);

/* The name of the file that a byte of the script comes from. Borrowed from the script. */
const char *script_file_name(const struct script *script, size_t offset_bytes);

/*
 * False for statements that are left out: BEGIN and COMMIT, commands of psql without effect here,
 * data that go in once.
 */
bool statement_is_sent(const struct statement *statement);

/* How many statements it stands for, itself included. */
size_t statement_row_count(const struct statement *statement);

/* Each row counts. */
size_t script_range_sent_count(const struct script_range *range);

/*
 * Moves on to what is sent next at once: the statements before one that cannot run in a
 * transaction block, or before a marker for COMMIT, or one outside alone. False at the end of the
 * script. Begin with the range {script}.
 */
bool script_next_step(struct script_range *range);

/* True if such a range is a statement that cannot run in a transaction block. */
bool script_range_is_outside(const struct script_range *range);

bool script_has_outside(const struct script *script);

/* Whether some marker ends a transaction in it. */
bool script_has_commit(const struct script *script);

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

/* Whether a statement begins with the words of a rule (script_classify.c says what they mean). */
bool statement_begins(const char *statement, size_t length_bytes, const char *words);

/* Whether it is CREATE SCHEMA of that schema, and nothing else. */
bool statement_creates_schema(const char *statement, size_t length_bytes, const char *schema);

/* What to do about a refused statement. Static. */
const char *statement_refusal_hint(const char *statement, size_t length_bytes);

/* Length of the white space and comments at the beginning. */
size_t statement_blank_bytes(const char *text, size_t length_bytes);

/*
 * Line and column of a byte (both from 1, column in UTF-8 characters), and the line with a caret.
 */
void script_place(const struct script *script, size_t offset_bytes, struct failure_place *place);

#endif
