#include "adapter/postgres/catalog/catalog_rename.h"

#include <stdlib.h>

#include "adapter/postgres/query/query.h"
#include "base/memory.h"

/* Kinds whose names stand in one catalog, as the query calls them. */
static const char *const families[] = {
	[RENAMABLE_SCHEMA] = "schema",
	[RENAMABLE_TABLE] = "relation",
	[RENAMABLE_FOREIGN_TABLE] = "relation",
	[RENAMABLE_VIEW] = "relation",
	[RENAMABLE_MATERIALIZED_VIEW] = "relation",
	[RENAMABLE_SEQUENCE] = "relation",
	[RENAMABLE_INDEX] = "relation",
	[RENAMABLE_TYPE] = "type",
	[RENAMABLE_DOMAIN] = "type",
	[RENAMABLE_FUNCTION] = "function",
	[RENAMABLE_PROCEDURE] = "function",
	[RENAMABLE_AGGREGATE] = "function",
	[RENAMABLE_COLUMN] = "column",
	[RENAMABLE_ATTRIBUTE] = "column",
	[RENAMABLE_CONSTRAINT] = "constraint",
	[RENAMABLE_DOMAIN_CONSTRAINT] = "domain constraint",
	[RENAMABLE_LABEL] = "label",
};

struct names_row
{
	bool has_old;
	bool has_new;
	const char *owner;
	bool is_own;
	const char *old_identity;
	const char *new_identity;
};

static const struct column names_columns[] = {
	COLUMN(struct names_row, has_old),      COLUMN(struct names_row, has_new),
	TEXT_OR_NULL(struct names_row, owner),  COLUMN(struct names_row, is_own),
	COLUMN(struct names_row, old_identity), COLUMN(struct names_row, new_identity),
};
static const struct answer_shape names_answer = ANSWER(struct names_row, ROWS_ONE, names_columns);

bool
catalog_rename_names(struct session *session, const struct object_rename *rename,
                     struct rename_names *names, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;
	struct names_row row = {0};

	if (!query_run_row(session,
	                   QUERY("sql/rename_names.sql", "see what is to be renamed", &names_answer,
	                         as_text(families[rename->kind]), as_text(rename->schema),
	                         as_text(rename->relation), as_text(rename->old_name),
	                         as_text(rename->new_name)),
	                   &rows, &row, failure))
		return false;
	*names = (struct rename_names){
		.owner = memory_copy_text_or_null(row.owner),
		.has_old = row.has_old,
		.has_new = row.has_new,
		.is_own = row.is_own,
		.old_identity = memory_copy_text(row.old_identity),
		.new_identity = memory_copy_text(row.new_identity),
	};
	return true;
}

void
rename_names_free(struct rename_names *names)
{
	free(names->owner);
	free(names->old_identity);
	free(names->new_identity);
	*names = (struct rename_names){.owner = NULL};
}
