#include "app/converge/schema_diagram.h"

#include "app/apply/script_sequence.h"
#include "app/apply/transaction.h"
#include "app/converge/shadow.h"
#include "port/diagram.h"

/* Of a shadow that is given up afterwards it is read again from the next one, and shown once. */
static bool
read_shadow_tables(void *context, struct schema_run *run, struct failure *failure)
{
	(void)context;
	return run->application->database->diagram->read(run->connection->session, run->schema,
	                                                 run->queue->diagram, failure);
}

static bool
make_missing_schema(struct schema_run *run, struct failure *failure)
{
	return run->observed.schema_exists || run->application->database->catalog->create_schema(
											  run->connection->session, run->schema->name, failure);
}

static bool
build_and_read(struct schema_run *run, struct failure *failure)
{
	static const struct shadow_look look = {.read = read_shadow_tables};
	cleanup_desired_state struct desired_state desired = {.look = &look};
	struct failure refusal = {0};

	if (!shadow_read_desired(run, &desired, &refusal, failure))
		return false;
	if (refusal.kind == FAILURE_NONE)
		return true;
	*failure = refusal;
	return false;
}

bool
schema_diagram_make(struct schema_run *run, struct failure *failure)
{
	/* What a schema without scripts holds, its users have made. */
	if (run->schema->script_count == 0)
		return true;
	if (!script_sequence_scan(run->application, run->schema, failure))
		return false;
	script_sequence_adapt(run);
	if (transaction_begin(run, failure) && make_missing_schema(run, failure) &&
	    build_and_read(run, failure) && transaction_end(run, failure))
		return true;
	transaction_undo(run, failure);
	return false;
}
