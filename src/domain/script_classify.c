#include "domain/script.h"

#include <ctype.h>
#include <string.h>

/*
 * A rule is a row of words; the statement must begin with them.
 *
 *   word   this keyword, or this string with its quotes
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
	const char *refusal;
};

static const char ours[] = "may not stand in a script: the program begins and ends the transaction";
static const char unread[] = "has nobody to read its output";
/* The server reads what is sent together before it runs the first statement of it. */
static const char strings[] =
	"would change how strings are read, after the script has been cut into "
	"statements; write those with backslashes as E'...'";

/* First match wins. */
static const struct classify_rule classify_rules[] = {
	{"commit prepared", STATEMENT_REFUSED, ours},
	{"begin", STATEMENT_BEGIN_COMMIT, NULL},
	{"start transaction", STATEMENT_BEGIN_COMMIT, NULL},
	{"commit", STATEMENT_BEGIN_COMMIT, NULL},
	{"end", STATEMENT_BEGIN_COMMIT, NULL},
	{"rollback", STATEMENT_REFUSED, ours},
	{"abort", STATEMENT_REFUSED, ours},
	{"savepoint", STATEMENT_REFUSED, ours},
	{"release", STATEMENT_REFUSED, ours},
	{"prepare transaction", STATEMENT_REFUSED, ours},
	{"discard all", STATEMENT_REFUSED, "would release the lock that keeps other runs out"},

	{"set ?session ?local standard_conforming_strings . on", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local standard_conforming_strings . 'on'", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local standard_conforming_strings . true", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local standard_conforming_strings", STATEMENT_REFUSED, strings},
	{"reset standard_conforming_strings", STATEMENT_REFUSED, strings},
	{"select ... set_config ( 'standard_conforming_strings' , 'on'", STATEMENT_TRANSACTIONAL, NULL},
	{"select ... set_config ( 'standard_conforming_strings'", STATEMENT_REFUSED, strings},

	{"copy ( ... ) to stdout", STATEMENT_REFUSED, unread},
	{"copy ( ... ) to stdin", STATEMENT_REFUSED, unread},
	{"copy (", STATEMENT_TRANSACTIONAL, NULL},
	{"copy ... from stdin", STATEMENT_COPY_STDIN, NULL},
	{"copy ... from stdout", STATEMENT_COPY_STDIN, NULL},
	{"copy ... to stdout", STATEMENT_REFUSED, unread},
	{"copy ... to stdin", STATEMENT_REFUSED, unread},

	{"create ?unique index concurrently", STATEMENT_OUTSIDE, NULL},
	{"drop index concurrently", STATEMENT_OUTSIDE, NULL},
	{"reindex ( ... concurrently", STATEMENT_OUTSIDE, NULL},
	{"reindex () schema", STATEMENT_OUTSIDE, NULL},
	{"reindex () database", STATEMENT_OUTSIDE, NULL},
	{"reindex () system", STATEMENT_OUTSIDE, NULL},
	{"reindex () . concurrently", STATEMENT_OUTSIDE, NULL},
	{"alter table ... detach partition ... concurrently", STATEMENT_OUTSIDE, NULL},
	{"vacuum", STATEMENT_OUTSIDE, NULL},
	{"cluster ?verbose () $", STATEMENT_OUTSIDE, NULL},
	{"create database", STATEMENT_OUTSIDE, NULL},
	{"drop database", STATEMENT_OUTSIDE, NULL},
	{"alter database . set tablespace", STATEMENT_OUTSIDE, NULL},
	{"create tablespace", STATEMENT_OUTSIDE, NULL},
	{"drop tablespace", STATEMENT_OUTSIDE, NULL},
	{"alter system", STATEMENT_OUTSIDE, NULL},
	{"create subscription ... connect = false", STATEMENT_TRANSACTIONAL, NULL},
	{"create subscription ... create_slot = false", STATEMENT_TRANSACTIONAL, NULL},
	{"create subscription", STATEMENT_OUTSIDE, NULL},
	{"drop subscription", STATEMENT_OUTSIDE, NULL},
	{"alter subscription . refresh", STATEMENT_OUTSIDE, NULL},
	{"alter subscription . . publication ... refresh = false", STATEMENT_TRANSACTIONAL, NULL},
	{"alter subscription . . publication", STATEMENT_OUTSIDE, NULL},
	{"alter subscription . set ( ... failover", STATEMENT_OUTSIDE, NULL},
	{"alter subscription . set ( ... two_phase", STATEMENT_OUTSIDE, NULL},
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
	/* Lower case, a short string with its quotes; a symbol; "\"" for a quoted name; empty at the end. */
	char text[WORD_BYTES];
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
keep_word(struct word *word, const char *start, size_t length_bytes)
{
	/* Of a string that is no setting's name or value only the quote counts, as of a quoted name. */
	if (*start == '"' || (*start == '\'' && length_bytes >= WORD_BYTES))
		length_bytes = 1;
	else if (length_bytes >= WORD_BYTES)
		length_bytes = WORD_BYTES - 1;
	for (size_t index = 0; index < length_bytes; index++)
		word->text[index] = (char)tolower((unsigned char)start[index]);
}

static void
next_word(struct cursor *cursor, struct word *word)
{
	*word = (struct word){""};
	skip_blank(cursor);
	if (cursor->at >= cursor->end)
		return;

	const char *start = cursor->at;

	if (*start == '"' || *start == '\'')
		skip_quoted(cursor);
	else if (!is_name_byte(*start))
		cursor->at++;
	else
		while (cursor->at < cursor->end && is_name_byte(*cursor->at))
			cursor->at++;
	keep_word(word, start, (size_t)(cursor->at - start));
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

static const struct classify_rule *
rule_find(const char *statement, size_t length_bytes)
{
	struct cursor cursor = {.at = statement, .end = statement + length_bytes};

	for (size_t index = 0; index < RULE_COUNT; index++)
	{
		if (rule_matches(classify_rules[index].words, cursor))
			return &classify_rules[index];
	}
	return NULL;
}

enum statement_class
statement_classify(const char *statement, size_t length_bytes)
{
	const struct classify_rule *rule = rule_find(statement, length_bytes);

	return rule != NULL ? rule->class : STATEMENT_TRANSACTIONAL;
}

const char *
statement_refusal(const char *statement, size_t length_bytes)
{
	const struct classify_rule *rule = rule_find(statement, length_bytes);

	return rule != NULL ? rule->refusal : NULL;
}

size_t
statement_blank_bytes(const char *text, size_t length_bytes)
{
	struct cursor cursor = {.at = text, .end = text + length_bytes};

	skip_blank(&cursor);
	return (size_t)(cursor.at - text);
}
