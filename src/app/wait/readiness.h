#ifndef APP_WAIT_READINESS_H
#define APP_WAIT_READINESS_H

/* Waits until other runs have done their work: for init containers. */

#include <stdbool.h>
#include <stddef.h>

#include "app/selection.h"

enum readiness_goal
{
	READINESS_OF_DATABASE, /* the owner's login works and can write */
	READINESS_OF_SCHEMA    /* the ledger has this program's version of the bundle, or a later one */
};

struct readiness_request
{
	struct selection selection;
	enum readiness_goal goal;
	bool any_version; /* any recorded version is enough */
};

/*
 * At most SETTING_WAIT_TIMEOUT for everything. Refused logins and missing databases are waited
 * for as well, because another run may be making them. Uses one connection as long as it lasts,
 * and reads only the ledger.
 *
 * Failures: FAILURE_UNREACHABLE if the time was not enough, FAILURE_DENIED if the last login of
 * that time was refused, FAILURE_INTERRUPTED.
 */
bool readiness_wait(const struct application *application, const struct readiness_request *request,
                    struct failure *failure);

#endif
