#include "domain/script_data.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "domain/data_statement.h"

/* What the statements so far have made of the names. */
struct data_walk
{
	const struct script_data_question *question;
	struct script_data_found *found;
	char *schema;             /* of names without one; NULL: not known */
	struct name_list remade;  /* dropped by the scripts, and so not those of before */
	struct name_list emptied; /* by the scripts, which put their rows in anew */
	struct name_list told;    /* in found->left_out */
	bool has_dropped_any;     /* something whose names are not told */
	bool has_dropped_table;   /* and its sequences with it */
	bool is_watched;          /* a trigger or rule of the scripts */
	const struct statement *last_reader;
};

void
script_data_found_free(struct script_data_found *found)
{
	text_free(&found->left_out);
}

static void
data_walk_free(struct data_walk *walk)
{
	free(walk->schema);
	name_list_free(&walk->remade);
	name_list_free(&walk->emptied);
	name_list_free(&walk->told);
}

static void
read_statement(const struct script *script, const struct statement *statement,
               struct data_statement *data)
{
	data_statement_read(script->text + statement->offset_bytes, statement->length_bytes, data);
}

bool
script_data_may_repeat(const struct script *scripts, size_t count)
{
	for (size_t index = 0; index < count; index++)
	{
		for (size_t at = 0; at < scripts[index].statement_count; at++)
		{
			cleanup_data_statement struct data_statement data = {.target = TEXT_EMPTY};

			read_statement(&scripts[index], &scripts[index].statements[at], &data);
			script_let_go(&scripts[index], &scripts[index].statements[at]);
			if (data.kind == DATA_ADDED)
				return true;
		}
	}
	return false;
}

bool
script_data_is_all(const struct script *scripts, size_t count)
{
	bool adds_rows = false;

	for (size_t index = 0; index < count; index++)
	{
		for (size_t at = 0; at < scripts[index].statement_count; at++)
		{
			const struct statement *statement = &scripts[index].statements[at];
			cleanup_data_statement struct data_statement data = {.target = TEXT_EMPTY};

			if (!statement_is_sent(statement))
				continue;
			read_statement(&scripts[index], statement, &data);
			if (data.kind == DATA_ADDED)
				adds_rows = true;
			else if (data.kind != DATA_SETTING && data.kind != DATA_SEARCHED)
				return false;
		}
	}
	return adds_rows;
}

static int
compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

void
script_data_sort(struct name_list *existing)
{
	if (existing->count > 0)
		qsort(existing->items, existing->count, sizeof *existing->items, compare_names);
}

static bool
is_existing(const struct data_walk *walk, const char *name)
{
	const struct name_list *existing = walk->question->existing;

	return existing != NULL && existing->count > 0 &&
	       bsearch(&name, existing->items, existing->count, sizeof *existing->items,
	               compare_names) != NULL;
}

/* "schema.name"; false where the words do not say which. */
static bool
qualify(const struct data_walk *walk, const struct data_statement *data, struct text *name)
{
	if (data->target.length_bytes == 0 || (!data->has_schema && walk->schema == NULL))
		return false;
	if (!data->has_schema)
		text_append_format(name, "%s.", walk->schema);
	text_append(name, text_bytes(&data->target));
	return true;
}

static void
note_dropped(struct data_walk *walk, const struct data_statement *data)
{
	cleanup_text struct text name = TEXT_EMPTY;

	walk->has_dropped_table = true;
	if (qualify(walk, data, &name))
		name_list_append(&walk->remade, text_bytes(&name));
	else
		walk->has_dropped_any = true;
}

static void
set_schema(struct data_walk *walk, const char *schema)
{
	free(walk->schema);
	walk->schema = memory_copy_text_or_null(schema);
}

static void
note_emptied(struct data_walk *walk, const struct data_statement *data)
{
	cleanup_text struct text name = TEXT_EMPTY;

	if (qualify(walk, data, &name))
		name_list_append_once(&walk->emptied, text_bytes(&name));
}

static bool
is_remade(const struct data_walk *walk, const struct data_statement *data, const char *name)
{
	return walk->has_dropped_any || (data->is_sequence && walk->has_dropped_table) ||
	       name_list_contains(&walk->remade, name);
}

static void
tell_left_out(struct data_walk *walk, const struct script *script,
              const struct statement *statement, const char *name)
{
	struct text *list = &walk->found->left_out;

	if (name_list_contains(&walk->told, name))
		return;
	name_list_append(&walk->told, name);
	text_append_format(list, "%s%s (%s:%" PRId64 ")", list->length_bytes > 0 ? ", " : "", name,
	                   script_file_name(script, statement->offset_bytes), statement->line);
}

