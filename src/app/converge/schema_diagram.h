#ifndef APP_CONVERGE_SCHEMA_DIAGRAM_H
#define APP_CONVERGE_SCHEMA_DIAGRAM_H

#include "app/apply/schema_run.h"

/*
 * Adds to run->diagram what the DDL makes, out of a shadow that is rolled back. A schema that is not
 * there is made for it, and rolled back as well.
 */
bool schema_diagram_make(struct schema_run *run, struct failure *failure);

#endif
