#include "domain/rename_annotation.h"

#include <string.h>

#include "domain/renamable_statement.h"
#include "domain/rename_comment.h"
#include "domain/sql_lexeme.h"

/* The comments of a script, from its beginning to its end, and what they stand around. */
struct annotation_reader
{
	const struct script *script;
	struct object_rename_list *list;
	struct renamable_list before; /* of the statement that has ended */
	struct renamable_list made;   /* of the one that is read, or comes next */
};

static bool
fail_annotation(const struct script *script, const char *start, const char *end, const char *why,
                struct failure *failure)
{
	const char *line_end = memchr(start, '\n', (size_t)(end - start));
	size_t length_bytes = (size_t)((line_end != NULL ? line_end : end) - start);

	(void)fail(failure, FAILURE_SETTINGS, "\"%.*s\" %s", (int)length_bytes, start, why);
	script_place(script, (size_t)(start - script->text), &failure->place);
	return fail_hint(failure,
	                 "A rename is asked for by \"-- @renamed from=OLD_NAME\" on the line of the "
	                 "table, column, constraint, index, type, function, view, sequence or schema "
	                 "that has the new name, or on the line before it; an old name with other "
	                 "characters stands in double quotes.");
}

/* So does the first line of an included file, which stands behind the command that includes it. */
static bool
stands_first_on_its_line(const struct script *script, const char *before, const char *comment)
{
	for (size_t index = 0; index < script->part_count; index++)
	{
		const char *part = script->text + script->parts[index].offset_bytes;

		if (part >= before && part <= comment)
			return true;
	}
	return before == script->text || memchr(before, '\n', (size_t)(comment - before)) != NULL;
}

/*
 * before  the end of what stands before the comment
 * next    the beginning of what stands behind it
 */
static bool
read_comment(struct annotation_reader *reader, const struct script_cursor *comment,
             const char *before, const char *next, struct failure *failure)
{
	struct script_cursor old;
	enum rename_comment_kind kind = rename_comment_read(comment->at, comment->end, &old);
	bool is_first = stands_first_on_its_line(reader->script, before, comment->at);
	const char *why = NULL;

	if (kind == RENAME_COMMENT_NONE)
		return true;
	if (kind == RENAME_COMMENT_MISSPELT)
		return fail_annotation(reader->script, comment->at, comment->end,
		                       "is a misspelt annotation", failure);

	bool is_behind = reader->before.end != NULL && comment->at >= reader->before.end &&
	                 before == reader->before.end && !is_first;
	struct renamable *renamable = renamable_list_find(is_behind ? &reader->before : &reader->made,
	                                                  comment->at, is_first ? next : NULL);

	if (renamable == NULL)
		why = "is about nothing that can be renamed";
	else if (!renamable->is_annotated)
		why = object_rename_append(renamable, old, reader->list);
	if (why != NULL)
		return fail_annotation(reader->script, comment->at, comment->end, why, failure);
	if (!renamable->is_annotated)
		script_place(reader->script, (size_t)(comment->at - reader->script->text),
		             &reader->list->items[reader->list->count - 1].place);
	renamable->is_annotated = true;
	return true;
}

/* Comments in what stands between two words or two statements. */
static bool
read_blank(struct annotation_reader *reader, const char *start, const char *end,
           struct failure *failure)
{
	const char *at = start;

	while (at < end)
	{
		const char *comment_end = sql_comment_end(at, end);
		const struct script_cursor comment = {at, comment_end};

		if (comment_end != NULL && !read_comment(reader, &comment, start, end, failure))
			return false;
		at = comment_end != NULL ? comment_end : at + 1;
	}
	return true;
}

static bool
read_inside(struct annotation_reader *reader, const struct statement *statement,
            struct failure *failure)
{
	const char *text = reader->script->text + statement->offset_bytes;
	struct script_cursor cursor = {text, text + statement->length_bytes};
	struct script_word word;

	/* Rows, with nothing between them. */
	if (statement->further_row_count > 0)
		return true;
	while (cursor.at < cursor.end)
	{
		const char *before = cursor.at;

		script_skip_blank(&cursor);
		if (!read_blank(reader, before, cursor.at, failure))
			return false;
		script_next_word(&cursor, &word);
	}
	return true;
}

/* Behind the statement, and the data of COPY. */
static size_t
end_of(const struct statement *statement)
{
	size_t end = statement->offset_bytes + statement->length_bytes;
	size_t data_end = statement->data_offset_bytes + statement->data_length_bytes;

	return data_end > end ? data_end : end;
}

static bool
read_statements(struct annotation_reader *reader, struct failure *failure)
{
	const struct script *script = reader->script;
	size_t start = 0;

	for (size_t index = 0; index < script->statement_count; index++)
	{
		const struct statement *statement = &script->statements[index];
		const char *text = script->text + statement->offset_bytes;

		renamable_statement_read(text, statement->length_bytes, &reader->made);
		if (!read_blank(reader, script->text + start, text, failure) ||
		    !read_inside(reader, statement, failure))
			return false;
		script_let_go(script, statement);
		start = end_of(statement);
		renamable_list_free(&reader->before);
		reader->before = reader->made;
		reader->made = (struct renamable_list){.items = NULL};
	}
	return read_blank(reader, script->text + start, script->text + script->length_bytes, failure);
}

bool
rename_annotation_read(const struct script *script, struct object_rename_list *list,
                       struct failure *failure)
{
	struct annotation_reader reader = {.script = script, .list = list};
	bool is_read = read_statements(&reader, failure);

	renamable_list_free(&reader.before);
	renamable_list_free(&reader.made);
	return is_read;
}
