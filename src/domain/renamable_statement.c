#include "domain/renamable_statement.h"

#include <stdlib.h>

#include "base/count_of.h"
#include "base/memory.h"
#include "domain/renamable_part.h"

struct made_kind
{
	const char *words[2]; /* behind CREATE and its adjectives */
	enum renamable_kind kind;
};

static const struct made_kind made_kinds[] = {
	{{"schema"}, RENAMABLE_SCHEMA},
	{{"table"}, RENAMABLE_TABLE},
	{{"foreign", "table"}, RENAMABLE_FOREIGN_TABLE},
	{{"view"}, RENAMABLE_VIEW},
	{{"materialized", "view"}, RENAMABLE_MATERIALIZED_VIEW},
	{{"sequence"}, RENAMABLE_SEQUENCE},
	{{"type"}, RENAMABLE_TYPE},
	{{"domain"}, RENAMABLE_DOMAIN},
	{{"function"}, RENAMABLE_FUNCTION},
	{{"procedure"}, RENAMABLE_PROCEDURE},
	{{"aggregate"}, RENAMABLE_AGGREGATE},
	{{"index"}, RENAMABLE_INDEX},
};

static const char *const adjectives[] = {
	"or", "replace", "temp", "temporary", "unlogged", "recursive", "unique", "global", "local",
};

static bool
take_adjective(struct script_cursor *cursor)
{
	for (size_t index = 0; index < COUNT_OF(adjectives); index++)
	{
		if (script_take_word(cursor, adjectives[index]))
			return true;
	}
	return false;
}

static enum renamable_kind
take_made_kind(struct script_cursor *cursor)
{
	while (take_adjective(cursor))
		continue;
	for (size_t index = 0; index < COUNT_OF(made_kinds); index++)
	{
		const struct made_kind *made = &made_kinds[index];
		struct script_cursor ahead = *cursor;

		if (!script_take_word(&ahead, made->words[0]) ||
		    (made->words[1] != NULL && !script_take_word(&ahead, made->words[1])))
			continue;
		*cursor = ahead;
		return made->kind;
	}
	return RENAMABLE_NONE;
}

static void
skip_if_exists(struct script_cursor *cursor)
{
	if (!script_take_word(cursor, "if"))
		return;
	(void)script_take_word(cursor, "not");
	(void)script_take_word(cursor, "exists");
}

/* One argument without its default; line comments do not come along. */
static void
append_argument(struct script_cursor *cursor, struct text *arguments)
{
	const char *separator = "";
	int depth = 0;
	bool is_default = false;

	for (;;)
	{
		struct script_cursor ahead = *cursor;
		struct script_word word;

		script_skip_blank(&ahead);

		const char *at = ahead.at;

		script_next_word(&ahead, &word);
		if (word.text[0] == '\0' || (depth == 0 && (word.text[0] == ',' || word.text[0] == ')')))
			return;
		depth += (word.text[0] == '(' || word.text[0] == '[') -
		         (word.text[0] == ')' || word.text[0] == ']');
		is_default |=
			depth == 0 && (script_word_is(&word, "default") || script_word_is(&word, "="));
		if (!is_default)
		{
			if (at > cursor->at)
				text_append(arguments, separator);
			text_append_bytes(arguments, at, (size_t)(ahead.at - at));
		}
		separator = " ";
		*cursor = ahead;
	}
}

/* NULL if there is no list. */
static char *
take_arguments(struct script_cursor *cursor)
{
	struct text arguments = TEXT_EMPTY;

	if (!script_take_word(cursor, "("))
		return NULL;
	text_append_char(&arguments, '(');
	append_argument(cursor, &arguments);
	while (script_take_word(cursor, ","))
	{
		text_append(&arguments, ", ");
		append_argument(cursor, &arguments);
	}
	text_append_char(&arguments, ')');
	(void)script_take_word(cursor, ")");
	return text_steal(&arguments);
}

/* PARTITION OF and OF come before the list of a table's columns. */
static void
read_columns(struct script_cursor *cursor, struct renamable_list *list)
{
	struct script_name name;

	(void)script_take_word(cursor, "partition");
	if (script_take_word(cursor, "of") && script_take_name(cursor, &name))
		script_name_free(&name);
	if (!script_take_word(cursor, "("))
		return;
	list->body = cursor->at;
	renamable_part_read_columns(cursor, RENAMABLE_COLUMN, list);
	list->body_end = cursor->at;
}

