#ifndef APP_DESIRED_H
#define APP_DESIRED_H

/*
 * What the schema ought to be, before anything is changed.
 */

#include "app/target_run.h"

/*
 * Builds the schema anew beside the live one, reads its definitions and rolls
 * back to a savepoint of the transaction that is open. Others see nothing of it.
 *
 * is_known  false where the session may not rename the schema, or the DDL does not
 *           run beside the live schema; the reason has been logged then
 */
bool desired_from_shadow(struct target_run *run, struct definition_list *desired, bool *is_known,
                         struct failure *failure);

#endif
