#include "domain/erd/diagram.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/erd/diagram_words.h"

void
diagram_free(struct diagram *diagram)
{
	for (size_t index = 0; index < diagram->table_count; index++)
		free(diagram->tables[index].columns);
	free(diagram->tables);
	free(diagram->references);
	text_arena_free(&diagram->texts);
	*diagram = (struct diagram){0};
}

void
diagram_shorten(struct diagram *diagram, size_t table_count, size_t reference_count)
{
	while (diagram->table_count > table_count)
		free(diagram->tables[--diagram->table_count].columns);
	diagram->reference_count = reference_count;
}

static struct diagram_name
copy_name(struct diagram *diagram, const struct diagram_name *name)
{
	return (struct diagram_name){
		.database = text_arena_copy_or_null(&diagram->texts, name->database),
		.schema = text_arena_copy_or_null(&diagram->texts, name->schema),
		.table = text_arena_copy_or_null(&diagram->texts, name->table),
	};
}

struct diagram_table *
diagram_add_table(struct diagram *diagram, const struct diagram_table *table)
{
	struct diagram_table *added = ARRAY_ADD(diagram->tables, diagram->table_count);

	*added = *table;
	added->name = copy_name(diagram, &table->name);
	added->root = copy_name(diagram, &table->root);
	added->comment = diagram_paragraph(&diagram->texts, table->comment, DIAGRAM_COMMENT_CHARACTERS);
	added->partition_key =
		diagram_line(&diagram->texts, table->partition_key, DIAGRAM_COMMENT_CHARACTERS);
	added->columns = NULL;
	added->column_count = 0;
	return added;
}

void
diagram_add_column(struct diagram *diagram, struct diagram_table *table,
                   const struct diagram_column *column)
{
	struct diagram_column *added = ARRAY_ADD(table->columns, table->column_count);
	cleanup_text struct text type = TEXT_EMPTY;

	diagram_append_type(&type, column->type);
	*added = *column;
	added->name = diagram_line(&diagram->texts, column->name, DIAGRAM_NAME_CHARACTERS);
	added->type = diagram_line(&diagram->texts, text_bytes(&type), DIAGRAM_TYPE_CHARACTERS);
	added->comment =
		diagram_paragraph(&diagram->texts, column->comment, DIAGRAM_COMMENT_CHARACTERS);
}

void
diagram_add_reference(struct diagram *diagram, const struct diagram_reference *reference)
{
	struct diagram_reference *added = ARRAY_ADD(diagram->references, diagram->reference_count);

	*added = *reference;
	added->from = copy_name(diagram, &reference->from);
	added->to = copy_name(diagram, &reference->to);
	added->columns = diagram_line(&diagram->texts, reference->columns, DIAGRAM_COMMENT_CHARACTERS);
	added->target_columns =
		diagram_line(&diagram->texts, reference->target_columns, DIAGRAM_COMMENT_CHARACTERS);
	added->constraint =
		diagram_line(&diagram->texts, reference->constraint, DIAGRAM_NAME_CHARACTERS);
}

static int
compare_table_names(const struct diagram_name *left, const struct diagram_name *right)
{
	int difference = strcmp(left->database, right->database);

	if (difference == 0)
		difference = strcmp(left->schema, right->schema);
	return difference != 0 ? difference : strcmp(left->table, right->table);
}

static int
compare_tables(const void *left, const void *right)
{
	const struct diagram_table *first = left;
	const struct diagram_table *second = right;
	int difference = compare_table_names(&first->name, &second->name);

	/* One that is only referred to gives way to one that was added. */
	return difference != 0 ? difference : (int)first->is_outside - (int)second->is_outside;
}

static bool
is_same_name(const struct diagram_name *left, const struct diagram_name *right)
{
	return compare_table_names(left, right) == 0;
}

