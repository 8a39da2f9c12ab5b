#ifndef APP_APPLY_RESET_OTHERS_H
#define APP_APPLY_RESET_OTHERS_H

/*
 * What a reset of files would take from others. A reset empties the whole schema and fills it with
 * the DDL of one source; what bundles, or files of other names, have made in it would be gone.
 */

#include "app/application.h"

/*
 * True if nothing is there that another source has made; always for bundles, whose schema is
 * theirs. Else FAILURE_DESTRUCTIVE, which names it. In the transaction that is open.
 */
bool reset_others_check(const struct application *application, struct session *session,
                        const struct managed_schema *schema, struct failure *failure);

#endif
