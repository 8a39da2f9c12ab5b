#include "domain/erd/diagram_text.h"

#include "base/utf8.h"
#include "domain/erd/diagram_words.h"

enum
{
	SHOWN_COMMENT_CHARACTERS = 80,
	FIELD_COUNT = 4 /* name, type, what it has to be, comment */
};

struct box_widths
{
	size_t fields[FIELD_COUNT];
	size_t inner; /* between the spaces beside the edges */
};

static void
append_repeated(struct text *text, char character, size_t count)
{
	for (size_t index = 0; index < count; index++)
		text_append_char(text, character);
}

static void
append_padded(struct text *text, const char *field, size_t width)
{
	size_t count = utf8_count(field);

	text_append(text, field);
	append_repeated(text, ' ', width > count ? width - count : 0);
}

/* "PK, FK, not null". A primary key is never null. */
static void
append_properties(struct text *text, const struct diagram_column *column)
{
	const struct
	{
		bool is_so;
		const char *word;
	} properties[] = {
		{column->is_primary, "PK"},
		{column->is_reference, "FK"},
		{column->is_unique, "UK"},
		{column->is_required && !column->is_primary, "not null"},
	};
	const char *separator = "";

	for (size_t index = 0; index < sizeof properties / sizeof properties[0]; index++)
	{
		if (!properties[index].is_so)
			continue;
		text_append_format(text, "%s%s", separator, properties[index].word);
		separator = ", ";
	}
}

/* The field of a column; text is emptied first. */
static const char *
write_field(struct text *text, const struct diagram_column *column, size_t field)
{
	text_clear(text);
	switch (field)
	{
		case 0:
			return column->name;
		case 1:
			return column->type;
		case 2:
			append_properties(text, column);
			break;
		default:
			if (column->comment != NULL)
				diagram_append_cut(text, column->comment, SHOWN_COMMENT_CHARACTERS);
			break;
	}
	return text_bytes(text);
}

static void
widen(size_t *width, size_t needed)
{
	if (*width < needed)
		*width = needed;
}

static struct box_widths
measure_box(const struct diagram_table *table, const char *title, const char *note)
{
	struct box_widths widths = {.inner = 0};
	cleanup_text struct text field = TEXT_EMPTY;
	size_t sum = 0;

	for (size_t index = 0; index < table->column_count; index++)
	{
		for (size_t place = 0; place < FIELD_COUNT; place++)
			widen(&widths.fields[place],
			      utf8_count(write_field(&field, &table->columns[index], place)));
	}
	for (size_t place = 0; place < FIELD_COUNT; place++)
		sum += widths.fields[place] > 0 ? widths.fields[place] + 2 : 0;
	widths.inner = sum > 2 ? sum - 2 : 0;
	widen(&widths.inner, utf8_count(title));
	widen(&widths.inner, utf8_count(note));
	return widths;
}

static void
append_box_line(struct text *text, const char *line, size_t inner)
{
	text_append(text, "| ");
	append_padded(text, line, inner);
	text_append(text, " |\n");
}

static void
append_rule(struct text *text, char corner, size_t inner)
{
	text_append_char(text, corner);
	append_repeated(text, '-', inner + 2);
	text_append_char(text, corner);
	text_append_char(text, '\n');
}

static void
append_text_column(struct text *text, const struct diagram_column *column,
                   const struct box_widths *widths)
{
	cleanup_text struct text line = TEXT_EMPTY;
	cleanup_text struct text field = TEXT_EMPTY;

	for (size_t place = 0; place < FIELD_COUNT; place++)
	{
		if (widths->fields[place] == 0)
			continue;
		text_append(&line, line.length_bytes > 0 ? "  " : "");
		append_padded(&line, write_field(&field, column, place), widths->fields[place]);
	}
	append_box_line(text, text_bytes(&line), widths->inner);
}

static void
write_note(struct text *note, const struct diagram_table *table)
{
	diagram_append_partitions(note, table);
	if (table->is_outside)
		text_append(note, "not shown");
}

static void
append_box(struct text *text, const struct diagram_table *table)
{
	cleanup_text struct text title = TEXT_EMPTY;
	cleanup_text struct text note = TEXT_EMPTY;

	text_append(&title, table->label);
	if (table->comment != NULL)
	{
		text_append(&title, ": ");
		diagram_append_cut(&title, table->comment, SHOWN_COMMENT_CHARACTERS);
	}
	write_note(&note, table);

	struct box_widths widths = measure_box(table, text_bytes(&title), text_bytes(&note));

	append_rule(text, '+', widths.inner);
	append_box_line(text, text_bytes(&title), widths.inner);
	if (note.length_bytes > 0)
		append_box_line(text, text_bytes(&note), widths.inner);
	if (table->column_count > 0)
		append_rule(text, '|', widths.inner);
	for (size_t index = 0; index < table->column_count; index++)
		append_text_column(text, &table->columns[index], &widths);
	append_rule(text, '+', widths.inner);
}

static void
append_text_reference(struct text *text, const struct diagram *diagram,
                      const struct diagram_reference *reference)
{
	text_append_format(text, "  %s %s%s %s (%s)\n", reference->columns,
	                   reference->is_single ? "|o--" : ">o--", reference->is_optional ? "o|" : "||",
	                   diagram->tables[reference->to_place].label, reference->target_columns);
}

static void
append_text_schema(struct text *text, const struct diagram *diagram, size_t index)
{
	const struct diagram_name *name = &diagram->tables[index].name;
	struct text_arena shown = {0};

	if (index > 0 && diagram_name_shares_schema(&diagram->tables[index - 1].name, name))
		return;
	text_append_format(text, "%sSchema %s of database %s\n", index > 0 ? "\n" : "",
	                   diagram_line(&shown, name->schema, DIAGRAM_NAME_CHARACTERS),
	                   diagram_line(&shown, name->database, DIAGRAM_NAME_CHARACTERS));
	text_arena_free(&shown);
}

void
diagram_append_text(struct text *text, const struct diagram *diagram)
{
	size_t next = 0; /* references are in the order of their tables */

	for (size_t index = 0; index < diagram->table_count; index++)
	{
		append_text_schema(text, diagram, index);
		text_append_char(text, '\n');
		append_box(text, &diagram->tables[index]);
		for (; next < diagram->reference_count && diagram->references[next].from_place == index;
		     next++)
			append_text_reference(text, diagram, &diagram->references[next]);
	}
}
