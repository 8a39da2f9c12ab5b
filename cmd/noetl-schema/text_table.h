#ifndef TEXT_TABLE_H
#define TEXT_TABLE_H

/*
 * Columns of text for a terminal: as wide as their longest cell, two spaces
 * between them, nothing behind the last one. Cells are made printable first, and are
 * as wide as they are then: a schema's name may hold a line feed.
 */

#include <stddef.h>

#include "base/text.h"

enum
{
	TEXT_TABLE_COLUMNS = 8
};

struct text_table
{
	size_t column_count;
	char **cells; /* row after row */
	size_t cell_count;
	size_t widths[TEXT_TABLE_COLUMNS]; /* in characters */
};

/* cells  column_count texts, copied */
void text_table_add_row(struct text_table *table, const char *const *cells);
void text_table_append(const struct text_table *table, struct text *text);
void text_table_free(struct text_table *table);

#define cleanup_text_table __attribute__((cleanup(text_table_free)))

#endif
