#ifndef APP_CONVERGE_SHADOW_H
#define APP_CONVERGE_SHADOW_H

/*
 * What the schema ought to be, before anything is changed.
 */

#include "app/apply/schema_run.h"

/*
 * Builds the schema anew beside the live one, reads its definitions and rolls
 * back to a savepoint of the transaction that is open. Others see nothing of it.
 *
 * is_known  false where the session may not rename the schema, or the DDL does not
 *           run beside the live schema; the reason has been logged then
 */
bool shadow_read_desired(struct schema_run *run, struct definitions *desired, bool *is_known,
                         struct failure *failure);

#endif
