#ifndef ADAPTER_POSTGRES_SCRIPT_SCRIPT_LEXER_H
#define ADAPTER_POSTGRES_SCRIPT_SCRIPT_LEXER_H

/*
 * PostgreSQL's own lexer for client programs (psqlscan, as in psql and pgbench).
 *
 * Fed piece by piece: what a quote, a comment, a parenthesis or a BEGIN ATOMIC body has open is
 * remembered. It reads as the server does, not as psql: psql's variables (:name) are none.
 */

#include <stddef.h>

enum lexer_stop
{
	LEXER_SEMICOLON, /* the end of a statement */
	LEXER_BACKSLASH, /* a command of psql */
	LEXER_END,       /* of the piece; nothing is open but, perhaps, a statement */
	LEXER_UNFINISHED /* the piece ends inside of something */
};

struct script_lexer;

struct script_lexer *script_lexer_new(void);
void script_lexer_free(struct script_lexer *lexer);

/* Whole lines (script_scan.c says which), copied. */
void script_lexer_feed(struct script_lexer *lexer, const char *piece, size_t length_bytes);

/* Goes on to the next stop; behind_bytes: what of the piece is then behind it. */
enum lexer_stop script_lexer_next(struct script_lexer *lexer, size_t *behind_bytes);

/* What is open after LEXER_UNFINISHED: "a quoted string", "a comment", ... */
const char *script_lexer_open_thing(const struct script_lexer *lexer);

/* How much of the text from its start is UTF-8 without a NUL. */
size_t script_lexer_valid_bytes(const char *text, size_t length_bytes);

#endif
