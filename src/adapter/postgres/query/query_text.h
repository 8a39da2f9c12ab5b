#ifndef ADAPTER_POSTGRES_QUERY_QUERY_TEXT_H
#define ADAPTER_POSTGRES_QUERY_QUERY_TEXT_H

/*
 * The text of an embedded query, and its parameters put in.
 *
 * Knows as much of SQL's lexical rules as our own .sql files use: quotes, dollar
 * quotes, comments. A $1 inside any of them is left alone. Escape strings with
 * backslashes (E'...') do not occur in our files. Scripts of users go through
 * PostgreSQL's own lexer instead (adapter/postgres/script/script_scan.c).
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * Puts values[n - 1], already written as SQL, in the place of $n. False if one is wanted that is not
 * given.
 */
bool query_text_fill(const char *text, const char *const *values, size_t value_count,
                     struct text *sql, size_t *statement_count);

/* The semicolon, or the end of the text, that ends the statement which begins here. */
const char *query_text_statement_end(const char *text, const char *end, bool *has_words);

/* The first $n of a statement that is not in quotes; NULL if it has none. */
const char *query_text_first_parameter(const char *text);

/* Statements in a text, empty ones left out. */
size_t query_text_count_statements(const char *text);

#endif
