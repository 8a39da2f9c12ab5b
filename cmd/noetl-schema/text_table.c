#include "text_table.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/memory.h"

enum
{
	COLUMN_GAP = 2
};

/* UTF-8: every byte but those that continue a character. */
static size_t
count_characters(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

static char *
copy_printable(const char *cell)
{
	char *copy = memory_copy_text(cell);

	for (char *byte = copy; *byte != '\0'; byte++)
	{
		if (iscntrl((unsigned char)*byte))
			*byte = '?';
	}
	return copy;
}

void
text_table_add_row(struct text_table *table, const char *const *cells)
{
	table->cells =
		memory_resize(table->cells, table->cell_count + table->column_count, sizeof(char *));
	for (size_t column = 0; column < table->column_count; column++)
	{
		size_t width = count_characters(cells[column]);

		table->cells[table->cell_count++] = copy_printable(cells[column]);
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
		gap += table->widths[column] - count_characters(cells[column]) + COLUMN_GAP;
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
