#include "domain/script.h"

#include <ctype.h>
#include <string.h>

/*
 * A rule is a row of words; the statement must begin with them.
 *
 *   word   this keyword
 *   ?word  this keyword or nothing
 *   ()     a list in parentheses, or nothing
 *   ...    anything, up to the next word of the rule
 *   .      any one name or symbol
 *   $      the end of the statement
 */
struct classify_rule
{
	const char *words;
	enum statement_class class;
};

/* First match wins. */
static const struct classify_rule classify_rules[] = {
	{"commit prepared", STATEMENT_REFUSED},
	{"begin", STATEMENT_BEGIN_COMMIT},
	{"start transaction", STATEMENT_BEGIN_COMMIT},
	{"commit", STATEMENT_BEGIN_COMMIT},
	{"end", STATEMENT_BEGIN_COMMIT},
	{"rollback", STATEMENT_REFUSED},
	{"abort", STATEMENT_REFUSED},
	{"savepoint", STATEMENT_REFUSED},
	{"release", STATEMENT_REFUSED},
	{"prepare transaction", STATEMENT_REFUSED},
	/* It would let go of the lock that keeps other runs out. */
	{"discard all", STATEMENT_REFUSED},

	{"copy ( ... ) to stdout", STATEMENT_REFUSED},
	{"copy ( ... ) to stdin", STATEMENT_REFUSED},
	{"copy (", STATEMENT_TRANSACTIONAL},
	{"copy ... from stdin", STATEMENT_COPY_STDIN},
	{"copy ... from stdout", STATEMENT_COPY_STDIN},
	{"copy ... to stdout", STATEMENT_REFUSED},
	{"copy ... to stdin", STATEMENT_REFUSED},

	{"create ?unique index concurrently", STATEMENT_OUTSIDE},
	{"drop index concurrently", STATEMENT_OUTSIDE},
	{"reindex ( ... concurrently", STATEMENT_OUTSIDE},
	{"reindex () schema", STATEMENT_OUTSIDE},
	{"reindex () database", STATEMENT_OUTSIDE},
	{"reindex () system", STATEMENT_OUTSIDE},
	{"reindex () . concurrently", STATEMENT_OUTSIDE},
	{"alter table ... detach partition ... concurrently", STATEMENT_OUTSIDE},
	{"vacuum", STATEMENT_OUTSIDE},
	{"cluster ?verbose () $", STATEMENT_OUTSIDE},
	{"create database", STATEMENT_OUTSIDE},
	{"drop database", STATEMENT_OUTSIDE},
	{"alter database . set tablespace", STATEMENT_OUTSIDE},
	{"create tablespace", STATEMENT_OUTSIDE},
	{"drop tablespace", STATEMENT_OUTSIDE},
	{"alter system", STATEMENT_OUTSIDE},
	{"create subscription ... connect = false", STATEMENT_TRANSACTIONAL},
	{"create subscription ... create_slot = false", STATEMENT_TRANSACTIONAL},
	{"create subscription", STATEMENT_OUTSIDE},
	{"drop subscription", STATEMENT_OUTSIDE},
	{"alter subscription . refresh", STATEMENT_OUTSIDE},
	{"alter subscription . . publication ... refresh = false", STATEMENT_TRANSACTIONAL},
	{"alter subscription . . publication", STATEMENT_OUTSIDE},
	{"alter subscription . set ( ... failover", STATEMENT_OUTSIDE},
	{"alter subscription . set ( ... two_phase", STATEMENT_OUTSIDE},
};

enum
{
	RULE_COUNT = sizeof classify_rules / sizeof classify_rules[0],
	WORD_BYTES = 32 /* longer ones are no keywords of a rule */
};

struct cursor
{
	const char *at;
	const char *end;
};

struct word
{
	char text[WORD_BYTES]; /* lower case; a symbol; "\"" for a quoted name; empty at the end */
};

static bool
cursor_begins(const struct cursor *cursor, const char *text)
{
	size_t length = strlen(text);

	return (size_t)(cursor->end - cursor->at) >= length && memcmp(cursor->at, text, length) == 0;
}

