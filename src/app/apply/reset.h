#ifndef APP_APPLY_RESET_H
#define APP_APPLY_RESET_H

/*
 * Empties the schemas of bundles and creates what is in them anew.
 */

#include "app/selection.h"

struct reset_request
{
	struct selection selection;
	bool is_confirmed; /* --yes */
};

/*
 * Each schema is emptied and filled in one transaction: after a failure it is as
 * it was. The ledger stays and gets a row. A bundle without scripts holds what its
 * users made; it is not emptied, what it promises is applied, and the run ends
 * with FAILURE_DESTRUCTIVE.
 *
 * Unconfirmed, nothing is changed: what would be dropped is logged, and the run
 * ends with FAILURE_DESTRUCTIVE, as it does when objects outside a schema depend
 * on what is in it.
 */
bool reset(const struct application *application, const struct reset_request *request,
           struct failure *failure);

#endif
