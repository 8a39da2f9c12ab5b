#ifndef APP_DIAGRAM_H
#define APP_DIAGRAM_H

/*
 * The diagram of schemas: of the live ones, or of what the DDL of bundles and files makes.
 */

#include "app/selection.h"
#include "domain/erd/diagram.h"

struct diagram_request
{
	struct selection selection;
	bool is_desired; /* what the DDL makes, not what is there */
};

/*
 * Changes nothing. The caller frees the diagram, which is complete.
 * FAILURE_DRIFT with REASON_SCHEMA_ABSENT for a live schema that is not there.
 */
bool diagram_make(const struct application *application, const struct diagram_request *request,
                  struct diagram *diagram, struct failure *failure);

#endif
