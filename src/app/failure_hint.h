#ifndef APP_FAILURE_HINT_H
#define APP_FAILURE_HINT_H

/*
 * What to do about a failure, by its kind and reason, where neither the server nor the code that
 * met the failure has said so. A failure that has a hint keeps it, unless the program knows better
 * than the server.
 */

#include "base/failure.h"

/* What was tried: the same reason asks for something else at a login than in a change. */
enum hint_occasion
{
	HINT_LOGIN_OF_ADMINISTRATOR, /* where it has no rule of its own, those of HINT_LOGIN hold */
	HINT_LOGIN,
	HINT_SCHEMA /* a run over one schema */
};

void failure_hint_add(struct failure *failure, enum hint_occasion occasion);

#endif
