#ifndef APP_APPLY_SCHEMA_HINT_H
#define APP_APPLY_SCHEMA_HINT_H

/*
 * What to do about a failure of a schema's run, where neither the server nor who
 * met the failure has said so. A failure that has a hint keeps it.
 */

#include "base/failure.h"

void schema_hint_add(struct failure *failure);

#endif
