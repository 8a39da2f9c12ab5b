#include "domain/script_word.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "domain/script.h"

/* Servers before 17 take a vertical tab for no blank: they have to say so, and so get to see it. */
static const char statement_blanks[] = " \t\n\r\f";
static const char word_blanks[] = " \t\n\r\f\v";

static bool
cursor_begins(const struct script_cursor *cursor, const char *text)
{
	size_t length = strlen(text);

	return (size_t)(cursor->end - cursor->at) >= length && memcmp(cursor->at, text, length) == 0;
}

static bool
cursor_begins_at(const struct script_cursor *cursor, size_t offset_bytes, const char *text)
{
	struct script_cursor ahead = *cursor;

	if (offset_bytes > (size_t)(ahead.end - ahead.at))
		return false;
	ahead.at += offset_bytes;
	return cursor_begins(&ahead, text);
}

/* Block comments nest. */
static void
skip_block_comment(struct script_cursor *cursor)
{
	int depth = 0;

	do
	{
		int step = 2;

		if (cursor_begins(cursor, "/*"))
			depth++;
		else if (cursor_begins(cursor, "*/"))
			depth--;
		else
			step = 1;
		cursor->at += step;
	} while (depth > 0 && cursor->at < cursor->end);
}

/* The server ends it at a carriage return, too. */
static void
skip_line_comment(struct script_cursor *cursor)
{
	while (cursor->at < cursor->end && *cursor->at != '\n' && *cursor->at != '\r')
		cursor->at++;
}

static void
skip_blank(struct script_cursor *cursor, const char *blanks)
{
	while (cursor->at < cursor->end)
	{
		if (cursor_begins(cursor, "/*"))
			skip_block_comment(cursor);
		else if (cursor_begins(cursor, "--"))
			skip_line_comment(cursor);
		else if (strchr(blanks, *cursor->at) != NULL)
			cursor->at++;
		else
			return;
	}
}

static bool
is_name_byte(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_' || byte == '$' ||
	       ((unsigned char)byte & 0x80);
}

/* A backslash takes away the meaning of what is behind it in E'...' only. */
static void
skip_quoted(struct script_cursor *cursor, bool has_escapes)
{
	char quote = *cursor->at++;

	while (cursor->at < cursor->end && *cursor->at != quote)
		cursor->at += has_escapes && *cursor->at == '\\' && cursor->end - cursor->at > 1 ? 2 : 1;
	if (cursor->at < cursor->end)
		cursor->at++;
}

/* $tag$ ... $tag$; false if none begins here. */
static bool
skip_dollar_quoted(struct script_cursor *cursor)
{
	const char *tag = cursor->at;
	const char *tag_end = tag + 1;

	while (tag_end < cursor->end && is_name_byte(*tag_end) && *tag_end != '$')
		tag_end++;
	if (*tag != '$' || tag_end == cursor->end || *tag_end != '$' || isdigit((unsigned char)tag[1]))
		return false;

	size_t tag_bytes = (size_t)(++tag_end - tag);

	for (cursor->at = tag_end; cursor->at < cursor->end; cursor->at++)
	{
		if ((size_t)(cursor->end - cursor->at) >= tag_bytes &&
		    memcmp(cursor->at, tag, tag_bytes) == 0)
		{
			cursor->at += tag_bytes;
			break;
		}
	}
	return true;
}

/* Behind the word, string, name or symbol that begins here. */
static void
skip_word(struct script_cursor *cursor)
{
	char first = *cursor->at;

	if (first == '"' || first == '\'')
		skip_quoted(cursor, false);
	else if ((first == 'e' || first == 'E') && cursor_begins_at(cursor, 1, "'"))
	{
		cursor->at++;
		skip_quoted(cursor, true);
	}
	else if (!is_name_byte(first))
		cursor->at++;
	else if (!skip_dollar_quoted(cursor))
		while (cursor->at < cursor->end && is_name_byte(*cursor->at))
			cursor->at++;
}

static void
keep_word(struct script_word *word, const char *start, size_t length_bytes)
{
	/* Of a string that is no setting's name or value only the quote counts, as of a quoted name. */
	if (*start == '"' || (*start == '\'' && length_bytes >= SCRIPT_WORD_BYTES))
		length_bytes = 1;
	else if (length_bytes >= SCRIPT_WORD_BYTES)
		length_bytes = SCRIPT_WORD_BYTES - 1;
	for (size_t index = 0; index < length_bytes; index++)
		word->text[index] = (char)tolower((unsigned char)start[index]);
}

void
script_next_word(struct script_cursor *cursor, struct script_word *word)
{
	*word = (struct script_word){""};
	skip_blank(cursor, word_blanks);
	if (cursor->at >= cursor->end)
		return;

	const char *start = cursor->at;

	skip_word(cursor);
	keep_word(word, start, (size_t)(cursor->at - start));
}

size_t
statement_blank_bytes(const char *text, size_t length_bytes)
{
	struct script_cursor cursor = {.at = text, .end = text + length_bytes};

	skip_blank(&cursor, statement_blanks);
	return (size_t)(cursor.at - text);
}
