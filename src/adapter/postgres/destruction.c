#include "adapter/postgres/destruction.h"

#include <inttypes.h>

#include "adapter/postgres/query/query.h"
#include "base/cleanup.h"
#include "base/memory.h"

struct mark_row
{
	int64_t relation;
	int64_t file;
	const char *kind;
	const char *dropped_columns;
	int64_t inserted;
	int64_t deleted;
	bool is_counted;
};

static const struct column mark_columns[] = {
	COLUMN(struct mark_row, relation),   COLUMN(struct mark_row, file),
	COLUMN(struct mark_row, kind),       TEXT_OR_NULL(struct mark_row, dropped_columns),
	COLUMN(struct mark_row, inserted),   COLUMN(struct mark_row, deleted),
	COLUMN(struct mark_row, is_counted),
};
static const struct answer_shape mark_answer = ANSWER(struct mark_row, ROWS_ANY, mark_columns);

struct statement_row
{
	const char *statement;
};

static const struct column statement_columns[] = {TEXT_OR_NULL(struct statement_row, statement)};
static const struct answer_shape statement_answer =
	ANSWER(struct statement_row, ROWS_ONE, statement_columns);

struct emptied_row
{
	int64_t relation;
	bool is_emptied;
};

static const struct column emptied_columns[] = {
	COLUMN(struct emptied_row, relation),
	COLUMN(struct emptied_row, is_emptied),
};
static const struct answer_shape emptied_answer =
	ANSWER(struct emptied_row, ROWS_ANY, emptied_columns);

struct loss_row
{
	const char *kind;
	const char *name;
	int64_t row_count;
	bool is_estimate;
	int64_t size_bytes;
};

static const struct column loss_columns[] = {
	COLUMN(struct loss_row, kind),       COLUMN(struct loss_row, name),
	COLUMN(struct loss_row, row_count),  COLUMN(struct loss_row, is_estimate),
	COLUMN(struct loss_row, size_bytes),
};
static const struct answer_shape loss_answer = ANSWER(struct loss_row, ROWS_ANY, loss_columns);

static bool
destruction_mark(struct session *session, const char *ledger_schema, struct table_mark_list *marks,
                 struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(session,
	               QUERY("sql/destruction_mark.sql", "look at the tables that there are",
	                     &mark_answer, as_text(ledger_schema)),
	               &rows, failure))
		return false;
	*marks = (struct table_mark_list){.is_counted = true};
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct mark_row row = {0};

		rows_read(rows, index, &row);

		cleanup_memory char *dropped = memory_copy_text_or_null(row.dropped_columns);

		table_mark_list_append(marks, &(struct table_mark){
										  .relation = row.relation,
										  .file = row.file,
										  .kind = row.kind[0],
										  .dropped_columns = dropped,
										  .inserted = row.inserted,
										  .deleted = row.deleted,
									  });
		marks->is_counted = row.is_counted;
	}
	return true;
}

/* Runs the statement that a query has written; no rows where it has written none. */
static bool
run_written_statement(struct session *session, const struct query *query,
                      const struct answer_shape *answer, struct rows **rows,
                      struct failure *failure)
{
	cleanup_rows struct rows *written = NULL;
	struct statement_row row = {0};

	*rows = NULL;
	if (!query_run_row(session, query, &written, &row, failure))
		return false;
	if (row.statement == NULL)
		return true;

	const struct statement_text statement = {
		.purpose = query->purpose,
		.sql = row.statement,
		.answer = answer,
		.limit_ms = ANSWER_UNLIMITED_MS,
	};

	return statement_read(session, &statement, rows, failure);
}

static bool
destruction_find_emptied(struct session *session, const struct touched_table_list *touched,
                         struct suspect_list *suspects, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (touched->count == 0)
		return true;
	if (!run_written_statement(session,
	                           QUERY("sql/destruction_emptied.sql",
	                                 "tell which tables were emptied", &statement_answer,
	                                 AS_ARRAY_OF(touched->items, touched->count, relation),
	                                 AS_ARRAY_OF(touched->items, touched->count, inserted),
	                                 AS_ARRAY_OF(touched->items, touched->count, deleted),
	                                 AS_ARRAY_OF(touched->items, touched->count, is_refiled),
	                                 as_flag(touched->is_counted)),
	                           &emptied_answer, &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct emptied_row row = {0};

		rows_read(rows, index, &row);
		if (row.is_emptied)
		{
			cleanup_memory char *relation = memory_format("%" PRId64, row.relation);
			char no_columns[] = "";

			suspect_list_add(suspects, &(struct suspect){relation, SUSPECT_EMPTIED, no_columns});
		}
	}
	return true;
}

static bool
destruction_read_losses(struct session *session, const struct suspect_list *suspects,
                        struct loss_list *losses, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!run_written_statement(session,
	                           QUERY("sql/destruction_losses.sql", "tell what would be destroyed",
	                                 &statement_answer,
	                                 AS_ARRAY_OF(suspects->items, suspects->count, relation),
	                                 AS_ARRAY_OF(suspects->items, suspects->count, cause),
	                                 AS_ARRAY_OF(suspects->items, suspects->count, columns)),
	                           &loss_answer, &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct loss_row row = {0};

		rows_read(rows, index, &row);

		cleanup_memory char *kind = memory_copy_text(row.kind);
		cleanup_memory char *name = memory_copy_text(row.name);

		loss_list_append(
			losses, &(struct loss){kind, name, row.row_count, row.is_estimate, row.size_bytes});
	}
	return true;
}

const struct destruction_operations postgres_destruction_operations = {
	.mark = destruction_mark,
	.find_emptied = destruction_find_emptied,
	.read_losses = destruction_read_losses,
};
