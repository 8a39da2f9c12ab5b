#include "domain/script_marker.h"

#include <ctype.h>
#include <string.h>

#include "domain/script_word.h"
#include "domain/sql_lexeme.h"

static const char marker_name[] = "noetl-schema";

static const char *
skip_blanks(const char *at, const char *end)
{
	while (at < end && strchr(" \t\f\v", *at) != NULL)
		at++;
	return at;
}

/* Behind the word, in whatever case it is written; NULL if it does not stand here. */
static const char *
skip_name(const char *at, const char *end)
{
	for (const char *name = marker_name; *name != '\0'; name++, at++)
	{
		if (at == end || tolower((unsigned char)*at) != *name)
			return NULL;
	}
	return at;
}

static bool
reads(const char *at, size_t length_bytes, const char *word)
{
	return strlen(word) == length_bytes && memcmp(at, word, length_bytes) == 0;
}

/* What the line comment from "--" to end says. False: it is no marker. */
static bool
read_marker(const char *comment, const char *end, enum marker_kind *kind)
{
	const char *at = skip_name(skip_blanks(comment + 2, end), end);

	if (at == NULL)
		return false;
	at = skip_blanks(at, end);
	if (at == end || *at != ':')
		return false;
	at = skip_blanks(at + 1, end);
	while (end > at && strchr(" \t\f\v", end[-1]) != NULL)
		end--;

	size_t length_bytes = (size_t)(end - at);

	*kind = reads(at, length_bytes, "commit")    ? MARKER_COMMIT
	        : reads(at, length_bytes, "outside") ? MARKER_OUTSIDE
	                                             : MARKER_UNKNOWN;
	return true;
}

/* A file that another one includes stands behind the command that does so. */
static bool
begins_a_part(const struct script *script, const char *at)
{
	for (size_t index = 0; index < script->part_count; index++)
	{
		if (script->text + script->parts[index].offset_bytes == at)
			return true;
	}
	return false;
}

static bool
begins_its_line(const struct script *script, const char *at)
{
	while (at > script->text && strchr(" \t\f\v", at[-1]) != NULL && !begins_a_part(script, at))
		at--;
	return at == script->text || at[-1] == '\n' || at[-1] == '\r' || begins_a_part(script, at);
}

bool
script_marker_find(const struct script *script, size_t start_bytes, size_t end_bytes,
                   struct script_marker *marker)
{
	const char *at = script->text + start_bytes;
	const char *end = script->text + end_bytes;

	while (at < end)
	{
		const char *comment_end = sql_comment_end(at, end);

		if (comment_end != NULL && *at == '-' && read_marker(at, comment_end, &marker->kind))
		{
			marker->offset_bytes = (size_t)(at - script->text);
			marker->end_bytes = (size_t)(comment_end - script->text);
			marker->has_a_line_of_its_own = begins_its_line(script, at);
			return true;
		}
		at = comment_end != NULL ? comment_end : at + 1;
	}
	return false;
}

bool
script_marker_find_inside(const struct script *script, size_t start_bytes, size_t end_bytes,
                          struct script_marker *marker)
{
	struct script_cursor cursor = {script->text + start_bytes, script->text + end_bytes};
	struct script_word word;

	while (cursor.at < cursor.end)
	{
		size_t start = (size_t)(cursor.at - script->text);
		size_t blank_bytes = statement_blank_bytes(cursor.at, (size_t)(cursor.end - cursor.at));

		if (script_marker_find(script, start, start + blank_bytes, marker))
			return true;
		script_next_word(&cursor, &word);
	}
	return false;
}
