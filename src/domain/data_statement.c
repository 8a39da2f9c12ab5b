#include "domain/data_statement.h"

#include <ctype.h>
#include <string.h>

#include "base/count_of.h"
#include "domain/script.h"
#include "domain/script_word.h"

/* First match wins; the words are those of script_classify.c. */
struct data_rule
{
	const char *words;
	enum data_kind kind;
	const char *before_target; /* the words up to the target; NULL: it has none */
	bool is_setval;
};

static const struct data_rule data_rules[] = {
	{"insert into", DATA_ADDED, "insert into", false},
	{"copy (", DATA_NONE, NULL, false},
	{"copy ... from", DATA_ADDED, "copy ?binary", false},
	{"update", DATA_CHANGED, "update ?only", false},
	{"delete from", DATA_REMOVED, "delete from ?only", false},
	{"merge into", DATA_CHANGED, "merge into ?only", false},
	{"truncate", DATA_REMOVED, "truncate ?table ?only", false},
	{"with ... insert into", DATA_CHANGED, NULL, false},
	{"with ... update", DATA_CHANGED, NULL, false},
	{"with ... delete from", DATA_CHANGED, NULL, false},
	{"with ... merge into", DATA_CHANGED, NULL, false},
	{"with", DATA_READ, NULL, false},
	{"select setval (", DATA_CHANGED, "select setval (", true},
	{"select pg_catalog . setval (", DATA_CHANGED, "select pg_catalog . setval (", true},
	{"select set_config ( 'search_path'", DATA_SEARCHED, NULL, false},
	{"select pg_catalog . set_config ( 'search_path'", DATA_SEARCHED, NULL, false},
	{"select set_config (", DATA_SETTING, NULL, false},
	{"select pg_catalog . set_config (", DATA_SETTING, NULL, false},
	{"select", DATA_READ, NULL, false},
	{"do", DATA_READ, NULL, false},
	{"call", DATA_READ, NULL, false},
	{"execute", DATA_READ, NULL, false},
	{"set ?session ?local search_path . default", DATA_SEARCHED, NULL, false},
	{"set ?session ?local search_path", DATA_SEARCHED, "set ?session ?local search_path .", false},
	{"set ?session ?local schema", DATA_SEARCHED, NULL, false},
	{"reset search_path", DATA_SEARCHED, NULL, false},
	{"reset all", DATA_SEARCHED, NULL, false},
	{"set", DATA_SETTING, NULL, false},
	{"reset", DATA_SETTING, NULL, false},
	{"alter table ?only ... disable trigger all $", DATA_SETTING, NULL, false},
	{"alter table ?only ... enable trigger all $", DATA_SETTING, NULL, false},
	{"drop table", DATA_DROPPED, "drop table ?if ?exists", false},
	{"drop sequence", DATA_DROPPED, "drop sequence ?if ?exists", false},
	{"drop schema", DATA_DROPPED, NULL, false},
	{"drop owned", DATA_DROPPED, NULL, false},
	{"drop view", DATA_DROPPED, "drop view ?if ?exists", false},
	{"alter schema . rename", DATA_DROPPED, NULL, false},
	{"alter table ... rename to", DATA_DROPPED, NULL, false},
	{"alter table ... set schema", DATA_DROPPED, NULL, false},
	{"alter sequence ... rename to", DATA_DROPPED, NULL, false},
	{"alter sequence ... set schema", DATA_DROPPED, NULL, false},
	{"create ?or ?replace ?constraint trigger", DATA_WATCHED, NULL, false},
	{"create ?or ?replace rule", DATA_WATCHED, NULL, false},
};

static bool
take_if(struct script_cursor *cursor, const char *wanted)
{
	struct script_cursor ahead = *cursor;
	struct script_word word;

	script_next_word(&ahead, &word);
	if (!script_word_is(&word, wanted))
		return false;
	*cursor = ahead;
	return true;
}

/* Behind the words of a rule, which the statement is known to begin with. */
static void
skip_rule_words(struct script_cursor *cursor, const char *words)
{
	while (*words != '\0')
	{
		size_t length = strcspn(words, " ");
		char wanted[SCRIPT_WORD_BYTES] = "";
		struct script_word any;

		if (*words == '?')
		{
			memcpy(wanted, words + 1, length - 1);
			(void)take_if(cursor, wanted);
		}
		else
			script_next_word(cursor, &any);
		words += length;
		words += strspn(words, " ");
	}
}

