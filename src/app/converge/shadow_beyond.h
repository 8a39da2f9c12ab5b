#ifndef APP_CONVERGE_SHADOW_BEYOND_H
#define APP_CONVERGE_SHADOW_BEYOND_H

/*
 * What the DDL makes by name in other schemas than its own, where no setting says what is managed.
 * IF NOT EXISTS passes over what is there already, in a shadow as well: so it must not be there.
 */

#include "app/apply/schema_run.h"

/*
 * For a shadow, which is rolled back: drops what the source has promised beyond its schema and what
 * the DDL names there. What the session may not drop stays, where it is only named.
 */
bool shadow_beyond_drop(struct schema_run *run, struct failure *failure);

/* Whether some table or sequence that the DDL names beyond its schema is there. */
bool shadow_beyond_is_there(struct schema_run *run, bool *is_there, struct failure *failure);

#endif