static void
read_made_type(struct script_cursor *cursor, struct renamable_list *list)
{
	(void)script_take_word(cursor, "as");

	bool is_enum = script_take_word(cursor, "enum");

	if (!script_take_word(cursor, "("))
		return;
	list->body = cursor->at;
	if (is_enum)
		renamable_part_read_labels(cursor, list);
	else
		renamable_part_read_columns(cursor, RENAMABLE_ATTRIBUTE, list);
	list->body_end = cursor->at;
}

/* Parts have the schema and the name of what they are parts of. */
static void
give_relation(struct renamable_list *list, size_t first, const struct script_name *relation)
{
	for (size_t index = first; index < list->count; index++)
	{
		list->items[index].name.schema = memory_copy_text_or_null(relation->schema);
		list->items[index].relation = memory_copy_text(relation->name);
	}
}

static void
read_parts(struct script_cursor *cursor, struct renamable_list *list)
{
	struct script_name relation = list->items[0].name;

	switch (list->items[0].kind)
	{
		case RENAMABLE_TABLE:
		case RENAMABLE_FOREIGN_TABLE:
			read_columns(cursor, list);
			break;
		case RENAMABLE_TYPE:
			read_made_type(cursor, list);
			break;
		case RENAMABLE_DOMAIN:
			list->body = cursor->at;
			renamable_part_read_constraints(cursor, RENAMABLE_DOMAIN_CONSTRAINT, list);
			break;
		default:
			break;
	}
	give_relation(list, 1, &relation);
}

/* The schema is that of the table; an index that the statement does not name is none. */
static void
read_index(struct script_cursor *cursor, const char *at, struct renamable_list *list)
{
	struct script_name name;
	struct script_name table;

	if (script_take_word(cursor, "on") || !script_take_name(cursor, &name))
		return;
	renamable_list_append(list, RENAMABLE_INDEX, at, name.name);
	list->items[0].name.schema = name.schema;
	(void)script_take_word(cursor, "on");
	(void)script_take_word(cursor, "only");
	if (!script_take_name(cursor, &table))
		return;
	free(list->items[0].name.schema);
	list->items[0].name.schema = table.schema;
	free(table.name);
}

static void
read_made(struct script_cursor *cursor, struct renamable_list *list)
{
	enum renamable_kind kind = take_made_kind(cursor);
	struct script_name name;

	if (kind == RENAMABLE_NONE)
		return;
	list->has_whole = true;
	if (kind == RENAMABLE_INDEX)
		(void)script_take_word(cursor, "concurrently");
	skip_if_exists(cursor);
	script_skip_blank(cursor);

	const char *at = cursor->at;

	if (kind == RENAMABLE_INDEX)
	{
		read_index(cursor, at, list);
		return;
	}
	if ((kind == RENAMABLE_SCHEMA && script_take_word(cursor, "authorization")) ||
	    !script_take_name(cursor, &name))
		return;
	renamable_list_append(list, kind, at, name.name);
	list->items[0].name.schema = name.schema;
	if (renamable_is_routine(kind))
		list->items[0].arguments = take_arguments(cursor);
	read_parts(cursor, list);
}

static void
read_alter(struct script_cursor *cursor, struct renamable_list *list)
{
	cleanup_script_name struct script_name relation = {NULL, NULL};
	enum renamable_kind kind = take_made_kind(cursor);

	if (kind != RENAMABLE_TABLE && kind != RENAMABLE_FOREIGN_TABLE && kind != RENAMABLE_DOMAIN)
		return;
	skip_if_exists(cursor);
	(void)script_take_word(cursor, "only");
	if (!script_take_name(cursor, &relation))
		return;
	(void)script_take_word(cursor, "*");
	list->body = cursor->at;
	renamable_part_read_actions(
		cursor, kind == RENAMABLE_DOMAIN ? RENAMABLE_DOMAIN_CONSTRAINT : RENAMABLE_CONSTRAINT,
		list);
	give_relation(list, 0, &relation);
}

void
renamable_statement_read(const char *statement, size_t length_bytes, struct renamable_list *list)
{
	struct script_cursor cursor = {statement, statement + length_bytes};

	*list = (struct renamable_list){.end = cursor.end};
	if (script_take_word(&cursor, "create"))
		read_made(&cursor, list);
	else if (script_take_word(&cursor, "alter"))
		read_alter(&cursor, list);
}
