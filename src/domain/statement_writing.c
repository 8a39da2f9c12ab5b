#include "domain/statement_writing.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/count_of.h"
#include "base/memory.h"

struct writing_verb
{
	const char *words[2]; /* what the table's name follows */
	bool takes_several;
};

static const struct writing_verb writing_verbs[] = {
	{{"insert", "into"}, false},   {{"update"}, false},
	{{"delete", "from"}, false},   {{"merge", "into"}, false},
	{{"truncate", "table"}, true}, {{"truncate"}, true},
	{{"copy", "binary"}, false},   {{"copy"}, false},
};

static bool
take_verb(struct script_cursor *cursor, const struct writing_verb *verb)
{
	struct script_cursor ahead = *cursor;

	if (!script_take_word(&ahead, verb->words[0]) ||
	    (verb->words[1] != NULL && !script_take_word(&ahead, verb->words[1])))
		return false;
	*cursor = ahead;
	return true;
}

/* Takes words outside of parentheses until one of these, which it takes; false at the end. */
static bool
find_word(struct script_cursor *cursor, const char *wanted)
{
	struct script_word word;

	for (;;)
	{
		script_next_word(cursor, &word);
		if (word.text[0] == '\0' || word.text[0] == ')')
			return false;
		if (script_word_is(&word, wanted))
			return true;
		if (word.text[0] == '(')
			script_skip_list(cursor);
	}
}

/* A table that is joined may be called conflict, too. */
static bool
has_on_conflict(struct script_cursor cursor)
{
	while (find_word(&cursor, "on"))
	{
		struct script_cursor behind = cursor;

		if (script_take_word(&behind, "conflict") &&
		    (script_take_word(&behind, "do") || script_take_word(&behind, "on") ||
		     script_take_word(&behind, "(")))
			return true;
	}
	return false;
}

static void
take_tables(struct script_cursor *cursor, bool takes_several, struct statement_writing *writing)
{
	struct script_name table;

	do
	{
		(void)script_take_word(cursor, "only");
		if (!script_take_name(cursor, &table))
			return;
		*ARRAY_ADD(writing->objects, writing->object_count) = table;
		(void)script_take_word(cursor, "*");
	} while (takes_several && script_take_word(cursor, ","));
}

/* Whether what stands here writes tables; *is_repeatable only ever becomes false. */
static bool
read_write(struct script_cursor cursor, struct statement_writing *writing, bool *is_repeatable)
{
	for (size_t index = 0; index < COUNT_OF(writing_verbs); index++)
	{
		const struct writing_verb *verb = &writing_verbs[index];

		if (!take_verb(&cursor, verb))
			continue;
		take_tables(&cursor, verb->takes_several, writing);
		*is_repeatable = *is_repeatable && index == 0 && has_on_conflict(cursor);
		return true;
	}
	return false;
}

/* They name columns, and two values: SEARCH ... SET a CYCLE ... SET b TO v DEFAULT w USING c. */
static void
skip_search_and_cycle(struct script_cursor *cursor)
{
	static const char *const before_a_word[] = {"to", "default", "using"};
	struct script_word word;

	if (script_take_word(cursor, "search") && find_word(cursor, "set"))
		script_next_word(cursor, &word);
	if (!script_take_word(cursor, "cycle") || !find_word(cursor, "set"))
		return;
	script_next_word(cursor, &word);
	for (size_t index = 0; index < COUNT_OF(before_a_word); index++)
	{
		if (script_take_word(cursor, before_a_word[index]))
			script_next_word(cursor, &word);
	}
}

/*
 * Moves behind WITH and its queries, to the statement that uses them. Reads those that write;
 * whether there is one.
 */
