#include "adapter/postgres/fact/facts.h"

#include <limits.h>

#include "adapter/postgres/fact/fact_edges.h"
#include "adapter/postgres/fact/fact_family.h"
#include "adapter/postgres/fact/fact_order.h"
#include "adapter/postgres/fact/fact_places.h"
#include "adapter/postgres/fact/fact_purpose.h"
#include "adapter/postgres/fact/fact_rows.h"
#include "adapter/postgres/query/query.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/count_of.h"

enum
{
	MEMBERS_OF_SCHEMAS_SINCE = 150000, /* pg_publication_namespace, filters, lists of columns */
	CLASS_OF_RELATIONS = 1259          /* 'pg_catalog.pg_class'::regclass of every version */
};

struct fact_file
{
	const char *file;
	bool is_global; /* about what is in no schema */
	int since;      /* server_version_num; 0: of all versions */
	int before;
};

static const struct fact_file files[] = {
	{"sql/fact/schema.sql", false, 0, INT_MAX},
	{"sql/fact/default_privilege.sql", false, 0, INT_MAX},
	{"sql/fact/collation.sql", false, 0, INT_MAX},
	{"sql/fact/type.sql", false, 0, INT_MAX},
	{"sql/fact/domain_constraint.sql", false, 0, INT_MAX},
	{"sql/fact/domain_default.sql", false, 0, INT_MAX},
	{"sql/fact/function.sql", false, 0, INT_MAX},
	{"sql/fact/operator.sql", false, 0, INT_MAX},
	{"sql/fact/text_search.sql", false, 0, INT_MAX},
	{"sql/fact/sequence.sql", false, 0, INT_MAX},
	{"sql/fact/table.sql", false, 0, INT_MAX},
	{"sql/fact/column.sql", false, 0, INT_MAX},
	{"sql/fact/default.sql", false, 0, INT_MAX},
	{"sql/fact/inherit.sql", false, 0, INT_MAX},
	{"sql/fact/constraint.sql", false, 0, INT_MAX},
	{"sql/fact/index.sql", false, 0, INT_MAX},
	{"sql/fact/partition.sql", false, 0, INT_MAX},
	{"sql/fact/index_attach.sql", false, 0, INT_MAX},
	{"sql/fact/validation.sql", false, 0, INT_MAX},
	{"sql/fact/statistics.sql", false, 0, INT_MAX},
	{"sql/fact/table_index.sql", false, 0, INT_MAX},
	{"sql/fact/view.sql", false, 0, INT_MAX},
	{"sql/fact/rule.sql", false, 0, INT_MAX},
	{"sql/fact/trigger.sql", false, 0, INT_MAX},
	{"sql/fact/policy.sql", false, 0, INT_MAX},
	{"sql/fact/role.sql", true, 0, INT_MAX},
	{"sql/fact/language.sql", true, 0, INT_MAX},
	{"sql/fact/extension.sql", true, 0, INT_MAX},
	{"sql/fact/extension_privilege.sql", true, 0, INT_MAX},
	{"sql/fact/foreign.sql", true, 0, INT_MAX},
	{"sql/fact/cast.sql", true, 0, INT_MAX},
	{"sql/fact/publication.sql", true, 0, INT_MAX},
	{"sql/fact/publication_member.until14.sql", true, 0, MEMBERS_OF_SCHEMAS_SINCE},
	{"sql/fact/publication_member.from15.sql", true, MEMBERS_OF_SCHEMAS_SINCE, INT_MAX},
	{"sql/fact/event_trigger.sql", true, 0, INT_MAX},
};

/* The queries of one message and their answers. */
struct fact_message
{
	struct query queries[COUNT_OF(files)];
	struct rows *rows[COUNT_OF(files)];
	bool is_global[COUNT_OF(files)];
	size_t count;
};

static void
fact_message_free(struct fact_message *message)
{
	for (size_t index = 0; index < message->count; index++)
		rows_free(message->rows[index]);
}

#define cleanup_fact_message cleanup_(fact_message_free)

static struct query_parameter
schemas_of(const struct fact_request *request)
{
	return as_array_from((struct array_source){.items = request->schemas,
	                                           .count = request->schema_count,
	                                           .stride_bytes = sizeof *request->schemas});
}

static bool
is_wanted(const struct fact_file *file, const struct fact_request *request, int version)
{
	return (request->has_globals || !file->is_global) && version >= file->since &&
	       version < file->before;
}

static bool
ask_for_facts(struct session *session, const struct fact_request *request,
              struct fact_message *message, struct failure *failure)
{
	const struct query_parameter parameters[] = {
		schemas_of(request),
		as_flag(request->has_globals),
		request->relations == NULL ? as_text(NULL)
								   : as_array(request->relations->items, request->relations->count),
	};
	int version = session_properties(session)->server_version_num;

	for (size_t index = 0; index < COUNT_OF(files); index++)
	{
		if (!is_wanted(&files[index], request, version))
			continue;
		message->is_global[message->count] = files[index].is_global;
		message->queries[message->count++] = (struct query){
			.file = files[index].file,
			.purpose = FACT_PURPOSE,
			.answer = &fact_answer,
			.parameters = parameters,
			.parameter_count = COUNT_OF(parameters),
			.limit_ms = LONG_ANSWER_LIMIT_MS,
		};
	}
	return query_run_all(session, message->queries, message->count, message->rows, failure);
}

