#ifndef APP_APPLY_SCHEMA_SEQUENCE_H
#define APP_APPLY_SCHEMA_SEQUENCE_H

#include "app/application.h"
#include "app/apply/schema_run.h"
#include "app/provision/provision.h"

/*
 * Takes one schema from settings to report, starting over (within
 * SETTING_CHANGE_TIMEOUT) when a connection was lost, a lock_timeout fired, or a
 * deadlock or serialization failure undid the change.
 *
 * provision_schemas  what is provisioned when this schema turns out to need it:
 *                    itself and those after it, so that one administrator's login serves all
 */
struct schema_queue
{
	const struct managed_schema *schemas;
	size_t count;
	enum run_goal goal;
	bool is_provisioned;
	struct provision_outcome provisioned;
};

/* FAILURE_DRIFT with REASON_SCHEMA_ABSENT: partitions are asked for in a schema that is not there. */
bool schema_sequence_run(const struct application *application, struct schema_queue *queue,
                         size_t index, struct schema_session *connection, struct failure *failure);

/* Every schema of the queue in turn; the first failure ends it. Frees what the queue gathered. */
bool schema_queue_run(const struct application *application, struct schema_queue *queue,
                      struct failure *failure);

#endif
