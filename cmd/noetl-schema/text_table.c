#include "text_table.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/printable.h"
#include "base/utf8.h"

enum
{
	COLUMN_GAP = 2
};

void
text_table_add_row(struct text_table *table, const char *const *cells)
{
	for (size_t column = 0; column < table->column_count; column++)
	{
		struct text shown = TEXT_EMPTY;

		printable_append(&shown, cells[column]);

		char *cell = text_steal(&shown);
		size_t width = utf8_count(cell);

		*ARRAY_ADD(table->cells, table->cell_count) = cell;
		if (width > table->widths[column])
			table->widths[column] = width;
	}
}

/* Without spaces at the end of the line, also where the last cells are empty. */
static void
append_row(const struct text_table *table, char *const *cells, struct text *text)
{
	size_t gap = 0;

	for (size_t column = 0; column < table->column_count; column++)
	{
		if (cells[column][0] != '\0')
		{
			text_append_format(text, "%*s%s", (int)gap, "", cells[column]);
			gap = 0;
		}
		gap += table->widths[column] - utf8_count(cells[column]) + COLUMN_GAP;
	}
	text_append_char(text, '\n');
}

void
text_table_append(const struct text_table *table, struct text *text)
{
	for (size_t first = 0; first < table->cell_count; first += table->column_count)
		append_row(table, table->cells + first, text);
}

void
text_table_free(struct text_table *table)
{
	for (size_t i = 0; i < table->cell_count; i++)
		free(table->cells[i]);
	free(table->cells);
	*table = (struct text_table){0};
}
