#include "adapter/postgres/partition.h"

#include <inttypes.h>
#include <stdio.h>

#include "adapter/postgres/query.h"
#include "base/memory.h"

enum
{
	BIGINT_TEXT_BYTES = 24 /* sign, 19 digits, NUL */
};

static int64_t
bound_ms(const struct rows *rows, size_t row, const char *column, int64_t unbounded_ms)
{
	return rows_text(rows, row, column) != NULL ? rows_integer(rows, row, column) : unbounded_ms;
}

static void
take_partitions(const struct rows *rows, struct partitioned_table *table)
{
	for (size_t row = 0; row < rows_count(rows); row++)
		partitioned_table_add(table, rows_text(rows, row, "name"), rows_text(rows, row, "identity"),
		                      (struct partition_range){bound_ms(rows, row, "lower_ms", INT64_MIN),
		                                               bound_ms(rows, row, "upper_ms", INT64_MAX)});
}

/* Reads the default partition, which is empty as long as partitions are made in time. */
static bool
read_waiting(struct session *session, const struct rows *found, struct partitioned_table *table,
             struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;
	const char *waiting_sql = rows_text(found, 0, "waiting_sql");

	if (waiting_sql == NULL)
		return true;
	if (!statement_run(session, "read the default partition", waiting_sql, &rows, failure))
		return false;
	for (size_t row = 0; row < rows_count(rows); row++)
		partitioned_table_add_waiting(table, rows_integer(rows, row, "lower_ms"));
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
		*QUERY("sql/partition_table.sql", "read how a table is partitioned", schema, rule->table,
	           partition_interval_name(rule->interval)),
		*QUERY("sql/partition_list.sql", "read the partitions of a table", schema, rule->table),
	};
	struct rows *answers[] = {NULL, NULL};

	if (!query_run_all(session, queries, sizeof queries / sizeof queries[0], answers, failure))
		return false;
	found = answers[0];
	partitions = answers[1];
	read.now_ms = rows_integer(found, 0, "now_ms");
	read.identity = rows_copy(found, 0, "identity");
	read.key_column = rows_copy(found, 0, "key_column");
	read.default_partition = rows_copy(found, 0, "default_partition");
	take_partitions(partitions, &read);
	if (!read_waiting(session, found, &read, failure))
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
	cleanup_rows struct rows *rows = NULL;
	char lower[BIGINT_TEXT_BYTES];
	char upper[BIGINT_TEXT_BYTES];

	(void)snprintf(lower, sizeof lower, "%" PRId64, step->range.lower_ms);
	(void)snprintf(upper, sizeof upper, "%" PRId64, step->range.upper_ms);
	if (!query_run(session,
	               QUERY("sql/partition_make.sql", "make a partition", request->schema,
	                     request->rule->table, step->name, lower, upper),
	               &rows, failure))
		return false;
	*made = (struct partition_made){
		.was_there = rows_text(rows, 0, "moved_count") == NULL,
		.moved_count = rows_integer(rows, 0, "moved_count"),
	};
	return true;
}

static bool
partition_expire(struct session *session, const struct partition_request *request,
                 struct failure *failure)
{
	bool is_dropped = request->rule->expiry == PARTITION_EXPIRY_DROP;

	return query_run(session,
	                 QUERY("sql/partition_expire.sql", "let a partition go", request->schema,
	                       request->rule->table, request->step->expired->identity,
	                       is_dropped ? "drop" : "detach"),
	                 NULL, failure);
}

const struct partition_operations postgres_partition_operations = {
	.read = partition_read,
	.make = partition_make,
	.expire = partition_expire,
};
