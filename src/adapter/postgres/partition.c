#include "adapter/postgres/partition.h"

#include "adapter/postgres/query/query.h"
#include "base/count_of.h"
#include "base/memory.h"

struct table_row
{
	int64_t now_ms;
	const char *identity;
	const char *key_column;
	const char *default_partition;
	const char *waiting_sql;
};

static const struct column table_columns[] = {
	TIME(struct table_row, now_ms),
	TEXT_OR_NULL(struct table_row, identity),
	TEXT_OR_NULL(struct table_row, key_column),
	TEXT_OR_NULL(struct table_row, default_partition),
	TEXT_OR_NULL(struct table_row, waiting_sql),
};
static const struct answer_shape table_answer = ANSWER(struct table_row, ROWS_ONE, table_columns);

struct partition_row
{
	const char *name;
	const char *identity;
	struct number_or_null lower_ms;
	struct number_or_null upper_ms;
};

static const struct column partition_columns[] = {
	COLUMN(struct partition_row, name),
	COLUMN(struct partition_row, identity),
	TIME(struct partition_row, lower_ms),
	TIME(struct partition_row, upper_ms),
};
static const struct answer_shape partition_answer =
	ANSWER(struct partition_row, ROWS_ANY, partition_columns);

struct waiting_row
{
	int64_t lower_ms;
};

static const struct column waiting_columns[] = {TIME(struct waiting_row, lower_ms)};
static const struct answer_shape waiting_answer =
	ANSWER(struct waiting_row, ROWS_ANY, waiting_columns);

struct made_row
{
	struct number_or_null moved_count;
};

static const struct column made_columns[] = {COLUMN(struct made_row, moved_count)};
static const struct answer_shape made_answer = ANSWER(struct made_row, ROWS_ONE, made_columns);

static void
take_partitions(const struct rows *rows, struct partitioned_table *table)
{
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct partition_row row = {0};

		rows_read(rows, index, &row);
		partitioned_table_add(table, row.name, row.identity,
		                      (struct partition_range){
								  row.lower_ms.is_null ? INT64_MIN : row.lower_ms.number,
								  row.upper_ms.is_null ? INT64_MAX : row.upper_ms.number,
							  });
	}
}

/* Reads the default partition, which is empty as long as partitions are made in time. */
static bool
read_waiting(struct session *session, const char *waiting_sql, struct partitioned_table *table,
             struct failure *failure)
{
	const struct statement_text statement = {
		.purpose = "read the default partition",
		.sql = waiting_sql,
		.answer = &waiting_answer,
		.limit_ms = ANSWER_UNLIMITED_MS,
	};
	cleanup_rows struct rows *rows = NULL;

	if (waiting_sql == NULL)
		return true;
	if (!statement_read(session, &statement, &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct waiting_row row = {0};

		rows_read(rows, index, &row);
		partitioned_table_add_waiting(table, row.lower_ms);
	}
	return true;
}

static bool
partition_read(struct session *session, const char *schema, const struct bundle_partition *rule,
               struct partitioned_table *table, struct failure *failure)
{
	cleanup_partitioned_table struct partitioned_table read = {0};
	cleanup_rows struct rows *found = NULL;
	cleanup_rows struct rows *partitions = NULL;
	const struct query queries[] = {
		*QUERY("sql/partition_table.sql", "read how a table is partitioned", &table_answer,
	           as_text(schema), as_text(rule->table),
	           as_text(partition_interval_name(rule->interval))),
		*QUERY("sql/partition_list.sql", "read the partitions of a table", &partition_answer,
	           as_text(schema), as_text(rule->table)),
	};
	struct rows *answers[] = {NULL, NULL};
	struct table_row row = {0};

	if (!query_run_all(session, queries, COUNT_OF(queries), answers, failure))
		return false;
	found = answers[0];
	partitions = answers[1];
	rows_read(found, 0, &row);
	read.now_ms = row.now_ms;
	read.identity = memory_copy_text_or_null(row.identity);
	read.key_column = memory_copy_text_or_null(row.key_column);
	read.default_partition = memory_copy_text_or_null(row.default_partition);
	take_partitions(partitions, &read);
	if (!read_waiting(session, row.waiting_sql, &read, failure))
		return false;
	*table = read;
	read = (struct partitioned_table){0};
	return true;
}

static bool
partition_make(struct session *session, const struct partition_request *request,
               struct partition_made *made, struct failure *failure)
{
	const struct partition_step *step = request->step;
	struct made_row row = {0};

	struct query query =
		*QUERY("sql/partition_make.sql", "make a partition", &made_answer, as_text(request->schema),
	           as_text(request->rule->table), as_text(step->name), as_integer(step->range.lower_ms),
	           as_integer(step->range.upper_ms));

	query.limit_ms = ANSWER_UNLIMITED_MS;
	if (!query_run_row(session, &query, NULL, &row, failure))
		return false;
	*made = (struct partition_made){
		.was_there = row.moved_count.is_null,
		.moved_count = row.moved_count.number,
	};
	return true;
}

static bool
partition_expire(struct session *session, const struct partition_request *request,
                 struct failure *failure)
{
	bool is_dropped = request->rule->expiry == PARTITION_EXPIRY_DROP;

	return query_run(session,
	                 QUERY("sql/partition_expire.sql", "detach or drop a partition", NO_ANSWER,
	                       as_text(request->schema), as_text(request->rule->table),
	                       as_text(request->step->expired->identity),
	                       as_text(is_dropped ? "drop" : "detach")),
	                 NULL, failure);
}

const struct partition_operations postgres_partition_operations = {
	.read = partition_read,
	.make = partition_make,
	.expire = partition_expire,
};
