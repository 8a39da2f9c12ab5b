#include "domain/erd/diagram_mermaid.h"

#include <stddef.h>
#include <string.h>

#include "base/count_of.h"
#include "domain/erd/diagram_words.h"

enum
{
	COMMENT_CHARACTERS = 60, /* of a column: the box is as wide as the longest */
	NOTE_CHARACTERS = 100    /* of a table: it is not drawn */
};

/* What stays as it is in a text, as letters and digits do. */
static const char plain_marks[] = ".,;()/-'?+=$!";

/* With "tb", "bt", "rl" or "lr" behind it, it says where a whole diagram goes, within quotes too. */
static const char direction_word[] = "direction";

/* The lexer takes them for marks of a key, whatever their case, and whatever stands behind them but a letter. */
static const char *const key_marks[] = {"pk", "fk", "uk"};

static bool
is_word_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_';
}

static char
lower_case(char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte - 'A' + 'a');
	return byte;
}

static bool
ends_with_direction(const char *line, const char *end)
{
	size_t length = sizeof direction_word - 1;

	if ((size_t)(end - line) < length)
		return false;
	for (size_t index = 0; index < length; index++)
	{
		if (lower_case(end[(ptrdiff_t)index - (ptrdiff_t)length]) != direction_word[index])
			return false;
	}
	return true;
}

static bool
is_beyond_ascii(char byte)
{
	return (unsigned char)byte > 0x7F;
}

/*
 * Whether a byte of a text is itself. Before Mermaid reads a diagram, it looks everywhere for "%%{"
 * (settings), for "#...;" (characters by number) and for a ":" with such a one close behind it
 * (colours); afterwards it takes names for Markdown, in which a line may begin a list.
 */
static bool
is_plain(const char *line, const char *byte)
{
	bool is_letter = is_beyond_ascii(*byte) || (is_word_byte(*byte) && *byte != '_');

	if (byte == line)
		return is_letter && (*byte < '0' || *byte > '9');
	if (is_letter)
		return true;
	if (*byte == '_')
		return is_word_byte(byte[-1]) && is_word_byte(byte[1]);
	if (*byte == ':')
		return byte[1] == ' ';
	if (*byte == ' ')
		return !ends_with_direction(line, byte);
	return strchr(plain_marks, *byte) != NULL;
}

static void
append_mermaid_text(struct text *text, const char *line)
{
	for (const char *byte = line; *byte != '\0'; byte++)
	{
		if (is_plain(line, byte))
			text_append_char(text, *byte);
		else
			text_append_format(text, "#%d;", *byte);
	}
}

static void
append_quoted_name(struct text *text, const char *name)
{
	text_append_char(text, '"');
	append_mermaid_text(text, name);
	text_append_char(text, '"');
}

/* strchr() finds the NUL at the end of a word as well. */
static bool
is_key_mark(const char *word, const char *kept)
{
	for (size_t index = 0; index < COUNT_OF(key_marks); index++)
	{
		if (lower_case(word[0]) == key_marks[index][0] &&
		    lower_case(word[1]) == key_marks[index][1] && strchr(kept, word[2]) != NULL)
			return true;
	}
	return false;
}

/*
 * A type, or the name of a column. Brackets of types stay; each other character that Mermaid does
 * not take in a word is an underscore. False if the word is not what it was.
 */
static bool
append_word(struct text *text, const char *word, const char *kept)
{
	bool is_whole = true;

	if (word[0] == '\0' || !is_word_byte(word[0]) || (word[0] >= '0' && word[0] <= '9') ||
	    is_key_mark(word, kept))
	{
		text_append_char(text, '_');
		is_whole = false;
	}
	for (const char *byte = word; *byte != '\0'; byte++)
	{
		bool stays = is_word_byte(*byte) || (byte > word && strchr(kept, *byte) != NULL);

		if (stays)
			text_append_char(text, *byte);
		else
			text_append_char(text, '_');
		is_whole = is_whole && stays;
	}
	return is_whole;
}

