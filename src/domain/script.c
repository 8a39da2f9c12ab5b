#include "domain/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/mapped_file.h"
#include "base/memory.h"
#include "base/printable.h"
#include "base/text.h"
#include "base/utf8.h"

enum
{
	/* Space for the line and for the line of the caret, half each. */
	EXCERPT_LINE_BYTES = FAILURE_EXCERPT_BYTES / 2 - 2,
	/* Bytes before the column, if a line is too long to be shown whole. */
	EXCERPT_BEFORE_BYTES = EXCERPT_LINE_BYTES / 2
};

void
script_free(struct script *script)
{
	for (size_t index = 0; index < script->part_count; index++)
		free(script->parts[index].name);
	free(script->parts);
	free(script->name);
	if (script->mapping == NULL)
		free(script->text);
	mapped_file_free(script->mapping);
	free(script->path);
	free(script->folder);
	free(script->statements);
	*script = (struct script){.name = NULL};
}

void
script_unmap(struct script *script)
{
	if (script->mapping == NULL)
		return;
	script->text = memory_copy_bytes(script->text, script->length_bytes);
	mapped_file_free(take(script->mapping));
}

void
script_let_go(const struct script *script, const struct statement *statement)
{
	size_t end_bytes = statement->offset_bytes + statement->length_bytes;
	size_t data_end_bytes = statement->data_offset_bytes + statement->data_length_bytes;

	mapped_file_let_go(script->mapping, statement->offset_bytes,
	                   data_end_bytes > end_bytes ? data_end_bytes : end_bytes);
}

void
script_inclusion_free(struct script_inclusion *inclusion)
{
	free(inclusion->name);
	free(inclusion->path);
	free(inclusion->text);
	*inclusion = (struct script_inclusion){.name = NULL};
}

/* The part in which a byte stands, and where the part ends; of a script without parts all of it. */
static struct script_part
find_part(const struct script *script, size_t offset_bytes, size_t *end_bytes)
{
	struct script_part found = {.name = script->name, .first_line = 1};

	*end_bytes = script->length_bytes;
	for (size_t index = 0; index < script->part_count; index++)
	{
		if (script->parts[index].offset_bytes > offset_bytes)
		{
			*end_bytes = script->parts[index].offset_bytes;
			break;
		}
		found = script->parts[index];
	}
	return found;
}

const char *
script_file_name(const struct script *script, size_t offset_bytes)
{
	size_t end_bytes = 0;

	return find_part(script, offset_bytes, &end_bytes).name;
}

bool
statement_is_sent(const struct statement *statement)
{
	return !statement->is_left_out &&
	       (statement->class == STATEMENT_TRANSACTIONAL || statement->class == STATEMENT_OUTSIDE ||
	        statement->class == STATEMENT_COPY_STDIN);
}

size_t
statement_row_count(const struct statement *statement)
{
	return statement->further_row_count + 1;
}

size_t
script_range_sent_count(const struct script_range *range)
{
	size_t count = 0;

	for (size_t index = range->first; index < range->first + range->count; index++)
	{
		const struct statement *statement = &range->script->statements[index];

		count += statement_is_sent(statement) ? statement_row_count(statement) : 0;
	}
	return count;
}

static bool
statement_is_outside(const struct script *script, size_t index)
{
	return script->statements[index].class == STATEMENT_OUTSIDE;
}

bool
script_next_step(struct script_range *range)
{
	const struct script *script = range->script;
	size_t first = range->first + range->count;
	size_t end = first + 1;

	if (first >= script->statement_count)
		return false;
	while (!statement_is_outside(script, first) && end < script->statement_count &&
	       !statement_is_outside(script, end) && !script->statements[end].begins_transaction)
		end++;
	*range = (struct script_range){script, first, end - first};
	return true;
}

bool
script_range_is_outside(const struct script_range *range)
{
	return statement_is_outside(range->script, range->first);
}

bool
script_has_outside(const struct script *script)
{
	for (size_t index = 0; index < script->statement_count; index++)
	{
		if (statement_is_outside(script, index))
			return true;
	}
	return false;
}

bool
script_has_commit(const struct script *script)
{
	for (size_t index = 0; index < script->statement_count; index++)
	{
		if (script->statements[index].begins_transaction)
			return true;
	}
	return false;
}

