#include "adapter/postgres/convergence.h"

#include "adapter/postgres/fact/facts.h"
#include "adapter/postgres/query/query.h"

static const struct column lock_room_columns[] = {
	COLUMN(struct lock_room, needed_count),
	COLUMN(struct lock_room, nominal_count),
	COLUMN(struct lock_room, per_transaction),
};
static const struct answer_shape lock_room_answer =
	ANSWER(struct lock_room, ROWS_ONE, lock_room_columns);

static struct query_parameter
as_names(const struct name_list *names)
{
	return names == NULL ? as_text(NULL) : as_array(names->items, names->count);
}

static bool
lock_room_read(struct session *session, const struct lock_room_request *request,
               struct lock_room *room, struct failure *failure)
{
	return query_run_row(session,
	                     QUERY("sql/convergence_lock_room.sql", "count the locks of a shadow",
	                           &lock_room_answer, as_names(request->schemas),
	                           as_names(request->relations)),
	                     NULL, room, failure);
}

const struct convergence_operations postgres_convergence_operations = {
	.facts = facts_read,
	.lock_room = lock_room_read,
};
