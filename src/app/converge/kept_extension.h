#ifndef APP_CONVERGE_KEPT_EXTENSION_H
#define APP_CONVERGE_KEPT_EXTENSION_H

/*
 * An extension that is there is not made again in a shadow, so the transaction has nothing to show
 * for it: it stays this source's where it was promised and the DDL still makes it.
 */

#include "app/apply/schema_run.h"

/* Leaves out of the definitions what the shadow did not make, but for such extensions. */
bool kept_extension_keep_made(struct schema_run *run, struct definitions *definitions,
                              struct failure *failure);

#endif
