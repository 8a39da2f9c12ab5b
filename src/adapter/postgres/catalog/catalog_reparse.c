#include "adapter/postgres/catalog/catalog_reparse.h"

#include <string.h>

#include "adapter/postgres/catalog/catalog_facts.h"
#include "adapter/postgres/query/query.h"
#include "adapter/postgres/wire/session_operations.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/catalog/expression_text.h"
#include "domain/catalog/fact_definition.h"

#define PURPOSE "make an object from its own text"

struct definition_row
{
	const char *definition;
};

static const struct column definition_columns[] = {COLUMN(struct definition_row, definition)};
static const struct answer_shape definition_answer =
	ANSWER(struct definition_row, ROWS_ANY, definition_columns);

/* The query of each kind that has expressions; NULL for the others. */
static const char *const expression_files[FACT_KIND_COUNT] = {
	[FACT_CONSTRAINT] = "sql/fact/constraint.sql",
	[FACT_DOMAIN_CONSTRAINT] = "sql/fact/domain_constraint.sql",
	[FACT_DOMAIN_DEFAULT] = "sql/fact/domain_default.sql",
	[FACT_INDEX] = "sql/fact/index.sql",
	[FACT_POLICY] = "sql/fact/policy.sql",
	[FACT_VIEW] = "sql/fact/view.sql",
	[FACT_MATERIALIZED_VIEW] = "sql/fact/view.sql",
	[FACT_COLUMN] = "sql/fact/column.sql",
	[FACT_DEFAULT] = "sql/fact/default.sql",
	[FACT_TRIGGER] = "sql/fact/trigger.sql",
	[FACT_RULE] = "sql/fact/rule.sql",
};

/* Others would keep it from being dropped. */
static bool
has_followers(const struct fact *fact)
{
	return fact->kind == FACT_VIEW || fact->kind == FACT_INDEX || fact->kind == FACT_CONSTRAINT ||
	       fact->kind == FACT_MATERIALIZED_VIEW || fact->kind == FACT_COLUMN;
}

/* Of what is new, only lists are known to. */
static bool
may_read_back_otherwise(const struct fact *fact)
{
	return strstr(fact->definition, "ARRAY[") != NULL;
}

/* A default is in the definition of its column. */
static bool
differs_by_definition(const struct live_side *live, const struct fact *fact)
{
	if (!fact_kind_is_defined(fact->kind))
		return may_read_back_otherwise(fact);

	const struct definition *wanted = fact_definition_find(live->desired, fact);
	const struct definition *found = fact_definition_find(live->definitions, fact);

	return found == NULL || wanted == NULL ? may_read_back_otherwise(fact)
	                                       : strcmp(found->hash, wanted->hash) != 0;
}

/* What is as it is here already says the same again. */
static bool
is_doubtful(const struct live_side *live, const struct fact *fact)
{
	if (expression_files[fact->kind] == NULL || fact->create_sql[0] == '\0' ||
	    fact->definition[0] == '\0')
		return false;
	if (live->facts == NULL)
		return differs_by_definition(live, fact);

	size_t place = fact_set_find(live->facts, fact->kind, fact->id);

	if (place == FACT_NOWHERE)
		return may_read_back_otherwise(fact);
	return strcmp(live->facts->items[place].definition, fact->definition) != 0;
}

/* One side's objects, each tried in its turn. */
struct reparsing
{
	struct session *session;
	const struct managed_schema *schema;
	struct fact_set *desired;
};

static bool
make_anew(struct session *session, const struct fact *fact, const char *create_sql,
          struct failure *failure)
{
	cleanup_text struct text drop = TEXT_EMPTY;

	text_append_format(&drop, "%s%s", fact->drop_sql, has_followers(fact) ? " cascade" : "");
	return statement_run(session, PURPOSE, text_bytes(&drop), failure) &&
	       statement_run(session, PURPOSE, create_sql, failure);
}

static bool
read_definition(const struct reparsing *reparsing, const struct fact *fact, struct rows **rows,
                struct failure *failure)
{
	struct session *session = reparsing->session;
	cleanup_text struct text query = TEXT_EMPTY;
	cleanup_text struct text sql = TEXT_EMPTY;
	cleanup_name_list struct name_list names = {0};
	size_t statement_count = 0;
	bool has_globals = false;

	catalog_facts_names(session, reparsing->schema, &names, &has_globals);

