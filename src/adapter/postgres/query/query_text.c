#include "adapter/postgres/query/query_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "domain/sql_lexeme.h"

/* The place after a word, a number or something quoted; NULL before any other character. */
static const char *
skip_verbatim(const char *text, const char *end)
{
	if (text[0] == '\'' || text[0] == '"')
		return sql_quoted_end(text, end, false);
	if (text[0] == '$')
		return sql_dollar_quoted_end(text, end);
	if (!sql_is_word_byte(text[0]))
		return NULL;
	while (sql_is_word_byte(text[0]))
		text++;
	return text;
}

static bool
is_parameter(const char *text)
{
	return text[0] == '$' && isdigit((unsigned char)text[1]);
}

struct filling
{
	const char *end; /* of the text */
	const char *const *values;
	size_t value_count;
	struct text *sql;
	size_t statement_count;
	bool statement_has_words;
	bool lacks_value;
};

static const char *
fill_parameter(struct filling *filling, const char *text)
{
	char *end = NULL;
	unsigned long number = strtoul(text + 1, &end, 10);

	if (number < 1 || number > filling->value_count)
		filling->lacks_value = true;
	else
		text_append(filling->sql, filling->values[number - 1]);
	filling->statement_has_words = true;
	return end;
}

static void
fill_verbatim(struct filling *filling, const char *text, const char *end)
{
	text_append_bytes(filling->sql, text, (size_t)(end - text));
	filling->statement_has_words = true;
}

/* Takes one lexical piece; returns the place after it. */
static const char *
fill_next(struct filling *filling, const char *text)
{
	const char *end = sql_comment_end(text, filling->end);

	if (end != NULL)
	{
		text_append_char(filling->sql, ' ');
		return end;
	}
	if (is_parameter(text))
		return fill_parameter(filling, text);
	end = skip_verbatim(text, filling->end);
	if (end != NULL)
	{
		fill_verbatim(filling, text, end);
		return end;
	}
	text_append_char(filling->sql, text[0]);
	if (text[0] == ';')
	{
		filling->statement_count += filling->statement_has_words;
		filling->statement_has_words = false;
	}
	else if (!isspace((unsigned char)text[0]))
		filling->statement_has_words = true;
	return text + 1;
}

bool
query_text_fill(const char *text, const char *const *values, size_t value_count, struct text *sql,
                size_t *statement_count)
{
	struct filling filling = {
		.end = text + strlen(text), .values = values, .value_count = value_count, .sql = sql};

	while (text[0] != '\0')
		text = fill_next(&filling, text);
	*statement_count = filling.statement_count + filling.statement_has_words;
	return !filling.lacks_value;
}

/* The place after the lexical piece that begins here. is_word: it is part of a statement. */
static const char *
skip_piece(const char *text, const char *text_end, bool *is_word)
{
	const char *end = sql_comment_end(text, text_end);

	*is_word = end == NULL && !isspace((unsigned char)text[0]);
	if (end == NULL)
		end = skip_verbatim(text, text_end);
	return end != NULL ? end : text + 1;
}

const char *
query_text_statement_end(const char *text, const char *end, bool *has_words)
{
	bool is_word = false;

	*has_words = false;
	while (text < end && text[0] != ';')
	{
		text = skip_piece(text, end, &is_word);
		*has_words = *has_words || is_word;
	}
	return text;
}

const char *
query_text_first_parameter(const char *text)
{
	const char *end = text + strlen(text);
	bool is_word = false;

	while (text[0] != '\0' && !is_parameter(text))
		text = skip_piece(text, end, &is_word);
	return text[0] != '\0' ? text : NULL;
}

size_t
query_text_count_statements(const char *text)
{
	cleanup_text struct text ignored = TEXT_EMPTY;
	size_t count = 0;

	/* Texts that the server wrote have no parameters: the server refuses a stray one. */
	(void)query_text_fill(text, NULL, 0, &ignored, &count);
	return count;
}