/* A piece of a name as the server has it: folded, or without its quotes. */
static void
append_raw_piece(struct text *name, const char *piece, size_t length)
{
	bool is_quoted = length >= 2 && piece[0] == '"';
	size_t quote_bytes = is_quoted ? 1 : 0;

	for (size_t at = quote_bytes; at < length - quote_bytes; at++)
	{
		if (is_quoted)
			text_append_char(name, piece[at]);
		else
			text_append_char(name, (char)tolower((unsigned char)piece[at]));
		if (is_quoted && piece[at] == '"')
			at++;
	}
}

/* Of three pieces the first is the database. */
static void
take_target(struct script_cursor cursor, struct data_statement *statement)
{
	for (;;)
	{
		struct script_word word;
		const char *start =
			cursor.at + statement_blank_bytes(cursor.at, (size_t)(cursor.end - cursor.at));
		size_t schema_bytes = statement->target.length_bytes;

		script_next_word(&cursor, &word);
		if (word.text[0] == '\0')
			return;
		/* A doubled quote is two words side by side. */
		while (*start == '"' && cursor.at < cursor.end && *cursor.at == '"')
			script_next_word(&cursor, &word);
		append_raw_piece(&statement->target, start, (size_t)(cursor.at - start));
		if (!take_if(&cursor, "."))
			return;
		if (statement->has_schema)
		{
			cleanup_text struct text last = TEXT_EMPTY;

			text_append(&last, text_bytes(&statement->target) + schema_bytes);
			text_clear(&statement->target);
			text_append(&statement->target, text_bytes(&last));
		}
		text_append_char(&statement->target, '.');
		statement->has_schema = true;
	}
}

/* setval('name', 3) and setval('name', 3, true), as pg_dump writes them, would set a counter back. */
static void
read_setval(struct script_cursor cursor, struct data_statement *statement)
{
	struct script_cursor name = cursor;
	struct script_word word;

	statement->is_sequence = true;
	name.at += statement_blank_bytes(name.at, (size_t)(name.end - name.at));
	script_next_word(&cursor, &word);
	if (word.text[0] != '\'' || cursor.at - name.at < 2)
		return;
	name.at++;
	name.end = cursor.at - 1;
	take_target(name, statement);
	if (!take_if(&cursor, ","))
		return;
	script_next_word(&cursor, &word);
	if (isdigit((unsigned char)word.text[0]) != 0)
		statement->kind = DATA_ADDED;
}

static const struct data_rule *
find_data_rule(const char *text, size_t length_bytes)
{
	struct script_cursor cursor = {.at = text, .end = text + length_bytes};
	struct script_word first;

	script_next_word(&cursor, &first);
	for (size_t index = 0; index < COUNT_OF(data_rules); index++)
	{
		const char *words = data_rules[index].words;
		size_t length = strcspn(words, " ");

		if (strncmp(words, first.text, length) == 0 && first.text[length] == '\0' &&
		    statement_begins(text, length_bytes, words))
			return &data_rules[index];
	}
	return NULL;
}

void
data_statement_free(struct data_statement *statement)
{
	text_free(&statement->target);
}

void
data_statement_read(const char *text, size_t length_bytes, struct data_statement *statement)
{
	const struct data_rule *rule = find_data_rule(text, length_bytes);
	struct script_cursor cursor = {.at = text, .end = text + length_bytes};

	*statement = (struct data_statement){.kind = rule != NULL ? rule->kind : DATA_NONE};
	if (rule == NULL || rule->before_target == NULL)
		return;
	skip_rule_words(&cursor, rule->before_target);
	if (rule->is_setval)
		read_setval(cursor, statement);
	else
		take_target(cursor, statement);
}

bool
data_statement_guards_itself(const char *text, size_t length_bytes)
{
	struct script_cursor cursor = {.at = text, .end = text + length_bytes};
	struct script_word before = {""};
	struct script_word word;

	for (script_next_word(&cursor, &word); word.text[0] != '\0'; script_next_word(&cursor, &word))
	{
		if (script_word_is(&word, "except") ||
		    (script_word_is(&before, "on") && script_word_is(&word, "conflict")) ||
		    (script_word_is(&before, "not") &&
		     (script_word_is(&word, "exists") || script_word_is(&word, "in"))))
			return true;
		before = word;
	}
	return false;
}
