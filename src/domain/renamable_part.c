#include "domain/renamable_part.h"

#include "base/count_of.h"
#include "base/text.h"

/* Words that no column has as its name where a table is defined. */
static const char *const unnamed_words[] = {"primary", "unique", "check", "foreign", "like", "not"};

static bool
is_unnamed_constraint(struct script_cursor cursor)
{
	if (script_take_word(&cursor, "exclude"))
		return script_take_word(&cursor, "using") || script_take_word(&cursor, "(");
	for (size_t index = 0; index < COUNT_OF(unnamed_words); index++)
	{
		if (script_take_word(&cursor, unnamed_words[index]))
			return true;
	}
	return false;
}

/* Takes the name behind CONSTRAINT. */
static void
append_constraint(struct script_cursor *cursor, const char *at, enum renamable_kind kind,
                  struct renamable_list *list)
{
	char *name = script_take_identifier(cursor);

	renamable_list_append(list, name != NULL ? kind : RENAMABLE_NONE, at, name);
}

/* Up to a comma, or the parenthesis that closes the list; takes neither. */
static void
read_rest(struct script_cursor *cursor, enum renamable_kind constraint_kind,
          struct renamable_list *list)
{
	int bracket_depth = 0;

	for (;;)
	{
		struct script_cursor ahead = *cursor;
		struct script_word word;

		script_skip_blank(&ahead);

		const char *at = ahead.at;

		script_next_word(&ahead, &word);
		if (word.text[0] == '\0' || word.text[0] == ')' ||
		    (word.text[0] == ',' && bracket_depth == 0))
			return;
		bracket_depth += (word.text[0] == '[') - (word.text[0] == ']');
		*cursor = ahead;
		if (word.text[0] == '(')
			script_skip_list(cursor);
		if (!script_word_is(&word, "constraint"))
			continue;
		append_constraint(cursor, at, constraint_kind, list);
		list->items[list->count - 1].is_inside_column = true;
	}
}

/* A column or a constraint, and what follows its name. */
static void
read_element(struct script_cursor *cursor, const char *at, enum renamable_kind kind,
             struct renamable_list *list)
{
	if (script_take_word(cursor, "constraint"))
		append_constraint(cursor, at, RENAMABLE_CONSTRAINT, list);
	else if (is_unnamed_constraint(*cursor))
		renamable_list_append(list, RENAMABLE_NONE, at, NULL);
	else
	{
		char *name = script_take_identifier(cursor);

		renamable_list_append(list, name != NULL ? kind : RENAMABLE_NONE, at, name);
	}
	read_rest(cursor, RENAMABLE_CONSTRAINT, list);
}

void
renamable_part_read_columns(struct script_cursor *cursor, enum renamable_kind kind,
                            struct renamable_list *list)
{
	do
	{
		script_skip_blank(cursor);
		read_element(cursor, cursor->at, kind, list);
	} while (script_take_word(cursor, ","));
	(void)script_take_word(cursor, ")");
}

/* What stands between the quotes, of which two are one. */
static char *
unquoted_label(const char *start, const char *end)
{
	struct text label = TEXT_EMPTY;

	text_append(&label, "");
	for (const char *at = start + 1; at < end - 1; at++)
	{
		text_append_char(&label, *at);
		at += at[0] == '\'' && at[1] == '\'';
	}
	return text_steal(&label);
}

void
renamable_part_read_labels(struct script_cursor *cursor, struct renamable_list *list)
{
	do
	{
		struct script_word word;

		script_skip_blank(cursor);

		const char *at = cursor->at;

		if (script_take_word(cursor, ")"))
			return;
		do
			script_next_word(cursor, &word);
		while (cursor->at < cursor->end && *cursor->at == '\''); /* a doubled quote */
		if (*at == '\'' && cursor->at - at >= 2)
			renamable_list_append(list, RENAMABLE_LABEL, at, unquoted_label(at, cursor->at));
		else
			renamable_list_append(list, RENAMABLE_NONE, at, NULL);
	} while (script_take_word(cursor, ","));
	(void)script_take_word(cursor, ")");
}

static void
read_action(struct script_cursor *cursor, enum renamable_kind constraint_kind,
            struct renamable_list *list)
{
	script_skip_blank(cursor);

	const char *at = cursor->at;

	if (!script_take_word(cursor, "add"))
	{
		renamable_list_append(list, RENAMABLE_NONE, at, NULL);
		read_rest(cursor, constraint_kind, list);
		return;
	}
	if (script_take_word(cursor, "constraint"))
	{
		append_constraint(cursor, at, constraint_kind, list);
		read_rest(cursor, constraint_kind, list);
		return;
	}
	if (script_take_word(cursor, "column") && script_take_word(cursor, "if"))
	{
		(void)script_take_word(cursor, "not");
		(void)script_take_word(cursor, "exists");
	}
	read_element(cursor, at,
	             constraint_kind == RENAMABLE_CONSTRAINT ? RENAMABLE_COLUMN : RENAMABLE_NONE, list);
}

void
renamable_part_read_actions(struct script_cursor *cursor, enum renamable_kind constraint_kind,
                            struct renamable_list *list)
{
	do
		read_action(cursor, constraint_kind, list);
	while (script_take_word(cursor, ","));
}

void
renamable_part_read_constraints(struct script_cursor *cursor, enum renamable_kind constraint_kind,
                                struct renamable_list *list)
{
	read_rest(cursor, constraint_kind, list);
}
