#ifndef DOMAIN_STATEMENT_ROWS_H
#define DOMAIN_STATEMENT_ROWS_H

/*
 * Many INSERT ... VALUES one below the other, each on a line of its own, are one statement in the list
 * of a script's statements, so that the list does not grow with the rows of a dump. Each line is sent
 * by itself all the same.
 */

#include <stdbool.h>
#include <stddef.h>

#include "domain/script.h"

/*
 * Whether the statement that begins and ends with these bytes has become another row of the one
 * before it: both are INSERT ... VALUES into the same columns, nothing but a semicolon and a line
 * feed is between them, and nothing in them is more than a row (ON CONFLICT, a backslash).
 */
bool statement_rows_take(const struct script *script, struct statement *before, size_t start_bytes,
                         size_t end_bytes);

/*
 * Where rows stand; kept from one call to the next. {0} at first. Two, as statements are asked for
 * where they are sent, and again where their answers come, each time in order.
 */
struct statement_row_cursor
{
	size_t place;
	size_t row;
	size_t offset_bytes;
};
struct statement_row_cursors
{
	struct statement_row_cursor ahead;
	struct statement_row_cursor behind;
};

/* A row, from 0, of a statement of a script as a statement of its own. */
struct statement statement_row(const struct script *script, size_t place, size_t row,
                               struct statement_row_cursors *cursors);

#endif
