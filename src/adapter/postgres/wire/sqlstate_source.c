#include "adapter/postgres/wire/sqlstate_source.h"

#include <string.h>

/* Several at once may write the same catalog row: the loser has only to try again. */
static bool
is_catalog_race(const char *sqlstate, const PGresult *result)
{
	const char *schema = PQresultErrorField(result, PG_DIAG_SCHEMA_NAME);
	const char *function = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);

	if (strcmp(sqlstate, "23505") == 0)
		return schema != NULL && strcmp(schema, "pg_catalog") == 0;
	/* "tuple concurrently updated" has no code of its own. */
	return strcmp(sqlstate, "XX000") == 0 && function != NULL &&
	       (strcmp(function, "simple_heap_update") == 0 ||
	        strcmp(function, "simple_heap_delete") == 0);
}

/* CREATE TEXT SEARCH leaves it to the catalog's index to find an older object of the name. */
static void
judge_catalog_race(struct failure *failure, const PGresult *result)
{
	const char *table = PQresultErrorField(result, PG_DIAG_TABLE_NAME);
	bool is_there = table != NULL && strncmp(table, "pg_ts_", 6) == 0;

	if (!is_catalog_race(failure->sqlstate, result))
		return;
	failure->reason = is_there ? REASON_ALREADY_EXISTS : REASON_CATALOG_RACE;
	failure->kind = is_there ? FAILURE_DDL : FAILURE_TRANSIENT;
}

/* A code that the script's author chose says nothing of the server, and comes again. */
static void
judge_raise(struct failure *failure, const PGresult *result)
{
	const char *function = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);

	if (failure->kind != FAILURE_TRANSIENT || function == NULL ||
	    strcmp(function, "exec_stmt_raise") != 0)
		return;
	failure->kind = FAILURE_DDL;
	failure->reason = REASON_NONE;
}

void
sqlstate_judge_source(struct failure *failure, const PGresult *result, bool is_own_statement)
{
	judge_catalog_race(failure, result);
	if (!is_own_statement)
		judge_raise(failure, result);
}