/* The part of the line that is shown: all of it, or the surroundings of the offset. */
struct excerpt
{
	const char *start;
	const char *end;
	const char *at;
};

static struct excerpt
excerpt_around(const char *line, const char *line_end, const char *at)
{
	struct excerpt excerpt = {.start = line, .end = line_end, .at = at};

	if (at - line > EXCERPT_BEFORE_BYTES)
		excerpt.start = at - EXCERPT_BEFORE_BYTES;
	if (excerpt.end - excerpt.start > EXCERPT_LINE_BYTES)
		excerpt.end = excerpt.start + EXCERPT_LINE_BYTES;
	/* Neither end may cut a character. */
	while (excerpt.start < at && excerpt.start > line && utf8_is_continuation(*excerpt.start))
		excerpt.start++;
	while (excerpt.end > at && excerpt.end < line_end && utf8_is_continuation(*excerpt.end))
		excerpt.end--;
	return excerpt;
}

static const char *
next_character(const char *at, const char *end)
{
	do
		at++;
	while (at < end && utf8_is_continuation(*at));
	return at;
}

/* Escapes are longer than the bytes they stand for: drops the beginning until the excerpt fits. */
static void
show_end(const char *start, const char *end, size_t room_bytes, struct text *shown)
{
	printable_append_tabbed(shown, start, (size_t)(end - start));
	while (shown->length_bytes > room_bytes)
	{
		start = next_character(start, end);
		text_clear(shown);
		printable_append_tabbed(shown, start, (size_t)(end - start));
	}
}

/* Drops the end until the excerpt fits; an escape is kept whole or dropped. */
static void
show_beginning(const char *start, const char *end, size_t room_bytes, struct text *shown)
{
	size_t limit_bytes = shown->length_bytes + room_bytes;

	while (start < end)
	{
		const char *next = next_character(start, end);
		size_t length_bytes = shown->length_bytes;

		printable_append_tabbed(shown, start, (size_t)(next - start));
		if (shown->length_bytes > limit_bytes)
		{
			shown->length_bytes = length_bytes;
			shown->bytes[length_bytes] = '\0';
			return;
		}
		start = next;
	}
}

/*
 * The printable line, and the caret under its character. Escapes count at their written length,
 * and tabs stay tabs, whatever their width.
 */
static void
excerpt_write(const struct excerpt *excerpt, char *target, size_t target_bytes)
{
	cleanup_text struct text line = TEXT_EMPTY;
	cleanup_text struct text caret = TEXT_EMPTY;

	show_end(excerpt->start, excerpt->at, EXCERPT_BEFORE_BYTES, &line);
	for (size_t at = 0; at < line.length_bytes; at++)
	{
		if (!utf8_is_continuation(line.bytes[at]))
			text_append_char(&caret, line.bytes[at] == '\t' ? '\t' : ' ');
	}
	show_beginning(excerpt->at, excerpt->end, EXCERPT_LINE_BYTES - line.length_bytes, &line);
	(void)snprintf(target, target_bytes, "%s\n%s^", text_bytes(&line), text_bytes(&caret));
}

void
script_place(const struct script *script, size_t offset_bytes, struct failure_place *place)
{
	const char *text = script->text;
	const char *at =
		text + (offset_bytes < script->length_bytes ? offset_bytes : script->length_bytes);
	size_t end_bytes = 0;
	struct script_part part = find_part(script, (size_t)(at - text), &end_bytes);
	const char *line = text + part.offset_bytes;
	const char *line_end = NULL;
	struct failure_place found = {.line = part.first_line, .column = 1};

	for (const char *byte = line; byte < at; byte++)
	{
		if (*byte == '\n')
		{
			found.line++;
			line = byte + 1;
		}
	}
	for (const char *byte = line; byte < at; byte++)
		found.column += !utf8_is_continuation(*byte);
	line_end = memchr(at, '\n', end_bytes - (size_t)(at - text));
	if (line_end == NULL)
		line_end = text + end_bytes;
	if (line_end > at && line_end[-1] == '\r')
		line_end--;

	struct excerpt excerpt = excerpt_around(line, line_end, at);

	(void)snprintf(found.file, sizeof found.file, "%s", part.name);
	excerpt_write(&excerpt, found.excerpt, sizeof found.excerpt);
	*place = found;
}
