#include "domain/script_name.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "domain/sql_lexeme.h"

/* What stands between the quotes, of which two are one. */
static char *
unquote(const char *start, const char *end)
{
	struct text inner = TEXT_EMPTY;

	text_append(&inner, "");
	for (const char *at = start + 1; at < end - 1; at++)
	{
		text_append_char(&inner, *at);
		at += at[0] == '"' && at[1] == '"';
	}
	return text_steal(&inner);
}

static char *
fold(const char *start, const char *end)
{
	struct text folded = TEXT_EMPTY;

	for (const char *at = start; at < end; at++)
	{
		bool is_ascii = ((unsigned char)*at & 0x80) == 0;

		if (is_ascii)
			text_append_char(&folded, (char)tolower((unsigned char)*at));
		else
			text_append_char(&folded, *at);
	}
	return text_steal(&folded);
}

static bool
begins_identifier(const struct script_cursor *cursor)
{
	return cursor->at < cursor->end &&
	       (*cursor->at == '"' || (sql_is_word_byte(*cursor->at) &&
	                               !isdigit((unsigned char)*cursor->at) && *cursor->at != '$'));
}

char *
script_take_identifier(struct script_cursor *cursor)
{
	struct script_cursor ahead = *cursor;
	struct script_word word;

	script_skip_blank(&ahead);
	if (!begins_identifier(&ahead))
		return NULL;

	const char *start = ahead.at;

	do
		script_next_word(&ahead, &word);
	while (*start == '"' && ahead.at < ahead.end && *ahead.at == '"'); /* a doubled quote */
	if (word.text[0] == '\'' || ahead.at[-1] == '\'')                  /* E'...' */
		return NULL;
	*cursor = ahead;
	return *start == '"' ? unquote(start, ahead.at) : fold(start, ahead.at);
}

bool
script_take_name(struct script_cursor *cursor, struct script_name *name)
{
	*name = (struct script_name){.name = script_take_identifier(cursor)};
	if (name->name == NULL)
		return false;
	for (;;)
	{
		struct script_cursor ahead = *cursor;
		char *piece = script_take_word(&ahead, ".") ? script_take_identifier(&ahead) : NULL;

		if (piece == NULL)
			return true;
		*cursor = ahead;
		free(name->schema);
		name->schema = name->name;
		name->name = piece;
	}
}

void
script_name_free(struct script_name *name)
{
	free(name->schema);
	free(name->name);
	*name = (struct script_name){NULL, NULL};
}

void
script_identifier_append(struct text *text, const char *identifier)
{
	text_append_char(text, '"');
	for (; *identifier != '\0'; identifier++)
	{
		if (*identifier == '"')
			text_append_char(text, '"');
		text_append_char(text, *identifier);
	}
	text_append_char(text, '"');
}

void
script_name_append(struct text *text, const struct script_name *name)
{
	if (name->schema != NULL)
	{
		script_identifier_append(text, name->schema);
		text_append_char(text, '.');
	}
	script_identifier_append(text, name->name);
}
