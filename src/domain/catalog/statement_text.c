#include "domain/catalog/statement_text.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static void
append_quoted(struct text *statement, const char *bytes, char quote)
{
	text_append_char(statement, quote);
	for (; *bytes != '\0'; bytes++)
	{
		if (*bytes == quote)
			text_append_char(statement, quote);
		text_append_char(statement, *bytes);
	}
	text_append_char(statement, quote);
}

void
statement_append_literal(struct text *statement, const char *value)
{
	append_quoted(statement, value, '\'');
}

void
statement_append_identifier(struct text *statement, const char *name)
{
	append_quoted(statement, name, '"');
}

void
statement_append_separator(struct text *statement, size_t list_start)
{
	if (statement->length_bytes > list_start)
		text_append(statement, ", ");
}

const char *
statement_own_name(const char *qualified)
{
	bool is_quoted = false;

	for (const char *at = qualified; *at != '\0'; at++)
	{
		if (*at == '"')
			is_quoted = !is_quoted;
		else if (*at == '.' && !is_quoted)
			return at + 1;
	}
	return qualified;
}

const char *
type_without_collation(struct text_arena *texts, const char *type)
{
	const char *collation = strstr(type, " collate ");

	if (collation == NULL)
		return type;
	return statement_format(texts, "%.*s", (int)(collation - type), type);
}

const char *
statement_format(struct text_arena *texts, const char *format, ...)
{
	cleanup_text struct text statement = TEXT_EMPTY;
	va_list arguments;

	va_start(arguments, format);
	text_append_arguments(&statement, format, arguments);
	va_end(arguments);
	return text_arena_copy(texts, text_bytes(&statement));
}

static bool
begins_options(const char *at)
{
	static const char word[] = "options (";

	return strncasecmp(at, word, sizeof word - 1) == 0;
}

/* Outside of quotes; NULL: there are none. Options end a statement. */
static const char *
find_options(const char *statement)
{
	char quote = '\0';

	for (const char *at = statement; *at != '\0'; at++)
	{
		if (quote != '\0' && *at == quote)
			quote = '\0';
		else if (quote != '\0')
			continue;
		else if (*at == '\'' || *at == '"')
			quote = *at;
		else if (begins_options(at))
			return at;
	}
	return NULL;
}

const char *
statement_without_secrets(struct text_arena *texts, enum fact_kind kind, const char *statement)
{
	const char *options = fact_kind_traits(kind)->may_hold_secret ? find_options(statement) : NULL;

	if (options == NULL)
		return statement;
	return statement_format(texts, "%.*soptions (...)", (int)(options - statement), statement);
}