/* Statements that are rows of one do not. */
static bool
guards_itself(const struct script *script, const struct statement *statement)
{
	return statement->further_row_count == 0 &&
	       data_statement_guards_itself(script->text + statement->offset_bytes,
	                                    statement->length_bytes);
}

static bool
would_add_again(struct data_walk *walk, const struct script *script,
                const struct statement *statement, const struct data_statement *data)
{
	cleanup_text struct text name = TEXT_EMPTY;

	if (data->kind != DATA_ADDED || !qualify(walk, data, &name) ||
	    !is_existing(walk, text_bytes(&name)) || is_remade(walk, data, text_bytes(&name)) ||
	    name_list_contains(&walk->emptied, text_bytes(&name)) || guards_itself(script, statement))
		return false;
	tell_left_out(walk, script, statement, text_bytes(&name));
	return true;
}

static bool
is_for_remade(const struct data_walk *walk, const struct data_statement *data)
{
	cleanup_text struct text name = TEXT_EMPTY;

	return qualify(walk, data, &name) && is_remade(walk, data, text_bytes(&name));
}

static bool
is_left_out(struct data_walk *walk, const struct script *script, const struct statement *statement,
            const struct data_statement *data)
{
	switch (walk->question->rule)
	{
		case DATA_RUNS:
			break;
		case DATA_RUNS_ONCE:
			return would_add_again(walk, script, statement, data);
		case DATA_OF_REMADE:
			return !is_for_remade(walk, data);
		case DATA_LEFT_OUT:
			return true;
		case DATA_IF_NEEDED:
			return !walk->is_watched && walk->last_reader == NULL;
	}
	return false;
}

static void
mark_data(struct data_walk *walk, const struct script *script, struct statement *statement,
          const struct data_statement *data)
{
	statement->is_left_out = is_left_out(walk, script, statement, data);
	if (statement->is_left_out)
		walk->found->left_out_count += statement_row_count(statement);
	else
		walk->found->run_count += statement_row_count(statement);
	if (data->kind == DATA_REMOVED)
		note_emptied(walk, data);
}

static void
mark_statement(struct data_walk *walk, const struct script *script, struct statement *statement)
{
	cleanup_data_statement struct data_statement data = {.target = TEXT_EMPTY};

	read_statement(script, statement, &data);
	script_let_go(script, statement);
	statement->is_left_out = false;
	if (statement->begins_transaction || statement->class == STATEMENT_OUTSIDE)
		set_schema(walk, walk->question->schema);
	switch (data.kind)
	{
		case DATA_ADDED:
		case DATA_REMOVED:
		case DATA_CHANGED:
			mark_data(walk, script, statement, &data);
			break;
		case DATA_DROPPED:
			note_dropped(walk, &data);
			break;
		case DATA_SEARCHED:
			set_schema(walk, data.target.bytes);
			break;
		case DATA_WATCHED:
			walk->is_watched = true;
			break;
		case DATA_READ:
			if (walk->last_reader == statement)
				walk->last_reader = NULL;
			break;
		case DATA_SETTING:
		case DATA_NONE:
			break;
	}
}

static const struct statement *
find_last_reader(const struct script *scripts, size_t count)
{
	for (size_t index = count; index > 0; index--)
	{
		const struct script *script = &scripts[index - 1];

		for (size_t at = script->statement_count; at > 0; at--)
		{
			cleanup_data_statement struct data_statement data = {.target = TEXT_EMPTY};

			read_statement(script, &script->statements[at - 1], &data);
			script_let_go(script, &script->statements[at - 1]);
			if (data.kind == DATA_READ)
				return &script->statements[at - 1];
		}
	}
	return NULL;
}

void
script_data_mark(struct script *scripts, size_t count, const struct script_data_question *question,
                 struct script_data_found *found)
{
	__attribute__((cleanup(data_walk_free))) struct data_walk walk = {
		.question = question,
		.found = found,
	};

	*found = (struct script_data_found){.left_out = TEXT_EMPTY};
	if (question->rule == DATA_IF_NEEDED)
		walk.last_reader = find_last_reader(scripts, count);
	for (size_t index = 0; index < count; index++)
	{
		set_schema(&walk, question->schema);
		for (size_t at = 0; at < scripts[index].statement_count; at++)
			mark_statement(&walk, &scripts[index], &scripts[index].statements[at]);
	}
}