static bool
read_with(struct script_cursor *cursor, struct statement_writing *writing, bool *is_repeatable)
{
	bool writes = false;

	if (!script_take_word(cursor, "with"))
		return false;
	(void)script_take_word(cursor, "recursive");
	do
	{
		cleanup_script_name struct script_name name;

		if (!script_take_name(cursor, &name))
			return writes;
		if (script_take_word(cursor, "("))
			script_skip_list(cursor);
		(void)script_take_word(cursor, "as");
		(void)script_take_word(cursor, "not");
		(void)script_take_word(cursor, "materialized");
		if (!script_take_word(cursor, "("))
			return writes;
		writes |= read_write(*cursor, writing, is_repeatable);
		script_skip_list(cursor);
		skip_search_and_cycle(cursor);
	} while (script_take_word(cursor, ","));
	return writes;
}

/* The first argument: all of it, and the name that it is if it is a string. */
static void
read_sequence(struct script_cursor cursor, struct statement_writing *writing)
{
	struct script_word word;
	struct script_name name;

	script_skip_blank(&cursor);

	const char *start = cursor.at;
	const char *end = start;

	do
	{
		script_skip_blank(&cursor);
		if (cursor.at == cursor.end || *cursor.at == ',' || *cursor.at == ')')
			break;
		script_next_word(&cursor, &word);
		if (word.text[0] == '(')
			script_skip_list(&cursor);
		end = cursor.at;
	} while (word.text[0] != '\0');
	writing->sequence = memory_copy_bytes(start, (size_t)(end - start));
	if (end == start || *start != '\'')
		return;
	cursor = (struct script_cursor){start, end};
	script_next_word(&cursor, &word);
	cursor = (struct script_cursor){start + 1, cursor.at - 1};
	if (script_take_name(&cursor, &name))
		*ARRAY_ADD(writing->objects, writing->object_count) = name;
}

static enum statement_role
read_select(struct script_cursor cursor, struct statement_writing *writing)
{
	struct script_cursor called = cursor;

	if (script_take_word(&called, "pg_catalog"))
		(void)script_take_word(&called, ".");
	if (script_take_word(&called, "set_config"))
		return ROLE_SESSION;
	if ((script_take_word(&called, "setval") || script_take_word(&called, "nextval")) &&
	    script_take_word(&called, "("))
	{
		read_sequence(called, writing);
		return ROLE_DATA_NEW_SEQUENCE;
	}
	if (!find_word(&cursor, "into") || script_take_word(&cursor, "temp") ||
	    script_take_word(&cursor, "temporary"))
		return ROLE_CALL_ONCE;
	return ROLE_DEFINES;
}

/* COPY of the session's own data has its class. */
static bool
copies_file(struct script_cursor cursor)
{
	struct script_cursor from = cursor;

	if (!script_take_word(&cursor, "copy"))
		return false;
	if (!find_word(&from, "from"))
	{
		from = cursor;
		if (!find_word(&from, "to"))
			return false;
	}
	return !script_take_word(&from, "stdin") && !script_take_word(&from, "stdout");
}

void
statement_writing_read(struct script_cursor cursor, enum statement_role *role,
                       struct statement_writing *writing)
{
	bool is_repeatable = true;
	bool writes = false;

	if (*role != ROLE_DATA_NEW_TABLE && *role != ROLE_CALL_ONCE)
		return;
	writing->reads_or_writes_file = copies_file(cursor);
	while (script_take_word(&cursor, "("))
		continue;
	writes = read_with(&cursor, writing, &is_repeatable);
	if (*role == ROLE_DATA_NEW_TABLE || !script_take_word(&cursor, "copy"))
		writes |= read_write(cursor, writing, &is_repeatable);
	if (writes)
		*role = is_repeatable ? ROLE_DATA_ALWAYS : ROLE_DATA_NEW_TABLE;
	else if (script_take_word(&cursor, "select"))
		*role = read_select(cursor, writing);
}

void
statement_writing_free(struct statement_writing *writing)
{
	for (size_t index = 0; index < writing->object_count; index++)
		script_name_free(&writing->objects[index]);
	free(writing->objects);
	free(writing->sequence);
	*writing = (struct statement_writing){.objects = NULL};
}
