#include "adapter/postgres/catalog/catalog_existing.h"

#include "adapter/postgres/query/query_names.h"

bool
catalog_existing_names(struct session *session, struct name_list *names, struct failure *failure)
{
	return query_names(
		session, QUERY("sql/existing_rows.sql", "read which tables are there", &query_names_answer),
		names, failure);
}