void
diagram_append_partitions(struct text *text, const struct diagram_table *table)
{
	if (table->partition_key != NULL)
		text_append_format(text, "%" PRId64 " partition%s by %s", table->partition_count,
		                   table->partition_count == 1 ? "" : "s", table->partition_key);
}

bool
diagram_name_shares_schema(const struct diagram_name *left, const struct diagram_name *right)
{
	return strcmp(left->database, right->database) == 0 && strcmp(left->schema, right->schema) == 0;
}

/* Sorts, and keeps the first of those that have one name. */
static void
sort_tables(struct diagram *diagram)
{
	size_t kept_count = 0;

	if (diagram->table_count > 1)
		qsort(diagram->tables, diagram->table_count, sizeof *diagram->tables, compare_tables);
	for (size_t index = 0; index < diagram->table_count; index++)
	{
		struct diagram_table *table = &diagram->tables[index];

		if (kept_count > 0 && is_same_name(&diagram->tables[kept_count - 1].name, &table->name))
			free(table->columns);
		else
			diagram->tables[kept_count++] = *table;
	}
	diagram->table_count = kept_count;
}

/* NULL if it is not there. */
static struct diagram_table *
find_table(const struct diagram *diagram, const struct diagram_name *name)
{
	size_t low = 0;
	size_t high = diagram->table_count;

	while (low < high)
	{
		size_t middle = low + (high - low) / 2;
		int difference = compare_table_names(&diagram->tables[middle].name, name);

		if (difference == 0)
			return &diagram->tables[middle];
		if (difference < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* What a partition is folded into; NULL for any other table. */
static struct diagram_table *
find_root(const struct diagram *diagram, const struct diagram_table *table)
{
	if (table == NULL || table->root.table == NULL || is_same_name(&table->root, &table->name))
		return NULL;

	struct diagram_table *root = find_table(diagram, &table->root);

	return root != NULL && root->root.table == NULL ? root : NULL;
}

static void
refer_to_roots(struct diagram *diagram)
{
	for (size_t index = 0; index < diagram->reference_count; index++)
	{
		struct diagram_reference *reference = &diagram->references[index];
		const struct diagram_table *from =
			find_root(diagram, find_table(diagram, &reference->from));
		const struct diagram_table *to = find_root(diagram, find_table(diagram, &reference->to));

		if (from != NULL)
			reference->from = from->name;
		if (to != NULL)
			reference->to = to->name;
	}
}

static void
fold_partitions(struct diagram *diagram)
{
	cleanup_memory bool *is_folded = memory_allocate(diagram->table_count + 1, sizeof *is_folded);
	size_t kept_count = 0;

	for (size_t index = 0; index < diagram->table_count; index++)
	{
		struct diagram_table *root = find_root(diagram, &diagram->tables[index]);

		is_folded[index] = root != NULL;
		if (root != NULL)
			root->partition_count += diagram->tables[index].is_leaf;
	}
	for (size_t index = 0; index < diagram->table_count; index++)
	{
		if (is_folded[index])
			free(diagram->tables[index].columns);
		else
			diagram->tables[kept_count++] = diagram->tables[index];
	}
	diagram->table_count = kept_count;
}

static void
add_outside(struct diagram *diagram)
{
	size_t known_count = diagram->table_count;

	for (size_t index = 0; index < diagram->reference_count; index++)
	{
		struct diagram known = {.tables = diagram->tables, .table_count = known_count};
		const struct diagram_name *to = &diagram->references[index].to;

		if (find_table(&known, to) == NULL)
			*ARRAY_ADD(diagram->tables, diagram->table_count) =
				(struct diagram_table){.name = *to, .is_outside = true};
	}
	sort_tables(diagram);
}

static int
compare_references(const void *left, const void *right)
{
	const struct diagram_reference *first = left;
	const struct diagram_reference *second = right;
	int difference =
		(first->from_place > second->from_place) - (first->from_place < second->from_place);

	if (difference == 0)
		difference = strcmp(first->columns, second->columns);
	if (difference == 0)
		difference = (first->to_place > second->to_place) - (first->to_place < second->to_place);
	return difference != 0 ? difference : strcmp(first->target_columns, second->target_columns);
}

/* Partitions of one table may each refer to what all of them refer to. */
static void
place_references(struct diagram *diagram)
{
	size_t found_count = 0;
	size_t kept_count = 0;
	struct diagram_reference *references = diagram->references;

	for (size_t index = 0; index < diagram->reference_count; index++)
	{
		const struct diagram_table *from = find_table(diagram, &references[index].from);
		const struct diagram_table *to = find_table(diagram, &references[index].to);

		if (from == NULL || to == NULL)
			continue;
		references[found_count] = references[index];
		references[found_count].from_place = (size_t)(from - diagram->tables);
		references[found_count++].to_place = (size_t)(to - diagram->tables);
	}
	if (found_count > 1)
		qsort(references, found_count, sizeof *references, compare_references);
	for (size_t index = 0; index < found_count; index++)
	{
		if (kept_count == 0 ||
		    compare_references(&references[kept_count - 1], &references[index]) != 0)
			references[kept_count++] = references[index];
	}
	diagram->reference_count = kept_count;
}

struct labeled
{
	struct diagram_table *table;
};

static int
compare_labels(const void *left, const void *right)
{
	const struct labeled *first = left;
	const struct labeled *second = right;
	int difference = strcmp(first->table->label, second->table->label);

	return difference != 0 ? difference
	                       : (first->table > second->table) - (first->table < second->table);
}

/*
 * What is shown of two names may be the same: of long ones, and of those with something that cannot
 * be shown. A number tells them apart, unless yet another table is called so.
 */
static bool
tell_labels_apart(struct diagram *diagram)
{
	size_t count = diagram->table_count;
	cleanup_memory struct labeled *sorted = memory_allocate(count + 1, sizeof *sorted);
	const char *previous = NULL;
	bool is_changed = false;

	for (size_t index = 0; index < count; index++)
		sorted[index].table = &diagram->tables[index];
	if (count > 1)
		qsort(sorted, count, sizeof *sorted, compare_labels);
	for (size_t index = 0; index < count; index++)
	{
		struct diagram_table *table = sorted[index].table;
		cleanup_text struct text label = TEXT_EMPTY;
		bool is_repeated = text_is_same(table->label, previous);

		previous = table->label;
		if (!is_repeated)
			continue;
		text_append_format(&label, "%s (%zu)", previous, (size_t)(table - diagram->tables) + 1);
		table->label = text_arena_copy(&diagram->texts, text_bytes(&label));
		is_changed = true;
	}
	return is_changed;
}

static void
make_labels(struct diagram *diagram)
{
	const struct diagram_name *first = &diagram->tables[0].name;
	bool shows_databases = false;

	for (size_t index = 0; index < diagram->table_count; index++)
	{
		const struct diagram_table *table = &diagram->tables[index];

		diagram->shows_schemas |= !diagram_name_shares_schema(first, &table->name);
		shows_databases |= strcmp(first->database, table->name.database) != 0;
	}
	for (size_t index = 0; index < diagram->table_count; index++)
	{
		struct diagram_table *table = &diagram->tables[index];
		cleanup_text struct text label = TEXT_EMPTY;

		if (shows_databases)
			text_append_format(&label, "%s.", table->name.database);
		if (diagram->shows_schemas)
			text_append_format(&label, "%s.", table->name.schema);
		text_append(&label, table->name.table);
		table->label = diagram_line(&diagram->texts, text_bytes(&label), DIAGRAM_NAME_CHARACTERS);
	}
}

void
diagram_complete(struct diagram *diagram)
{
	if (diagram->table_count == 0)
		return;
	sort_tables(diagram);
	refer_to_roots(diagram);
	fold_partitions(diagram);
	add_outside(diagram);
	place_references(diagram);
	make_labels(diagram);
	while (tell_labels_apart(diagram))
		continue;
}