/* Block comments nest. */
static void
skip_block_comment(struct cursor *cursor)
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

static void
skip_blank(struct cursor *cursor)
{
	while (cursor->at < cursor->end)
	{
		if (cursor_begins(cursor, "/*"))
			skip_block_comment(cursor);
		else if (cursor_begins(cursor, "--"))
			while (cursor->at < cursor->end && *cursor->at != '\n')
				cursor->at++;
		else if (isspace((unsigned char)*cursor->at))
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

static void
skip_quoted(struct cursor *cursor)
{
	char quote = *cursor->at++;

	while (cursor->at < cursor->end && *cursor->at != quote)
		cursor->at++;
	if (cursor->at < cursor->end)
		cursor->at++;
}

static void
next_word(struct cursor *cursor, struct word *word)
{
	size_t length = 0;

	*word = (struct word){""};
	skip_blank(cursor);
	if (cursor->at >= cursor->end)
		return;
	if (*cursor->at == '"' || *cursor->at == '\'')
	{
		word->text[0] = *cursor->at;
		skip_quoted(cursor);
		return;
	}
	if (!is_name_byte(*cursor->at))
	{
		word->text[0] = *cursor->at++;
		return;
	}
	for (; cursor->at < cursor->end && is_name_byte(*cursor->at); cursor->at++)
	{
		if (length + 1 < WORD_BYTES)
			word->text[length++] = (char)tolower((unsigned char)*cursor->at);
	}
}

static void
skip_parentheses(struct cursor *cursor)
{
	struct cursor ahead = *cursor;
	struct word word;
	int depth = 0;

	next_word(&ahead, &word);
	if (word.text[0] != '(')
		return;
	for (depth = 1; depth > 0 && word.text[0] != '\0';)
	{
		next_word(&ahead, &word);
		depth += (word.text[0] == '(') - (word.text[0] == ')');
	}
	*cursor = ahead;
}

/* Takes the next word of a rule; false at its end. */
static bool
next_rule_word(const char **rule, struct word *word)
{
	size_t length = strcspn(*rule, " ");

	*word = (struct word){""};
	memcpy(word->text, *rule, length < WORD_BYTES ? length : WORD_BYTES - 1);
	*rule += length;
	*rule += strspn(*rule, " ");
	return length > 0;
}

static bool
is_word(const struct word *word, const char *text)
{
	return strcmp(word->text, text) == 0;
}

static bool rule_matches(const char *rule, struct cursor cursor);

/* The rest of the rule after "...", at whatever word it fits. */
static bool
rule_matches_anywhere(const char *rule, struct cursor cursor)
{
	struct word word;

	do
	{
		if (rule_matches(rule, cursor))
			return true;
		next_word(&cursor, &word);
	} while (word.text[0] != '\0');
	return false;
}

static bool
rule_matches(const char *rule, struct cursor cursor)
{
	struct word wanted;
	struct word found;

	while (next_rule_word(&rule, &wanted))
	{
		struct cursor before = cursor;

		if (is_word(&wanted, "..."))
			return rule_matches_anywhere(rule, cursor);
		if (is_word(&wanted, "()"))
		{
			skip_parentheses(&cursor);
			continue;
		}
		next_word(&cursor, &found);
		if (wanted.text[0] == '?' && strcmp(wanted.text + 1, found.text) != 0)
			cursor = before;
		else if (is_word(&wanted, "$") || is_word(&wanted, "."))
		{
			if ((found.text[0] == '\0') != (wanted.text[0] == '$'))
				return false;
		}
		else if (wanted.text[0] != '?' && strcmp(wanted.text, found.text) != 0)
			return false;
	}
	return true;
}

enum statement_class
statement_classify(const char *statement, size_t length_bytes)
{
	struct cursor cursor = {.at = statement, .end = statement + length_bytes};

	for (size_t index = 0; index < RULE_COUNT; index++)
	{
		if (rule_matches(classify_rules[index].words, cursor))
			return classify_rules[index].class;
	}
	return STATEMENT_TRANSACTIONAL;
}
