#ifndef APP_EXPORT_H
#define APP_EXPORT_H

/*
 * Writes the events of one execution to a file: one JSON array, one row a line, ordered by
 * (timestamp, event_id).
 */

#include <stdint.h>

#include "app/application.h"

struct export_request
{
	int64_t execution_id;
	const char *path; /* "-" is standard output */
};

/*
 * The file appears complete or not at all. An execution without events gives an empty array and a
 * warning. Memory does not grow with the number of events.
 */
bool export_execution_logs(const struct application *application,
                           const struct export_request *request, struct failure *failure);

#endif