	if (!query_make_text(session,
	                     QUERY(expression_files[fact->kind], PURPOSE, &definition_answer,
	                           as_array(names.items, names.count), as_flag(false), as_text(NULL)),
	                     &query, &statement_count, failure))
		return false;
	text_append_format(
		&sql, "select fact.definition from (%s) as fact where fact.kind = ", text_bytes(&query));
	query_append_literal(session, &sql, fact_kind_name(fact->kind));
	text_append(&sql, " and fact.id = ");
	query_append_literal(session, &sql, fact->id);

	const struct statement_text statement = {
		.purpose = PURPOSE, .sql = text_bytes(&sql), .answer = &definition_answer};

	return statement_read(session, &statement, rows, failure);
}

static bool
may_go_on(const struct failure *refusal)
{
	return !refusal->connection_lost && refusal->kind != FAILURE_INTERRUPTED &&
	       refusal->kind != FAILURE_TRANSIENT;
}

/* How the object reads that this text makes; NULL where it makes none. The caller frees it. */
static bool
make_and_read(const struct reparsing *reparsing, const struct fact *fact, const char *create_sql,
              char **definition, struct failure *failure)
{
	const struct session_operations *operations = &postgres_session_operations;
	cleanup_rows struct rows *rows = NULL;
	struct failure refusal = {0};
	struct definition_row row = {.definition = NULL};

	if (!operations->savepoint(reparsing->session, failure))
		return false;
	if (make_anew(reparsing->session, fact, create_sql, &refusal) &&
	    read_definition(reparsing, fact, &rows, &refusal))
		rows_read(rows, 0, &row);
	else if (!may_go_on(&refusal))
	{
		*failure = refusal;
		return false;
	}
	*definition = memory_copy_text_or_null(row.definition);
	return operations->rollback_to_savepoint(reparsing->session, failure);
}

/* The statement that makes the table has the expression, too. */
static void
respell_in_table(const struct reparsing *reparsing, const struct fact *column)
{
	/* Behind the kind of a generated column. */
	const char *expression = column->definition + 1;
	cleanup_memory char *other = expression_without_list_casts(expression);
	cleanup_text struct text create_sql = TEXT_EMPTY;

	if (other == NULL || column->parent == FACT_NOWHERE)
		return;

	struct fact *table = &reparsing->desired->items[column->parent];
	const char *at = strstr(table->create_sql, expression);

	if (at == NULL)
		return;
	text_append_bytes(&create_sql, table->create_sql, (size_t)(at - table->create_sql));
	text_append_format(&create_sql, "%s%s", other, at + strlen(expression));
	table->create_sql = text_arena_copy(&reparsing->desired->texts, text_bytes(&create_sql));
}

/* The other spelling becomes the fact's own where that one reads back as it was. */
static bool
try_other_spelling(const struct reparsing *reparsing, struct fact *fact, bool *is_found,
                   struct failure *failure)
{
	cleanup_memory char *other = expression_without_list_casts(fact->create_sql);
	cleanup_memory char *definition = NULL;

	*is_found = false;
	if (other == NULL)
		return true;
	if (!make_and_read(reparsing, fact, other, &definition, failure))
		return false;
	*is_found = definition != NULL && strcmp(definition, fact->definition) == 0;
	if (!*is_found)
		return true;
	fact->create_sql = text_arena_copy(&reparsing->desired->texts, other);
	if (fact->kind == FACT_COLUMN)
		respell_in_table(reparsing, fact);
	return true;
}

static bool
reparse_one(const struct reparsing *reparsing, struct fact *fact, struct failure *failure)
{
	cleanup_memory char *definition = NULL;
	bool is_found = false;

	if (!make_and_read(reparsing, fact, fact->create_sql, &definition, failure))
		return false;
	if (definition == NULL || strcmp(definition, fact->definition) == 0)
		return true;
	if (!try_other_spelling(reparsing, fact, &is_found, failure))
		return false;
	if (!is_found)
		fact->extra.reparsed = text_arena_copy(&reparsing->desired->texts, definition);
	return true;
}

bool
catalog_reparse(struct session *session, const struct managed_schema *schema,
                const struct live_side *live, struct fact_set *desired, struct failure *failure)
{
	const struct reparsing reparsing = {.session = session, .schema = schema, .desired = desired};

	for (size_t index = 0; index < desired->count; index++)
	{
		struct fact *fact = &desired->items[index];

		if (is_doubtful(live, fact) && !reparse_one(&reparsing, fact, failure))
			return false;
	}
	return true;
}
