#include "domain/destroying_statement.h"

#include <ctype.h>

#include "base/count_of.h"
#include "base/text.h"
#include "domain/script.h"
#include "domain/script_word.h"

struct destroying_rule
{
	const char *words[3]; /* that the statement begins with */
	const char *kind;
	bool is_of_schema; /* its names are qualified with one */
};

static const struct destroying_rule destroying_rules[] = {
	{{"drop", "table"}, "table", true},
	{{"drop", "materialized", "view"}, "materialized view", true},
	{{"drop", "schema"}, "schema", false},
	{{"drop", "database"}, "database", false},
	{{"truncate", "table"}, "table", true},
	{{"truncate"}, "table", true},
};

static void
skip_words_before_name(struct script_cursor *cursor)
{
	if (script_take_word(cursor, "if"))
		(void)script_take_word(cursor, "exists");
	(void)script_take_word(cursor, "only");
}

/* A piece of a name as PostgreSQL prints it: in quotes only where it needs them. */
static void
append_piece(struct text *name, const char *piece, size_t length)
{
	bool is_quoted = length >= 2 && piece[0] == '"' && piece[length - 1] == '"';
	const char *inner = is_quoted ? piece + 1 : piece;
	size_t inner_length = is_quoted ? length - 2 : length;
	bool is_plain = inner_length > 0 && !isdigit((unsigned char)inner[0]);

	for (size_t at = 0; is_quoted && at < inner_length; at++)
		is_plain = is_plain && (islower((unsigned char)inner[at]) ||
		                        isdigit((unsigned char)inner[at]) || inner[at] == '_');
	if (is_quoted && !is_plain)
	{
		text_append_bytes(name, piece, length);
		return;
	}
	for (size_t at = 0; at < inner_length; at++)
	{
		char letter = inner[at];

		if (!is_quoted)
			letter = (char)tolower((unsigned char)letter);
		text_append_char(name, letter);
	}
}

/* Takes one name with its dots; how many pieces it had. */
static size_t
take_object_name(struct script_cursor *cursor, struct text *name)
{
	size_t piece_count = 0;

	do
	{
		struct script_word word;
		const char *start =
			cursor->at + statement_blank_bytes(cursor->at, (size_t)(cursor->end - cursor->at));

		script_next_word(cursor, &word);
		if (word.text[0] == '\0')
			break;
		if (piece_count > 0)
			text_append_char(name, '.');
		append_piece(name, start, (size_t)(cursor->at - start));
		piece_count++;
	} while (script_take_word(cursor, "."));
	return piece_count;
}

/* schema NULL: the name stands for itself. */
static bool
take_name_into(struct script_cursor *cursor, const char *schema, struct name_list *names)
{
	cleanup_text struct text name = TEXT_EMPTY;
	size_t piece_count = take_object_name(cursor, &name);

	if (piece_count == 1 && schema != NULL)
	{
		cleanup_text struct text qualified = TEXT_EMPTY;

		text_append_format(&qualified, "%s.%s", schema, text_bytes(&name));
		name_list_append(names, text_bytes(&qualified));
	}
	else if (piece_count > 0)
		name_list_append(names, text_bytes(&name));
	return piece_count > 0;
}

static void
take_names_into(struct script_cursor cursor, const char *schema, struct name_list *names)
{
	do
	{
		skip_words_before_name(&cursor);
		if (!take_name_into(&cursor, schema, names))
			return;
		(void)script_take_word(&cursor, "*");
	} while (script_take_word(&cursor, ","));
}

static bool
begins_with(struct script_cursor *cursor, const struct destroying_rule *rule)
{
	struct script_cursor ahead = *cursor;

	for (size_t at = 0; at < COUNT_OF(rule->words); at++)
	{
		if (rule->words[at] != NULL && !script_take_word(&ahead, rule->words[at]))
			return false;
	}
	*cursor = ahead;
	return true;
}

static bool
has_word(struct script_cursor cursor, const char *wanted)
{
	struct script_word word;

	do
	{
		script_next_word(&cursor, &word);
		if (script_word_is(&word, wanted))
			return true;
	} while (word.text[0] != '\0');
	return false;
}

