#include "domain/object_rename.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/name_list.h"

struct rename_kind_row
{
	const char *whole; /* behind ALTER */
	const char *part;  /* behind RENAME; NULL for what stands for itself */
};

static const struct rename_kind_row rename_kinds[] = {
	[RENAMABLE_NONE] = {"object", NULL},
	[RENAMABLE_SCHEMA] = {"schema", NULL},
	[RENAMABLE_TABLE] = {"table", NULL},
	[RENAMABLE_FOREIGN_TABLE] = {"foreign table", NULL},
	[RENAMABLE_VIEW] = {"view", NULL},
	[RENAMABLE_MATERIALIZED_VIEW] = {"materialized view", NULL},
	[RENAMABLE_SEQUENCE] = {"sequence", NULL},
	[RENAMABLE_TYPE] = {"type", NULL},
	[RENAMABLE_DOMAIN] = {"domain", NULL},
	[RENAMABLE_FUNCTION] = {"function", NULL},
	[RENAMABLE_PROCEDURE] = {"procedure", NULL},
	[RENAMABLE_AGGREGATE] = {"aggregate", NULL},
	[RENAMABLE_INDEX] = {"index", NULL},
	[RENAMABLE_COLUMN] = {"table", "column"},
	[RENAMABLE_CONSTRAINT] = {"table", "constraint"},
	[RENAMABLE_ATTRIBUTE] = {"type", "attribute"},
	[RENAMABLE_LABEL] = {"type", "value"},
	[RENAMABLE_DOMAIN_CONSTRAINT] = {"domain", "constraint"},
};

static const char misspelt[] = "is a misspelt annotation";
static const char moves[] = "would move what it is about: only a name can have changed";
static const char same[] = "names what the object is called now";

/* What stands between single quotes, or double ones, or without. */
static char *
read_label(struct script_cursor old)
{
	struct text label = TEXT_EMPTY;
	bool is_quoted = *old.at == '\'' || *old.at == '"';
	char quote = *old.at;

	text_append(&label, "");
	size_t quote_bytes = is_quoted ? 1 : 0;

	for (const char *at = old.at + quote_bytes; at < old.end - quote_bytes; at++)
	{
		text_append_char(&label, *at);
		at += is_quoted && at[0] == quote && at[1] == quote;
	}
	return text_steal(&label);
}

static const char *
read_old(const struct renamable *renamable, struct script_cursor old, struct script_name *name)
{
	const char *schema = renamable->name.schema;

	if (renamable->kind == RENAMABLE_LABEL)
		*name = (struct script_name){.name = read_label(old)};
	else if (!script_take_name(&old, name))
		return misspelt;
	else if (name->schema != NULL &&
	         (renamable->relation != NULL || renamable->kind == RENAMABLE_SCHEMA ||
	          (schema != NULL && !name_is(schema, name->schema))))
		return moves;
	return name_is(name->name, renamable->name.name) ? same : NULL;
}

static void
append_label(struct text *text, const char *value)
{
	text_append_char(text, '\'');
	for (; *value != '\0'; value++)
	{
		if (*value == '\'')
			text_append_char(text, '\'');
		text_append_char(text, *value);
	}
	text_append_char(text, '\'');
}

static void
append_whole(struct text *text, const struct object_rename *rename)
{
	const struct script_name whole = {
		.schema = rename->schema,
		.name = rename->relation != NULL ? rename->relation : rename->old_name,
	};

	script_name_append(text, &whole);
}

static char *
statement_of(const struct object_rename *rename)
{
	const struct rename_kind_row *row = &rename_kinds[rename->kind];
	struct text statement = TEXT_EMPTY;

	text_append_format(&statement, "alter %s ", row->whole);
	append_whole(&statement, rename);
	text_append(&statement, rename->arguments != NULL ? rename->arguments : "");
	text_append(&statement, " rename ");
	if (rename->kind == RENAMABLE_LABEL)
	{
		text_append(&statement, "value ");
		append_label(&statement, rename->old_name);
		text_append(&statement, " to ");
		append_label(&statement, rename->new_name);
		return text_steal(&statement);
	}
	if (row->part != NULL)
	{
		text_append_format(&statement, "%s ", row->part);
		script_identifier_append(&statement, rename->old_name);
		text_append_char(&statement, ' ');
	}
	text_append(&statement, "to ");
	script_identifier_append(&statement, rename->new_name);
	return text_steal(&statement);
}

