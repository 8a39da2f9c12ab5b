#include "domain/script.h"

#include <ctype.h>
#include <string.h>

#include "base/count_of.h"
#include "domain/script_word.h"

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
static const char unread[] = "would send rows that the program does not read";
static const char strings[] =
	"would change how strings are read, after the script has been cut into "
	"statements; write those with backslashes as E'...'";
static const char encoding[] =
	"would change how the script's bytes are read: it is UTF-8, whatever the database is";

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
	{"close all", STATEMENT_REFUSED,
     "would close the cursor by which the program knows its transaction; close yours by name"},

	{"set ?session ?local standard_conforming_strings . on", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local standard_conforming_strings . 'on'", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local standard_conforming_strings . true", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local standard_conforming_strings", STATEMENT_REFUSED, strings},
	{"reset standard_conforming_strings", STATEMENT_REFUSED, strings},
	{"select ... set_config ( 'standard_conforming_strings' , 'on'", STATEMENT_TRANSACTIONAL, NULL},
	{"select ... set_config ( 'standard_conforming_strings'", STATEMENT_REFUSED, strings},

	{"set ?session ?local client_encoding . utf8", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local client_encoding . 'utf8'", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local client_encoding . 'utf-8'", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local client_encoding . unicode", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local client_encoding . 'unicode'", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local client_encoding . sql_ascii", STATEMENT_SKIPPED, NULL},
	{"set ?session ?local client_encoding . 'sql_ascii'", STATEMENT_SKIPPED, NULL},
	{"set ?session ?local client_encoding", STATEMENT_REFUSED, encoding},
	{"set ?session ?local names utf8", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local names 'utf8'", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local names 'utf-8'", STATEMENT_TRANSACTIONAL, NULL},
	{"set ?session ?local names", STATEMENT_REFUSED, encoding},
	{"select ... set_config ( 'client_encoding' , 'utf8'", STATEMENT_TRANSACTIONAL, NULL},
	{"select ... set_config ( 'client_encoding' , 'utf-8'", STATEMENT_TRANSACTIONAL, NULL},
	{"select ... set_config ( 'client_encoding'", STATEMENT_REFUSED, encoding},

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
	RULE_COUNT = COUNT_OF(classify_rules)
};

/* Takes the next word of a rule; false at its end. */
static bool
next_rule_word(const char **rule, struct script_word *word)
{
	size_t length = strcspn(*rule, " ");

	*word = (struct script_word){""};
	memcpy(word->text, *rule, length < SCRIPT_WORD_BYTES ? length : SCRIPT_WORD_BYTES - 1);
	*rule += length;
	*rule += strspn(*rule, " ");
	return length > 0;
}

static bool rule_matches(const char *rule, struct script_cursor cursor);

/* Matches the rest of a rule after "...", at any word. */
static bool
rule_matches_anywhere(const char *rule, struct script_cursor cursor)
{
	struct script_word word;

	do
	{
		if (rule_matches(rule, cursor))
			return true;
		script_next_word(&cursor, &word);
	} while (word.text[0] != '\0');
	return false;
}

static bool
rule_matches(const char *rule, struct script_cursor cursor)
{
	struct script_word wanted;
	struct script_word found;

	while (next_rule_word(&rule, &wanted))
	{
		struct script_cursor before = cursor;

		if (script_word_is(&wanted, "..."))
			return rule_matches_anywhere(rule, cursor);
		if (script_word_is(&wanted, "()"))
		{
			if (script_take_word(&cursor, "("))
				script_skip_list(&cursor);
			continue;
		}
		script_next_word(&cursor, &found);
		if (wanted.text[0] == '?' && strcmp(wanted.text + 1, found.text) != 0)
			cursor = before;
		else if (script_word_is(&wanted, "$") || script_word_is(&wanted, "."))
		{
			if ((found.text[0] == '\0') != (wanted.text[0] == '$'))
				return false;
		}
		else if (wanted.text[0] != '?' && strcmp(wanted.text, found.text) != 0)
			return false;
	}
	return true;
}

/* A cheap first test: few rules begin with the statement's first word. */
static bool
rule_begins_with(const char *rule, const struct script_word *first)
{
	size_t length = strcspn(rule, " ");

	return strncmp(rule, first->text, length) == 0 && first->text[length] == '\0';
}

static const struct classify_rule *
rule_find(const char *statement, size_t length_bytes)
{
	struct script_cursor cursor = {.at = statement, .end = statement + length_bytes};
	struct script_cursor behind = cursor;
	struct script_word first;

	script_next_word(&behind, &first);
	for (size_t index = 0; index < RULE_COUNT; index++)
	{
		if (rule_begins_with(classify_rules[index].words, &first) &&
		    rule_matches(classify_rules[index].words, cursor))
			return &classify_rules[index];
	}
	return NULL;
}

bool
statement_begins(const char *statement, size_t length_bytes, const char *words)
{
	struct script_cursor cursor = {.at = statement, .end = statement + length_bytes};

	return rule_matches(words, cursor);
}

/* A name as the server reads it: folded, unless it is quoted. */
static bool
is_name(struct script_cursor cursor, const char *name)
{
	bool is_quoted = cursor.at < cursor.end && *cursor.at == '"';

	for (cursor.at += is_quoted; cursor.at < cursor.end && *name != '\0'; cursor.at++, name++)
	{
		if (*cursor.at != *name && (is_quoted || tolower((unsigned char)*cursor.at) != *name))
			return false;
	}
	return *name == '\0' && (size_t)(cursor.end - cursor.at) == (size_t)is_quoted;
}

bool
statement_creates_schema(const char *statement, size_t length_bytes, const char *schema)
{
	struct script_cursor cursor = {.at = statement, .end = statement + length_bytes};
	struct script_word word;

	if (!rule_matches("create schema . $", cursor))
		return false;
	script_next_word(&cursor, &word);
	script_next_word(&cursor, &word);
	cursor.at += statement_blank_bytes(cursor.at, (size_t)(cursor.end - cursor.at));

	struct script_cursor behind = cursor;

	script_next_word(&behind, &word);
	cursor.end = behind.at;
	return is_name(cursor, schema);
}

enum statement_class
statement_classify(const char *statement, size_t length_bytes)
{
	const struct classify_rule *rule = rule_find(statement, length_bytes);

	return rule != NULL ? rule->class : STATEMENT_TRANSACTIONAL;
}

const char *
statement_refusal_hint(const char *statement, size_t length_bytes)
{
	const struct classify_rule *rule = rule_find(statement, length_bytes);

	if (rule != NULL && rule->refusal == encoding)
		return "Convert the script, for example with iconv -f LATIN1 -t UTF-8 where that is its "
			   "encoding, and take the statement out; pg_dump --encoding=UTF8 writes it so.";
	return "Take it out of the script; what is to be run by hand runs in psql.";
}

const char *
statement_refusal(const char *statement, size_t length_bytes)
{
	const struct classify_rule *rule = rule_find(statement, length_bytes);

	return rule != NULL ? rule->refusal : NULL;
}
