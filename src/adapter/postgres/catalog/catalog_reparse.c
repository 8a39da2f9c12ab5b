#include "adapter/postgres/catalog/catalog_reparse.h"

#include <string.h>

#include "adapter/postgres/catalog/catalog_managed.h"
#include "adapter/postgres/catalog/catalog_respell.h"
#include "adapter/postgres/query/query.h"
#include "adapter/postgres/wire/session_operations.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/catalog/expression_spelling.h"
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
	[FACT_FUNCTION] = "sql/fact/function.sql",
	[FACT_DOMAIN] = "sql/fact/type.sql",
	[FACT_TABLE] = "sql/fact/table.sql",
	[FACT_STATISTICS] = "sql/fact/statistics.sql",
	/* Of a version that has row filters; before, nothing has another spelling. */
	[FACT_PUBLICATION_MEMBER] = "sql/fact/publication_member.from15.sql",
};

/* Others would keep it from being dropped. */
static bool
has_followers(const struct fact *fact)
{
	switch (fact->kind)
	{
		case FACT_VIEW:
		case FACT_MATERIALIZED_VIEW:
		case FACT_INDEX:
		case FACT_CONSTRAINT:
		case FACT_COLUMN:
		case FACT_FUNCTION:
		case FACT_DOMAIN:
		case FACT_TABLE:
			return true;
		default:
			return false;
	}
}

/* Where the expression of a domain is: its default is no part of the definition. */
static const char *
expression_text(const struct fact *fact)
{
	return fact->kind == FACT_DOMAIN ? fact->create_sql : fact->definition;
}

static bool
has_other_spelling(const struct fact *fact)
{
	for (int spelling = 0; spelling < SPELLING_COUNT; spelling++)
	{
		cleanup_memory char *other =
			expression_spell(expression_text(fact), (enum expression_spelling)spelling);

		if (other != NULL)
			return true;
	}
	return false;
}

/* What is made anew for it takes much along, or has an expression only now and then. */
static bool
is_rarely_doubtful(enum fact_kind kind)
{
	return kind == FACT_FUNCTION || kind == FACT_DOMAIN || kind == FACT_TABLE ||
	       kind == FACT_STATISTICS || kind == FACT_PUBLICATION_MEMBER;
}

/* Of what is new, only some spellings are known to. */
static bool
may_read_back_otherwise(const struct fact *fact)
{
	return has_other_spelling(fact) ||
	       (!is_rarely_doubtful(fact->kind) && strstr(fact->definition, "ARRAY[") != NULL);
}

/* A default is in the definition of its column. */
static bool
differs_by_definition(const struct live_side *live, const struct fact *fact)
{
	if (!fact_kind_is_defined(fact->kind))
		return may_read_back_otherwise(fact);

	const struct definition *wanted = fact_definition_find(live->desired, fact);
	const struct definition *found = fact_definition_find(live->definitions, fact);

	return found == NULL || wanted == NULL
	           ? may_read_back_otherwise(fact)
	           : strcmp(found->hash, wanted->hash) != 0 &&
	                 (!is_rarely_doubtful(fact->kind) || has_other_spelling(fact));
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

	return strcmp(expression_text(&live->facts->items[place]), expression_text(fact)) != 0 &&
	       (!is_rarely_doubtful(fact->kind) || has_other_spelling(fact));
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
	const struct statement_text create = {.purpose = PURPOSE, .sql = create_sql, .is_one = true};

	text_append_format(&drop, "%s%s", fact->drop_sql, has_followers(fact) ? " cascade" : "");
	return statement_run(session, PURPOSE, text_bytes(&drop), failure) &&
	       statement_read(session, &create, NULL, failure);
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

	catalog_managed_names(session, reparsing->schema, &names, &has_globals);

	if (!query_make_text(session,
	                     QUERY(expression_files[fact->kind], PURPOSE, &definition_answer,
	                           as_array(names.items, names.count), as_flag(false), as_text(NULL)),
	                     &query, &statement_count, failure))
		return false;
	text_append_format(&sql, "select fact.%s as definition from (%s) as fact where fact.kind = ",
	                   fact->kind == FACT_DOMAIN ? "create_sql" : "definition", text_bytes(&query));
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

/* The other spelling becomes the fact's own where that one reads back as it was. */
static bool
try_spelling(const struct reparsing *reparsing, struct fact *fact,
             enum expression_spelling spelling, bool *is_found, struct failure *failure)
{
	cleanup_memory char *other = expression_spell(fact->create_sql, spelling);
	cleanup_memory char *definition = NULL;

	*is_found = false;
	if (other == NULL)
		return true;
	if (!make_and_read(reparsing, fact, other, &definition, failure))
		return false;
	*is_found = definition != NULL && strcmp(definition, expression_text(fact)) == 0;
	if (*is_found)
		catalog_respell(reparsing->desired, fact, spelling);
	return true;
}

static bool
try_other_spellings(const struct reparsing *reparsing, struct fact *fact, bool *is_found,
                    struct failure *failure)
{
	*is_found = false;
	for (int spelling = 0; spelling < SPELLING_COUNT && !*is_found; spelling++)
	{
		if (!try_spelling(reparsing, fact, (enum expression_spelling)spelling, is_found, failure))
			return false;
	}
	return true;
}

static bool
reparse_one(const struct reparsing *reparsing, struct fact *fact, struct failure *failure)
{
	cleanup_memory char *definition = NULL;
	bool is_found = false;

	if (!make_and_read(reparsing, fact, fact->create_sql, &definition, failure))
		return false;
	if (definition == NULL || strcmp(definition, expression_text(fact)) == 0)
		return true;
	if (!try_other_spellings(reparsing, fact, &is_found, failure))
		return false;
	if (!is_found && fact->kind != FACT_DOMAIN)
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
