#ifndef DOMAIN_SQL_LEXEME_H
#define DOMAIN_SQL_LEXEME_H

/*
 * Finds the ends of comments and quoted pieces of SQL (PostgreSQL manual, 4.1), in scripts and in
 * the program's own queries. A piece that is not closed ends with the text.
 *
 * at, end  the text from the piece on; at < end
 */

#include <stdbool.h>

/* A byte of a name, a key word or a number. */
bool sql_is_word_byte(char byte);

/* The position behind the comment that begins here; NULL if none does. */
const char *sql_comment_end(const char *at, const char *end);

/*
 * The position behind the closing quote. A doubled quote counts as two pieces side by side, which
 * gives the same end.
 *
 * has_escapes  for E'...', where a backslash removes the meaning of the next byte
 */
const char *sql_quoted_end(const char *at, const char *end, bool has_escapes);

/* The position behind $tag$...$tag$; NULL if no dollar quote begins here. */
const char *sql_dollar_quoted_end(const char *at, const char *end);

#endif
