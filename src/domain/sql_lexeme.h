#ifndef DOMAIN_SQL_LEXEME_H
#define DOMAIN_SQL_LEXEME_H

/*
 * Where comments and quoted pieces of SQL end (PostgreSQL manual, 4.1), for scripts and for the
 * program's own queries. A piece that is not closed ends with the text.
 *
 * at, end  the text from the piece on; at < end
 */

#include <stdbool.h>

/* A byte of a name, a key word or a number. */
bool sql_is_word_byte(char byte);

/* Behind the comment that begins here; NULL if none does. */
const char *sql_comment_end(const char *at, const char *end);

/*
 * Behind the quote that closes the one here. A doubled quote reads as two pieces side by side,
 * which does no harm.
 *
 * has_escapes  of E'...', where a backslash takes away the meaning of what is behind it
 */
const char *sql_quoted_end(const char *at, const char *end, bool has_escapes);

/* Behind $tag$...$tag$; NULL if no dollar quote begins here. */
const char *sql_dollar_quoted_end(const char *at, const char *end);

#endif
