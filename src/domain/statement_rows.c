#include "domain/statement_rows.h"

#include <string.h>

#include "domain/data_statement.h"
#include "domain/script_word.h"

/* The bytes up to and with VALUES; 0 for another statement. */
static size_t
head_bytes(const char *text, size_t length_bytes)
{
	struct script_cursor cursor = {.at = text, .end = text + length_bytes};
	struct script_word word;

	script_next_word(&cursor, &word);
	if (!script_word_is(&word, "insert"))
		return 0;
	while (word.text[0] != '\0' && !script_word_is(&word, "values"))
	{
		script_next_word(&cursor, &word);
		/* Something of the statement's own comes before the rows. */
		if (script_word_is(&word, "select") || script_word_is(&word, "with") ||
		    script_word_is(&word, "default") || script_word_is(&word, "overriding"))
			return 0;
	}
	return word.text[0] != '\0' ? (size_t)(cursor.at - text) : 0;
}

static bool
is_row(const char *text, size_t length_bytes)
{
	return text[length_bytes - 1] == ')' && memchr(text, '\n', length_bytes) == NULL &&
	       memchr(text, '\\', length_bytes) == NULL &&
	       !data_statement_guards_itself(text, length_bytes);
}

static bool
may_go_on(const struct script *script, const struct statement *before, size_t start_bytes)
{
	size_t end_bytes = before->offset_bytes + before->length_bytes;

	return before->class == STATEMENT_TRANSACTIONAL && script->part_count == 0 &&
	       start_bytes == end_bytes + 2 && memcmp(script->text + end_bytes, ";\n", 2) == 0;
}

bool
statement_rows_take(const struct script *script, struct statement *before, size_t start_bytes,
                    size_t end_bytes)
{
	const char *first = script->text + before->offset_bytes;
	const char *row = script->text + start_bytes;
	size_t length_bytes = end_bytes - start_bytes;

	if (!may_go_on(script, before, start_bytes))
		return false;
	if (before->further_row_count == 0)
		before->head_bytes =
			is_row(first, before->length_bytes) ? head_bytes(first, before->length_bytes) : 0;
	if (before->head_bytes == 0 || length_bytes <= before->head_bytes ||
	    memcmp(first, row, before->head_bytes) != 0 || !is_row(row, length_bytes))
		return false;
	before->further_row_count++;
	before->length_bytes = end_bytes - before->offset_bytes;
	return true;
}

static bool
is_past(const struct statement_row_cursor *cursor, size_t place, size_t row)
{
	return cursor->place > place || (cursor->place == place && cursor->row > row);
}

/* The one that stands before the row, or can be moved back to it. */
static struct statement_row_cursor *
choose_cursor(struct statement_row_cursors *cursors, size_t place, size_t row)
{
	bool is_ahead_past = is_past(&cursors->ahead, place, row);

	return is_ahead_past ? &cursors->behind : &cursors->ahead;
}

/* Moves to the row, and gives the end of its line; NULL for the last one. */
static const char *
find_row(const struct script *script, struct statement_row_cursor *cursor, size_t place, size_t row)
{
	const struct statement *statement = &script->statements[place];
	size_t end_bytes = statement->offset_bytes + statement->length_bytes;

	if (cursor->place != place || cursor->row > row ||
	    cursor->offset_bytes < statement->offset_bytes)
		*cursor = (struct statement_row_cursor){place, 0, statement->offset_bytes};
	for (;;)
	{
		const char *line_feed =
			memchr(script->text + cursor->offset_bytes, '\n', end_bytes - cursor->offset_bytes);

		if (cursor->row == row || line_feed == NULL)
			return line_feed;
		cursor->row++;
		cursor->offset_bytes = (size_t)(line_feed - script->text) + 1;
	}
}

struct statement
statement_row(const struct script *script, size_t place, size_t row,
              struct statement_row_cursors *cursors)
{
	struct statement statement = script->statements[place];
	size_t end_bytes = statement.offset_bytes + statement.length_bytes;

	if (statement.further_row_count == 0)
		return statement;

	struct statement_row_cursor *cursor = choose_cursor(cursors, place, row);
	const char *line_feed = find_row(script, cursor, place, row);

	/* Before the line feed is a semicolon, which the last row has behind its end. */
	statement.length_bytes =
		(line_feed != NULL ? (size_t)(line_feed - script->text) - 1 : end_bytes) -
		cursor->offset_bytes;
	statement.offset_bytes = cursor->offset_bytes;
	statement.line += (int64_t)row;
	statement.further_row_count = 0;
	return statement;
}
