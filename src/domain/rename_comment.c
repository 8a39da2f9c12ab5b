#include "domain/rename_comment.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum
{
	WORD_BYTES = 12, /* longer words are like none of an annotation's */
	SLIPS_OF_RENAMED = 2,
	SLIPS_OF_FROM = 2
};

static const char blanks[] = " \t\f\v\r\n";

static const char *
behind_blanks(const char *at, const char *end)
{
	while (at < end && strchr(blanks, *at) != NULL)
		at++;
	return at;
}

static const char *
behind_letters(const char *at, const char *end)
{
	while (at < end && isalpha((unsigned char)*at))
		at++;
	return at;
}

static size_t
smaller_of(size_t left, size_t right)
{
	return left < right ? left : right;
}

/* How many letters are wrong, missing or too many in what should be that word. */
static size_t
slips_of(const char *word, const char *end, const char *meant)
{
	size_t row[WORD_BYTES + 1];
	size_t length = (size_t)(end - word);

	if (length > WORD_BYTES)
		return length;
	for (size_t at = 0; at <= length; at++)
		row[at] = at;
	for (; *meant != '\0'; meant++)
	{
		size_t diagonal = row[0]++;

		for (size_t at = 1; at <= length; at++)
		{
			size_t above = row[at];

			row[at] = smaller_of(smaller_of(above, row[at - 1]) + 1,
			                     diagonal + (tolower((unsigned char)word[at - 1]) != *meant));
			diagonal = above;
		}
	}
	return row[length];
}

static bool
begins_with_rename(const char *word, const char *end)
{
	static const char rename[] = "rename";
	size_t length = sizeof rename - 1;

	return (size_t)(end - word) >= length && slips_of(word, word + length, rename) == 0;
}

/* Whether "from=", or what is nearly that, stands here. */
static bool
is_nearly_from(const char *at, const char *end)
{
	const char *word_end = behind_letters(at = behind_blanks(at, end), end);

	return word_end > at && word_end < end && *word_end == '=' &&
	       slips_of(at, word_end, "from") <= SLIPS_OF_FROM;
}

static bool
closes_its_quotes(const char *at, const char *end)
{
	bool is_open = false;

	for (; at < end; at++)
		is_open ^= *at == '"';
	return !is_open;
}

/* The old name of what stands behind "@renamed"; false: it is misspelt. */
static bool
take_old(const char *at, const char *end, struct script_cursor *old)
{
	static const char from[] = "from=";
	const char *sign = behind_blanks(at, end);

	if (sign == at || (size_t)(end - sign) <= sizeof from - 1 ||
	    memcmp(sign, from, sizeof from - 1) != 0)
		return false;

	const char *name = sign + sizeof from - 1;
	struct script_cursor cursor = {name, end};
	cleanup_script_name struct script_name parsed = {NULL, NULL};

	if (*name == '\'')
	{
		struct script_word word;

		do
			script_next_word(&cursor, &word);
		while (cursor.at < end && *cursor.at == '\''); /* a doubled quote */
		if (cursor.at - name < 2 || cursor.at[-1] != '\'')
			return false;
	}
	else if (strchr(blanks, *name) != NULL || !script_take_name(&cursor, &parsed) ||
	         parsed.name[0] == '\0')
		return false;
	*old = (struct script_cursor){name, cursor.at};
	return behind_blanks(cursor.at, end) == end && closes_its_quotes(name, cursor.at);
}

enum rename_comment_kind
rename_comment_read(const char *start, const char *end, struct script_cursor *old)
{
	static const char renamed[] = "@renamed";

	if (*start == '/' && end - start >= 4 && end[-1] == '/')
		end -= 2;
	for (const char *at = start + 2; at < end;)
	{
		bool has_sign = *at == '@';
		const char *word = at + has_sign;
		const char *word_end = behind_letters(word, end);

		if ((has_sign && begins_with_rename(word, word_end)) ||
		    (slips_of(word, word_end, renamed + 1) <= SLIPS_OF_RENAMED &&
		     is_nearly_from(word_end, end)))
			return (size_t)(word_end - at) == sizeof renamed - 1 &&
			               memcmp(at, renamed, sizeof renamed - 1) == 0 &&
			               take_old(word_end, end, old)
			           ? RENAME_COMMENT_ANNOTATION
			           : RENAME_COMMENT_MISSPELT;
		at = word_end > at ? word_end : at + 1;
	}
	return RENAME_COMMENT_NONE;
}
