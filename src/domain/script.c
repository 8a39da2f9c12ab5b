#include "domain/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum
{
	/* Room for the line and for the caret's line below it, half each. */
	EXCERPT_LINE_BYTES = FAILURE_EXCERPT_BYTES / 2 - 2,
	/* What stands before the column when a line is too long to be shown whole. */
	EXCERPT_BEFORE_BYTES = EXCERPT_LINE_BYTES / 2
};

void
script_free(struct script *script)
{
	free(script->name);
	free(script->text);
	free(script->statements);
	*script = (struct script){.name = NULL};
}

bool
statement_is_sent(const struct statement *statement)
{
	return statement->class == STATEMENT_TRANSACTIONAL || statement->class == STATEMENT_OUTSIDE ||
	       statement->class == STATEMENT_COPY_STDIN;
}

size_t
script_range_sent_count(const struct script_range *range)
{
	size_t count = 0;

	for (size_t index = range->first; index < range->first + range->count; index++)
		count += statement_is_sent(&range->script->statements[index]);
	return count;
}

static bool
is_continuation_byte(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The part of the line that is shown: all of it, or what surrounds the offset. */
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
	/* Never half a character at either end. */
	while (excerpt.start < at && excerpt.start > line && is_continuation_byte(*excerpt.start))
		excerpt.start++;
	while (excerpt.end > at && excerpt.end < line_end && is_continuation_byte(*excerpt.end))
		excerpt.end--;
	return excerpt;
}

/* Tabs stay tabs, so that the caret stands under its character whatever their width. */
static void
excerpt_write(const struct excerpt *excerpt, char *target, size_t target_bytes)
{
	size_t used_bytes = 0;

	(void)snprintf(target, target_bytes, "%.*s\n", (int)(excerpt->end - excerpt->start),
	               excerpt->start);
	used_bytes = strlen(target);
	for (const char *byte = excerpt->start; byte < excerpt->at && used_bytes + 2 < target_bytes;
	     byte++)
	{
		if (!is_continuation_byte(*byte))
			target[used_bytes++] = *byte == '\t' ? '\t' : ' ';
	}
	target[used_bytes++] = '^';
	target[used_bytes] = '\0';
}

void
script_place(const struct script *script, size_t offset_bytes, struct failure_place *place)
{
	const char *text = script->text;
	const char *at =
		text + (offset_bytes < script->length_bytes ? offset_bytes : script->length_bytes);
	const char *line = text;
	const char *line_end = NULL;
	struct failure_place found = {.line = 1, .column = 1};

	for (const char *byte = text; byte < at; byte++)
	{
		if (*byte == '\n')
		{
			found.line++;
			line = byte + 1;
		}
	}
	for (const char *byte = line; byte < at; byte++)
		found.column += !is_continuation_byte(*byte);
	line_end = memchr(at, '\n', script->length_bytes - (size_t)(at - text));
	if (line_end == NULL)
		line_end = text + script->length_bytes;
	if (line_end > at && line_end[-1] == '\r')
		line_end--;

	struct excerpt excerpt = excerpt_around(line, line_end, at);

	(void)snprintf(found.file, sizeof found.file, "%s", script->name);
	excerpt_write(&excerpt, found.excerpt, sizeof found.excerpt);
	*place = found;
}