const char *
object_rename_append(const struct renamable *renamable, struct script_cursor old,
                     struct object_rename_list *list)
{
	cleanup_script_name struct script_name name = {NULL, NULL};
	const char *why = read_old(renamable, old, &name);
	const char *schema = renamable->name.schema != NULL ? renamable->name.schema : name.schema;

	if (why != NULL)
		return why;

	struct object_rename rename = {
		.kind = renamable->kind,
		.schema = memory_copy_text_or_null(schema),
		.relation = memory_copy_text_or_null(renamable->relation),
		.arguments = memory_copy_text_or_null(renamable->arguments),
		.old_name = memory_copy_text(name.name),
		.new_name = memory_copy_text(renamable->name.name),
	};

	rename.statement = statement_of(&rename);
	*ARRAY_ADD(list->items, list->count) = rename;
	return NULL;
}

static void
write_again(struct object_rename *rename)
{
	free(rename->statement);
	rename->statement = statement_of(rename);
}

void
object_rename_qualify(struct object_rename *rename, const char *schema)
{
	if (rename->schema != NULL || rename->kind == RENAMABLE_SCHEMA)
		return;
	rename->schema = memory_copy_text(schema);
	write_again(rename);
}

void
object_rename_set_arguments(struct object_rename *rename, const char *arguments)
{
	free(rename->arguments);
	rename->arguments = memory_copy_text(arguments);
	write_again(rename);
}

char *
object_rename_whole(const struct object_rename *rename)
{
	struct text whole = TEXT_EMPTY;

	append_whole(&whole, rename);
	return text_steal(&whole);
}

const char *
object_rename_kind(const struct object_rename *rename)
{
	const struct rename_kind_row *row = &rename_kinds[rename->kind];

	return row->part != NULL ? row->part : row->whole;
}

static int
rank_of(const struct object_rename *rename)
{
	if (rename->kind == RENAMABLE_SCHEMA)
		return 0;
	return rename->relation == NULL ? 1 : 2;
}

/* Whether one takes away the name that the other is to have. */
static bool
makes_room(const struct object_rename *rename, const struct object_rename *other)
{
	return rename->kind == other->kind && text_is_same(rename->schema, other->schema) &&
	       text_is_same(rename->relation, other->relation) &&
	       text_is_same(rename->arguments, other->arguments) &&
	       name_is(rename->old_name, other->new_name);
}

const struct object_rename *
object_rename_successor(const struct object_rename_list *list, const struct object_rename *rename)
{
	for (size_t index = 0; index < list->count; index++)
	{
		if (makes_room(rename, &list->items[index]))
			return &list->items[index];
	}
	return NULL;
}

static size_t
place_of(const struct object_rename_list *list, size_t index)
{
	const struct object_rename *moved = &list->items[index];
	size_t at = index;

	while (at > 0 && rank_of(&list->items[at - 1]) > rank_of(moved))
		at--;
	for (size_t other = 0; other < at; other++)
	{
		if (makes_room(moved, &list->items[other]))
			return other;
	}
	return at;
}

/* Few, and in order but for a handful: each is moved before those that come after it. */
void
object_rename_sort(struct object_rename_list *list)
{
	for (size_t index = 1; index < list->count; index++)
	{
		size_t at = place_of(list, index);
		struct object_rename moved = list->items[index];

		memmove(&list->items[at + 1], &list->items[at], (index - at) * sizeof moved);
		list->items[at] = moved;
	}
}

void
object_rename_list_free(struct object_rename_list *list)
{
	for (size_t index = 0; index < list->count; index++)
	{
		struct object_rename *rename = &list->items[index];

		free(rename->schema);
		free(rename->relation);
		free(rename->arguments);
		free(rename->old_name);
		free(rename->new_name);
		free(rename->statement);
		free(rename->old_identity);
		free(rename->new_identity);
	}
	free(list->items);
	*list = (struct object_rename_list){.items = NULL};
}
