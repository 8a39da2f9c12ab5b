#include "domain/catalog/expression_text.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

static const char list_begin[] = "((ARRAY[";
static const char list_cast[] = ")::text[])";
static const char left_cast[] = ")::text ";

/* Behind the quoted piece that begins here; the text's end if it does not end. */
static const char *
skip_quoted(const char *at)
{
	char quote = *at++;

	for (; *at != '\0'; at++)
	{
		if (*at != quote)
			continue;
		if (at[1] != quote)
			return at + 1;
		at++;
	}
	return at;
}

/* The bracket that ends what was opened before it; NULL if it is not there. */
static const char *
find_end(const char *at, char opening, char closing)
{
	int depth = 1;

	while (*at != '\0')
	{
		if (*at == '\'' || *at == '"')
		{
			at = skip_quoted(at);
			continue;
		}
		depth += (*at == opening) - (*at == closing);
		if (depth == 0)
			return at;
		at++;
	}
	return NULL;
}

static bool
stands_at(const char *text, const char *piece)
{
	return strncmp(text, piece, strlen(piece)) == 0;
}

/* Where the cast left side "(x)::text " begins that stands right before the operator at end. */
static const char *
find_left(const char *start, const char *end)
{
	const char *cast = NULL;

	for (const char *at = start; at + sizeof left_cast - 1 <= end; at++)
	{
		if (stands_at(at, left_cast))
			cast = at;
	}
	if (cast == NULL || memchr(cast + sizeof left_cast - 1, '(',
	                           (size_t)(end - cast) - (sizeof left_cast - 1)) != NULL)
		return NULL;
	for (const char *at = cast; at > start; at--)
	{
		if (at[-1] == '(' && find_end(at, '(', ')') == cast)
			return at - 1;
	}
	return NULL;
}

/* Copies what is before the list without the cast of its left side; false where there is none. */
static bool
append_left(struct text *result, const char *start, const char *list)
{
	const char *left = find_left(start, list);

	if (left == NULL)
		return false;

	const char *cast = find_end(left + 1, '(', ')');

	text_append_bytes(result, start, (size_t)(left - start));
	text_append_bytes(result, left + 1, (size_t)(cast - left - 1));
	text_append_bytes(result, cast + sizeof left_cast - 2,
	                  (size_t)(list - (cast + sizeof left_cast - 2)));
	return true;
}

char *
expression_without_list_casts(const char *text)
{
	struct text result = TEXT_EMPTY;
	bool is_changed = false;
	const char *start = text;
	const char *list = NULL;

	while ((list = strstr(start, list_begin)) != NULL)
	{
		const char *end = find_end(list + sizeof list_begin - 1, '[', ']');
		const char *behind = list + sizeof list_begin - 1;

		if (end != NULL && stands_at(end + 1, list_cast) && append_left(&result, start, list))
		{
			text_append(&result, "(");
			text_append_bytes(&result, list + 2, (size_t)(end + 1 - (list + 2)));
			text_append(&result, ")");
			behind = end + sizeof list_cast;
			is_changed = true;
		}
		else
			text_append_bytes(&result, start, (size_t)(behind - start));
		start = behind;
	}
	text_append(&result, start);
	if (is_changed)
		return text_steal(&result);
	text_free(&result);
	return NULL;
}
