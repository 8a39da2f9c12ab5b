#ifndef APP_TARGET_SEQUENCE_H
#define APP_TARGET_SEQUENCE_H

#include "app/application.h"
#include "app/provision.h"
#include "app/target_run.h"

/*
 * Takes one target from settings to report, starting over (within
 * SETTING_CHANGE_TIMEOUT) when a connection was lost, a lock_timeout fired, or a
 * deadlock or serialization failure undid the change.
 *
 * provision_targets  what is provisioned when this target turns out to need it:
 *                    itself and those after it, so that one administrator's login serves all
 */
struct target_queue
{
	const struct target *targets;
	size_t count;
	enum target_goal goal;
	bool is_provisioned;
	struct provision_outcome provisioned;
};

/* SQLSTATE (invalid_schema_name) of the failure when partitions are asked for in a schema that is not there. */
#define TARGET_SCHEMA_IS_ABSENT "3F000"

bool target_sequence_run(const struct application *application, struct target_queue *queue,
                         size_t index, struct target_session *connection, struct failure *failure);

/* Every target of the queue in turn; the first failure ends it. Frees what the queue gathered. */
bool target_queue_run(const struct application *application, struct target_queue *queue,
                      struct failure *failure);

#endif
