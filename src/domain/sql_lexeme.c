#include "domain/sql_lexeme.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

bool
sql_is_word_byte(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_' || byte == '$' || (byte & 0x80) != 0;
}

static bool
begins(const char *at, const char *end, const char *two_bytes)
{
	return end - at >= 2 && memcmp(at, two_bytes, 2) == 0;
}

/* Block comments nest. */
static const char *
block_comment_end(const char *at, const char *end)
{
	int depth = 0;

	do
	{
		int step = 2;

		if (begins(at, end, "/*"))
			depth++;
		else if (begins(at, end, "*/"))
			depth--;
		else
			step = 1;
		at += step;
	} while (depth > 0 && at < end);
	return at;
}

const char *
sql_comment_end(const char *at, const char *end)
{
	if (begins(at, end, "/*"))
		return block_comment_end(at, end);
	if (!begins(at, end, "--"))
		return NULL;
	/* The server ends a comment at a carriage return, too. */
	while (at < end && *at != '\n' && *at != '\r')
		at++;
	return at;
}

const char *
sql_quoted_end(const char *at, const char *end, bool has_escapes)
{
	char quote = *at++;

	while (at < end && *at != quote)
		at += has_escapes && *at == '\\' && end - at > 1 ? 2 : 1;
	return at < end ? at + 1 : at;
}

const char *
sql_dollar_quoted_end(const char *at, const char *end)
{
	const char *tag_end = at + 1;

	while (tag_end < end && sql_is_word_byte(*tag_end) && *tag_end != '$')
		tag_end++;
	if (*at != '$' || tag_end == end || *tag_end != '$' || isdigit((unsigned char)at[1]))
		return NULL;

	size_t tag_bytes = (size_t)(++tag_end - at);

	for (const char *close = tag_end; (size_t)(end - close) >= tag_bytes; close++)
	{
		if (memcmp(close, at, tag_bytes) == 0)
			return close + tag_bytes;
	}
	return end;
}
