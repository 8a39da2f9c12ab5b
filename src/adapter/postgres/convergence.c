#include "adapter/postgres/convergence.h"

#include "adapter/postgres/fact/facts.h"
#include "adapter/postgres/query/query.h"

static const struct column lock_room_columns[] = {
	COLUMN(struct lock_room, needed_count),
	COLUMN(struct lock_room, nominal_count),
};
static const struct answer_shape lock_room_answer =
	ANSWER(struct lock_room, ROWS_ONE, lock_room_columns);

static bool
lock_room_read(struct session *session, const struct fact_request *request, struct lock_room *room,
               struct failure *failure)
{
	const struct query_parameter schemas =
		as_array_from((struct array_source){.items = request->schemas,
	                                        .count = request->schema_count,
	                                        .stride_bytes = sizeof *request->schemas});

	return query_run_row(session,
	                     QUERY("sql/convergence_lock_room.sql", "count the locks of a shadow",
	                           &lock_room_answer, schemas),
	                     NULL, room, failure);
}

const struct convergence_operations postgres_convergence_operations = {
	.facts = facts_read,
	.lock_room = lock_room_read,
};
