#include "app/apply/schema_queue.h"

#include "app/apply/schema_sequence.h"
#include "app/apply/schema_session.h"

bool
schema_queue_run(const struct application *application, struct schema_queue *queue,
                 struct failure *failure)
{
	struct schema_session connection = {0};
	bool all_done = true;

	for (size_t index = 0; all_done && index < queue->count; index++)
	{
		struct schema_run run = schema_run_start(application, queue, index, &connection);

		all_done = schema_sequence_run(&run, failure);
	}
	schema_session_close(application, &connection);
	provision_outcome_free(&queue->provisioned);
	return all_done;
}