/* Each answer goes as soon as it was read: the facts are copies. */
static bool
read_answers(struct fact_message *message, struct fact_drafts *drafts, struct failure *failure)
{
	for (size_t index = 0; index < message->count; index++)
	{
		cleanup_rows struct rows *rows = take(message->rows[index]);

		if (!fact_rows_read(rows, message->is_global[index], drafts, failure))
			return false;
	}
	fact_drafts_sort(drafts);
	return true;
}

struct renamed_row
{
	const char *renamed;
	const char *original;
};

static const struct column renamed_columns[] = {
	COLUMN(struct renamed_row, renamed),
	COLUMN(struct renamed_row, original),
};
static const struct answer_shape renamed_answer =
	ANSWER(struct renamed_row, ROWS_ANY, renamed_columns);

/* The server quotes the names, which knows what words it reserves. */
static bool
prepare_cleaner(struct session *session, const struct fact_request *request,
                struct fact_cleaner *cleaner, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	*cleaner = fact_cleaner_for(request->suffix);
	if (cleaner->suffix == NULL || request->renamed_count == 0)
		return true;
	if (!query_run(session,
	               QUERY("sql/fact/renamed.sql", FACT_PURPOSE, &renamed_answer,
	                     AS_ARRAY_OF(request->renamed, request->renamed_count, renamed),
	                     AS_ARRAY_OF(request->renamed, request->renamed_count, original)),
	               &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct renamed_row row = {0};

		rows_read(rows, index, &row);
		fact_cleaner_add(cleaner, row.renamed, row.original);
	}
	return true;
}

struct edge_row
{
	int64_t classid;
	int64_t objid;
	int64_t objsubid;
	int64_t refclassid;
	int64_t refobjid;
	int64_t refobjsubid;
	const char *deptype;
};

static const struct column edge_columns[] = {
	COLUMN(struct edge_row, classid),  COLUMN(struct edge_row, objid),
	COLUMN(struct edge_row, objsubid), COLUMN(struct edge_row, refclassid),
	COLUMN(struct edge_row, refobjid), COLUMN(struct edge_row, refobjsubid),
	COLUMN(struct edge_row, deptype),
};
static const struct answer_shape edge_answer = ANSWER(struct edge_row, ROWS_ANY, edge_columns);

static bool
read_address(const int64_t *numbers, struct catalog_address *address)
{
	*address =
		(struct catalog_address){(uint32_t)numbers[0], (uint32_t)numbers[1], (int32_t)numbers[2]};
	return address->class == numbers[0] && address->object == numbers[1] &&
	       address->sub == numbers[2];
}

static bool
receive_edge(void *context, const struct rows *rows, struct failure *failure)
{
	struct fact_edges *edges = context;
	struct edge_row row = {0};
	struct fact_edge edge = {0};

	rows_read(rows, 0, &row);
	if (!read_address((const int64_t[]){row.classid, row.objid, row.objsubid}, &edge.dependent) ||
	    !read_address((const int64_t[]){row.refclassid, row.refobjid, row.refobjsubid},
	                  &edge.reference))
		return answer_fail(failure, FACT_PURPOSE, "an object's number out of range");
	edge.type = row.deptype[0];
	*ARRAY_ADD(edges->items, edges->count) = edge;
	return true;
}

static bool
read_edges(struct session *session, struct fact_edges *edges, struct failure *failure)
{
	const struct query query = {.file = "sql/fact/dependency.sql",
	                            .purpose = FACT_PURPOSE,
	                            .answer = &edge_answer,
	                            .limit_ms = LONG_ANSWER_LIMIT_MS};

	return query_stream(session, &query, &(const struct row_receiver){edges, receive_edge},
	                    failure);
}

static void
map_places(const struct fact_set *set, const struct fact_drafts *links,
           struct fact_place_map *places)
{
	for (size_t place = 0; place < set->count; place++)
	{
		const struct fact *fact = &set->items[place];

		fact_place_map_put(
			places, (struct catalog_address){fact->classid, fact->objid, fact->objsubid}, place);
		fact_place_map_put(
			places,
			(struct catalog_address){CLASS_OF_RELATIONS, links->items[place].links.index, 0},
			place);
	}
}

static void
join_facts(struct fact_set *set, const struct fact_drafts *links, struct fact_edges *edges)
{
	cleanup_fact_place_map struct fact_place_map places = {0};

	map_places(set, links, &places);
	fact_edges_tell(edges, &places, set);
	fact_family_join(set, links, &places);
	for (size_t place = 0; place < set->count; place++)
		fact_places_finish(&set->items[place].dependencies, place);
	fact_order_tell(set, links);
	for (size_t place = 0; place < set->count; place++)
		fact_places_finish(&set->items[place].order, place);
}

bool
facts_read(struct session *session, const struct fact_request *request, struct fact_set *set,
           struct failure *failure)
{
	cleanup_fact_message struct fact_message message = {.count = 0};
	cleanup_fact_cleaner struct fact_cleaner cleaner = {0};
	cleanup_fact_drafts struct fact_drafts drafts = {.cleaner = &cleaner};
	cleanup_fact_edges struct fact_edges edges = {0};

	if (!prepare_cleaner(session, request, &cleaner, failure) ||
	    !ask_for_facts(session, request, &message, failure) ||
	    !read_answers(&message, &drafts, failure) || !read_edges(session, &edges, failure))
		return false;
	*set = (struct fact_set){.server_version_num = session_properties(session)->server_version_num};
	fact_drafts_hand_over(&drafts, set);
	join_facts(set, &drafts, &edges);
	return true;
}
