#include "adapter/postgres/diagram.h"

#include <string.h>

#include "adapter/postgres/catalog/catalog_made.h"
#include "adapter/postgres/catalog/catalog_managed.h"
#include "adapter/postgres/query/query.h"

#define PURPOSE "read what a diagram shows"

enum
{
	READ_TABLES,
	READ_COLUMNS,
	READ_REFERENCES,
	READ_COUNT
};

struct table_shown
{
	const char *schema;
	const char *name;
	const char *root_schema;
	const char *root_name;
	bool is_leaf;
	const char *comment;
	const char *partition_key;
};

static const struct column table_shown_columns[] = {
	COLUMN(struct table_shown, schema),
	COLUMN(struct table_shown, name),
	TEXT_OR_NULL(struct table_shown, root_schema),
	TEXT_OR_NULL(struct table_shown, root_name),
	COLUMN(struct table_shown, is_leaf),
	TEXT_OR_NULL(struct table_shown, comment),
	TEXT_OR_NULL(struct table_shown, partition_key),
};
static const struct answer_shape tables_answer =
	ANSWER(struct table_shown, ROWS_ANY, table_shown_columns);

struct column_shown
{
	const char *schema;
	const char *table;
	const char *name;
	const char *type;
	bool is_required;
	bool is_primary;
	bool is_unique;
	bool is_reference;
	const char *comment;
};

static const struct column column_shown_columns[] = {
	COLUMN(struct column_shown, schema),        COLUMN(struct column_shown, table),
	COLUMN(struct column_shown, name),          COLUMN(struct column_shown, type),
	COLUMN(struct column_shown, is_required),   COLUMN(struct column_shown, is_primary),
	COLUMN(struct column_shown, is_unique),     COLUMN(struct column_shown, is_reference),
	TEXT_OR_NULL(struct column_shown, comment),
};
static const struct answer_shape columns_answer =
	ANSWER(struct column_shown, ROWS_ANY, column_shown_columns);

struct reference_shown
{
	const char *schema;
	const char *table;
	const char *target_schema;
	const char *target_table;
	const char *constraint;
	const char *columns;
	const char *target_columns;
	bool is_optional;
	bool is_single;
};

static const struct column reference_shown_columns[] = {
	COLUMN(struct reference_shown, schema),         COLUMN(struct reference_shown, table),
	COLUMN(struct reference_shown, target_schema),  COLUMN(struct reference_shown, target_table),
	COLUMN(struct reference_shown, constraint),     COLUMN(struct reference_shown, columns),
	COLUMN(struct reference_shown, target_columns), COLUMN(struct reference_shown, is_optional),
	COLUMN(struct reference_shown, is_single),
};
static const struct answer_shape references_answer =
	ANSWER(struct reference_shown, ROWS_ANY, reference_shown_columns);

static bool
is_of_table(const struct column_shown *column, const struct table_shown *table)
{
	return strcmp(column->schema, table->schema) == 0 && strcmp(column->table, table->name) == 0;
}

/* Both answers are in the order of the tables, so that each table takes the columns that are next. */
static void
add_table(struct diagram *diagram, const char *database, const struct table_shown *row,
          const struct rows *columns, size_t *next)
{
	const struct diagram_table table = {
		.name = {database, row->schema, row->name},
		.root = {database, row->root_schema, row->root_name},
		.comment = row->comment,
		.partition_key = row->partition_key,
		.is_leaf = row->is_leaf,
	};
	struct diagram_table *added = diagram_add_table(diagram, &table);

	for (; *next < rows_count(columns); ++*next)
	{
		struct column_shown column = {0};

		rows_read(columns, *next, &column);
		if (!is_of_table(&column, row))
			return;
		diagram_add_column(diagram, added,
		                   &(const struct diagram_column){
							   .name = column.name,
							   .type = column.type,
							   .comment = column.comment,
							   .is_required = column.is_required,
							   .is_primary = column.is_primary,
							   .is_unique = column.is_unique,
							   .is_reference = column.is_reference,
						   });
	}
}

static bool
add_tables(struct diagram *diagram, const char *database, struct rows *const answers[READ_COUNT],
           struct failure *failure)
{
	size_t next = 0;

	for (size_t index = 0; index < rows_count(answers[READ_TABLES]); index++)
	{
		struct table_shown row = {0};

		rows_read(answers[READ_TABLES], index, &row);
		if ((row.root_schema == NULL) != (row.root_name == NULL))
			return answer_fail(failure, PURPOSE, "half the name of a table");
		add_table(diagram, database, &row, answers[READ_COLUMNS], &next);
	}
	return next == rows_count(answers[READ_COLUMNS]) ||
	       answer_fail(failure, PURPOSE, "a column of no table");
}

static void
add_references(struct diagram *diagram, const char *database, const struct rows *answer)
{
	for (size_t index = 0; index < rows_count(answer); index++)
	{
		struct reference_shown row = {0};

		rows_read(answer, index, &row);
		diagram_add_reference(diagram, &(const struct diagram_reference){
										   .from = {database, row.schema, row.table},
										   .to = {database, row.target_schema, row.target_table},
										   .columns = row.columns,
										   .target_columns = row.target_columns,
										   .constraint = row.constraint,
										   .is_optional = row.is_optional,
										   .is_single = row.is_single,
									   });
	}
}

static bool
ask(struct session *session, const struct name_list *schemas, struct rows *answers[READ_COUNT],
    struct failure *failure)
{
	const struct query_parameter names = as_array(schemas->items, schemas->count);
	const struct query queries[READ_COUNT] = {
		[READ_TABLES] = *QUERY("sql/diagram_tables.sql", PURPOSE, &tables_answer, names),
		[READ_COLUMNS] = *QUERY("sql/diagram_columns.sql", PURPOSE, &columns_answer, names),
		[READ_REFERENCES] =
			*QUERY("sql/diagram_references.sql", PURPOSE, &references_answer, names),
	};

	return query_run_all(session, queries, READ_COUNT, answers, failure);
}

static bool
diagram_read(struct session *session, const struct managed_schema *schema, struct diagram *diagram,
             struct failure *failure)
{
	cleanup_name_list struct name_list names = {0};
	struct rows *answers[READ_COUNT] = {NULL};
	size_t table_count = diagram->table_count;
	bool has_globals = false;

	if (schema->managed_scope == MANAGED_DATABASE &&
	    !catalog_claim_managed(session, schema, failure))
		return false;
	catalog_managed_names(session, schema, &names, &has_globals);

	bool is_read = ask(session, &names, answers, failure) &&
	               add_tables(diagram, schema->database, answers, failure);

	if (is_read)
		add_references(diagram, schema->database, answers[READ_REFERENCES]);
	else
		diagram_shorten(diagram, table_count, diagram->reference_count);
	for (size_t index = 0; index < READ_COUNT; index++)
		rows_free(answers[index]);
	return is_read;
}

const struct diagram_operations postgres_diagram_operations = {
	.read = diagram_read,
};
