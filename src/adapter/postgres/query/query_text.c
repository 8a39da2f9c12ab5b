#include "adapter/postgres/query/query_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/embedded/embedded_file.h"
#include "base/memory.h"

static bool
is_identifier_byte(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_' || byte == '$' || (byte & 0x80) != 0;
}

/* Behind the closing quote; a doubled quote reads as two pieces side by side, which does no harm. */
static const char *
skip_quoted(const char *text)
{
	const char *end = strchr(text + 1, text[0]);

	return end != NULL ? end + 1 : text + strlen(text);
}

/* Either character ends a comment, as in the server's lexer. */
static const char *
skip_line(const char *text)
{
	return text + strcspn(text, "\r\n");
}

/* Block comments nest (PostgreSQL manual, 4.1.5). */
static const char *
skip_block_comment(const char *text)
{
	int depth = 0;

	do
	{
		if (text[0] == '/' && text[1] == '*')
		{
			depth++;
			text += 2;
		}
		else if (text[0] == '*' && text[1] == '/')
		{
			depth--;
			text += 2;
		}
		else
			text++;
	} while (depth > 0 && text[0] != '\0');
	return text;
}

/* Behind $tag$...$tag$, or NULL if no dollar quote begins here. */
static const char *
skip_dollar_quoted(const char *text)
{
	size_t tag_length = 1;

	if (isdigit((unsigned char)text[1]))
		return NULL;
	while (text[tag_length] != '$' && is_identifier_byte(text[tag_length]))
		tag_length++;
	if (text[tag_length] != '$')
		return NULL;
	tag_length++;

	cleanup_text struct text tag = TEXT_EMPTY;

	text_append_bytes(&tag, text, tag_length);

	const char *end = strstr(text + tag_length, text_bytes(&tag));

	return end != NULL ? end + tag_length : text + strlen(text);
}

/* Behind a word, a number or something quoted; NULL if an ordinary character stands here. */
static const char *
skip_verbatim(const char *text)
{
	if (text[0] == '\'' || text[0] == '"')
		return skip_quoted(text);
	if (text[0] == '$')
		return skip_dollar_quoted(text);
	if (!is_identifier_byte(text[0]))
		return NULL;
	while (is_identifier_byte(text[0]))
		text++;
	return text;
}

static const char *
skip_comment(const char *text)
{
	if (text[0] == '-' && text[1] == '-')
		return skip_line(text);
	if (text[0] == '/' && text[1] == '*')
		return skip_block_comment(text);
	return NULL;
}

static bool
is_parameter(const char *text)
{
	return text[0] == '$' && isdigit((unsigned char)text[1]);
}

struct filling
{
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

/* Takes one lexical piece; returns what is behind it. */
static const char *
fill_next(struct filling *filling, const char *text)
{
	const char *end = skip_comment(text);

	if (end != NULL)
	{
		text_append_char(filling->sql, ' ');
		return end;
	}
	if (is_parameter(text))
		return fill_parameter(filling, text);
	end = skip_verbatim(text);
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
	struct filling filling = {.values = values, .value_count = value_count, .sql = sql};

	while (text[0] != '\0')
		text = fill_next(&filling, text);
	*statement_count = filling.statement_count + filling.statement_has_words;
	return !filling.lacks_value;
}

/* Behind the lexical piece that begins here; whether it is one that a statement is made of. */
static const char *
skip_piece(const char *text, bool *is_word)
{
	const char *end = skip_comment(text);

	*is_word = end == NULL && !isspace((unsigned char)text[0]);
	if (end == NULL)
		end = skip_verbatim(text);
	return end != NULL ? end : text + 1;
}

const char *
query_text_statement_end(const char *text, bool *has_words)
{
	bool is_word = false;

	*has_words = false;
	while (text[0] != '\0' && text[0] != ';')
	{
		text = skip_piece(text, &is_word);
		*has_words = *has_words || is_word;
	}
	return text;
}

const char *
query_text_first_parameter(const char *text)
{
	bool is_word = false;

	while (text[0] != '\0' && !is_parameter(text))
		text = skip_piece(text, &is_word);
	return text[0] != '\0' ? text : NULL;
}

size_t
query_text_count_statements(const char *text)
{
	cleanup_text struct text ignored = TEXT_EMPTY;
	size_t count = 0;

	/* Texts that the server wrote have no parameters: a stray one is the server's to refuse. */
	(void)query_text_fill(text, NULL, 0, &ignored, &count);
	return count;
}

bool
query_text_make(const struct session *session, const struct query *query, struct text *sql,
                size_t *statement_count, struct failure *failure)
{
	const struct embedded_file *file = embedded_file_find(query->file);

	if (file == NULL)
		return fail(failure, FAILURE_BUG, "cannot %s: the program has no query %s", query->purpose,
		            query->file);

	struct text *literals = memory_allocate(query->parameter_count, sizeof *literals);
	const char **values = memory_allocate(query->parameter_count, sizeof *values);

	for (size_t index = 0; index < query->parameter_count; index++)
	{
		query_parameter_append(session, &literals[index], &query->parameters[index]);
		values[index] = text_bytes(&literals[index]);
	}

	bool is_whole =
		query_text_fill(file->text, values, query->parameter_count, sql, statement_count);

	for (size_t index = 0; index < query->parameter_count; index++)
		text_wipe_and_free(&literals[index]);
	free(literals);
	free(values);
	if (!is_whole)
		return fail(failure, FAILURE_BUG, "cannot %s: %s wants more parameters", query->purpose,
		            query->file);
	return true;
}