static void
append_marks(struct text *text, const struct diagram_column *column)
{
	const char *separator = " ";

	if (column->is_primary)
	{
		text_append_format(text, "%sPK", separator);
		separator = ", ";
	}
	if (column->is_reference)
	{
		text_append_format(text, "%sFK", separator);
		separator = ", ";
	}
	if (column->is_unique)
		text_append_format(text, "%sUK", separator);
}

static void
append_remark(struct text *text, const struct diagram_column *column, bool is_named)
{
	cleanup_text struct text remark = TEXT_EMPTY;
	cleanup_text struct text cut = TEXT_EMPTY;

	if (!is_named)
		text_append_format(&remark, "column %s%s", column->name,
		                   column->comment != NULL ? ": " : "");
	if (column->comment != NULL)
		text_append(&remark, column->comment);
	if (remark.length_bytes == 0)
		return;
	diagram_append_cut(&cut, text_bytes(&remark), COMMENT_CHARACTERS);
	text_append_char(text, ' ');
	append_quoted_name(text, text_bytes(&cut));
}

static void
append_mermaid_column(struct text *text, const struct diagram_column *column)
{
	text_append(text, "        ");
	(void)append_word(text, column->type, "()[]");
	text_append_char(text, ' ');

	bool is_named = append_word(text, column->name, "");

	append_marks(text, column);
	append_remark(text, column, is_named);
	text_append_char(text, '\n');
}

static void
append_note(struct text *text, const struct diagram_table *table)
{
	cleanup_text struct text note = TEXT_EMPTY;

	text_append(&note, table->partition_key != NULL ? "has " : "");
	diagram_append_partitions(&note, table);
	text_append(&note, table->partition_key != NULL && table->comment != NULL ? ": " : "");
	text_append(&note, table->comment != NULL ? table->comment : "");
	if (note.length_bytes == 0)
		return;

	cleanup_text struct text cut = TEXT_EMPTY;

	diagram_append_cut(&cut, text_bytes(&note), NOTE_CHARACTERS);
	text_append(text, "    %% ");
	append_mermaid_text(text, text_bytes(&cut));
	text_append_char(text, '\n');
}

static void
append_entity(struct text *text, const struct diagram_table *table)
{
	append_note(text, table);
	text_append(text, "    ");
	append_quoted_name(text, table->label);
	if (table->column_count == 0)
	{
		text_append_char(text, '\n');
		return;
	}
	text_append(text, " {\n");
	for (size_t index = 0; index < table->column_count; index++)
		append_mermaid_column(text, &table->columns[index]);
	text_append(text, "    }\n");
}

static void
append_relationship(struct text *text, const struct diagram *diagram,
                    const struct diagram_reference *reference)
{
	text_append(text, "    ");
	append_quoted_name(text, diagram->tables[reference->to_place].label);
	text_append_format(text, " %s--%s ", reference->is_optional ? "|o" : "||",
	                   reference->is_single ? "o|" : "o{");
	append_quoted_name(text, diagram->tables[reference->from_place].label);
	text_append(text, " : ");
	append_quoted_name(text, reference->columns);
	text_append_char(text, '\n');
}

/* Mermaid has no frames around entities, so those of a schema are only beside each other. */
static void
append_schema_note(struct text *text, const struct diagram *diagram, size_t index)
{
	const struct diagram_name *name = &diagram->tables[index].name;
	struct text_arena shown = {0};

	if (!diagram->shows_schemas ||
	    (index > 0 && diagram_name_shares_schema(&diagram->tables[index - 1].name, name)))
		return;
	text_append(text, "    %% schema ");
	append_mermaid_text(text, diagram_line(&shown, name->schema, DIAGRAM_NAME_CHARACTERS));
	text_append_char(text, '\n');
	text_arena_free(&shown);
}

void
diagram_append_mermaid(struct text *text, const struct diagram *diagram)
{
	text_append(text, "erDiagram\n");
	for (size_t index = 0; index < diagram->table_count; index++)
	{
		append_schema_note(text, diagram, index);
		append_entity(text, &diagram->tables[index]);
	}
	for (size_t index = 0; index < diagram->reference_count; index++)
		append_relationship(text, diagram, &diagram->references[index]);
}
