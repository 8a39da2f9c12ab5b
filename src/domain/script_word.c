#include "domain/script_word.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "domain/script.h"
#include "domain/sql_lexeme.h"

/* Servers before 17 do not accept a vertical tab as a blank, so it is sent for them to report. */
static const char statement_blanks[] = " \t\n\r\f";
static const char word_blanks[] = " \t\n\r\f\v";

static void
skip_blank(struct script_cursor *cursor, const char *blanks)
{
	while (cursor->at < cursor->end)
	{
		const char *comment_end = sql_comment_end(cursor->at, cursor->end);

		if (comment_end != NULL)
			cursor->at = comment_end;
		else if (strchr(blanks, *cursor->at) != NULL)
			cursor->at++;
		else
			return;
	}
}

/* Moves behind the word, string, name or symbol that begins here. */
static void
skip_word(struct script_cursor *cursor)
{
	const char *at = cursor->at;
	const char *end = cursor->end;
	const char *dollar_quoted_end = *at == '$' ? sql_dollar_quoted_end(at, end) : NULL;

	if (*at == '"' || *at == '\'')
		cursor->at = sql_quoted_end(at, end, false);
	else if ((*at == 'e' || *at == 'E') && end - at > 1 && at[1] == '\'')
		cursor->at = sql_quoted_end(at + 1, end, true);
	else if (!sql_is_word_byte(*at))
		cursor->at++;
	else if (dollar_quoted_end != NULL)
		cursor->at = dollar_quoted_end;
	else
		while (cursor->at < end && sql_is_word_byte(*cursor->at))
			cursor->at++;
}

static void
keep_word(struct script_word *word, const char *start, size_t length_bytes)
{
	/* A quoted name, or a string too long for a rule, is kept as its opening quote only. */
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

bool
script_take_word(struct script_cursor *cursor, const char *wanted)
{
	struct script_cursor ahead = *cursor;
	struct script_word word;

	script_next_word(&ahead, &word);
	if (!script_word_is(&word, wanted))
		return false;
	*cursor = ahead;
	return true;
}

void
script_skip_blank(struct script_cursor *cursor)
{
	skip_blank(cursor, word_blanks);
}

void
script_skip_list(struct script_cursor *cursor)
{
	struct script_word word;

	for (int depth = 1; depth > 0;)
	{
		script_next_word(cursor, &word);
		if (word.text[0] == '\0')
			return;
		depth += (word.text[0] == '(') - (word.text[0] == ')');
	}
}

size_t
statement_blank_bytes(const char *text, size_t length_bytes)
{
	struct script_cursor cursor = {.at = text, .end = text + length_bytes};

	skip_blank(&cursor, statement_blanks);
	return (size_t)(cursor.at - text);
}