static bool
read_delete(struct script_cursor cursor, const char *schema, struct name_list *names)
{
	if (!script_take_word(&cursor, "delete") || !script_take_word(&cursor, "from") ||
	    has_word(cursor, "where"))
		return false;
	skip_words_before_name(&cursor);
	return take_name_into(&cursor, schema, names);
}

/* What else an action of ALTER TABLE may drop. */
static bool
drops_no_column(struct script_cursor cursor)
{
	static const char *const others[] = {"constraint", "default", "not", "expression", "identity"};

	for (size_t index = 0; index < COUNT_OF(others); index++)
	{
		if (script_take_word(&cursor, others[index]))
			return true;
	}
	return false;
}

static bool
read_alter_table(struct script_cursor cursor, const char *schema, struct name_list *names)
{
	cleanup_name_list struct name_list table = {0};
	struct script_word word;

	if (!script_take_word(&cursor, "alter") || !script_take_word(&cursor, "table"))
		return false;
	skip_words_before_name(&cursor);
	if (!take_name_into(&cursor, schema, &table))
		return false;
	do
	{
		script_next_word(&cursor, &word);
		if (!script_word_is(&word, "drop") || drops_no_column(cursor))
			continue;
		(void)script_take_word(&cursor, "column");
		skip_words_before_name(&cursor);
		(void)take_name_into(&cursor, table.items[0], names);
	} while (word.text[0] != '\0');
	return names->count > 0;
}

/* At the statement's beginning, and nowhere else in it. */
static bool
read_whole(struct script_cursor start, const char *schema, struct destroying_statement *statement)
{
	for (size_t index = 0; index < COUNT_OF(destroying_rules); index++)
	{
		const struct destroying_rule *rule = &destroying_rules[index];
		struct script_cursor cursor = start;

		if (!begins_with(&cursor, rule))
			continue;
		statement->kind = rule->kind;
		take_names_into(cursor, rule->is_of_schema ? schema : NULL, &statement->names);
		return true;
	}
	statement->kind = "table";
	if (read_delete(start, schema, &statement->names))
		return true;
	statement->kind = "column";
	return read_alter_table(start, schema, &statement->names);
}

/* DO, whose body is a text, and what may hold another statement in parentheses or behind its words. */
static bool
holds_statements(struct script_cursor cursor)
{
	static const char *const words[] = {"do", "with", "explain"};

	for (size_t index = 0; index < COUNT_OF(words); index++)
	{
		if (script_take_word(&cursor, words[index]))
			return true;
	}
	return false;
}

/* Up to the semicolon or the parenthesis that ends what begins here. */
static const char *
end_of_inner(struct script_cursor cursor)
{
	int depth = 0;

	for (; cursor.at < cursor.end && *cursor.at != ';'; cursor.at++)
	{
		depth += (*cursor.at == '(') - (*cursor.at == ')');
		if (depth < 0)
			break;
	}
	return cursor.at;
}

static bool
is_part_of_word(char letter)
{
	return isalnum((unsigned char)letter) || letter == '_' || (unsigned char)letter >= 0x80;
}

/* Every word begins a statement, for all that is known: also one in a string that is executed. */
static bool
read_inner(struct script_cursor cursor, const char *schema, struct destroying_statement *statement)
{
	const char *start = cursor.at;

	for (; script_skip_blank(&cursor), cursor.at < cursor.end; cursor.at++)
	{
		struct script_cursor inner = cursor;

		if (!isalpha((unsigned char)*cursor.at) ||
		    (cursor.at > start && is_part_of_word(cursor.at[-1])))
			continue;
		inner.end = end_of_inner(cursor);
		if (read_whole(inner, schema, statement) && statement->names.count > 0)
			return true;
		name_list_free(&statement->names);
		statement->names = (struct name_list){0};
	}
	return false;
}

bool
destroying_statement_read(const char *text, size_t length_bytes, const char *schema,
                          struct destroying_statement *statement)
{
	const struct script_cursor start = {.at = text, .end = text + length_bytes};

	*statement = (struct destroying_statement){.kind = "table"};
	return read_whole(start, schema, statement) ||
	       (holds_statements(start) && read_inner(start, schema, statement));
}
