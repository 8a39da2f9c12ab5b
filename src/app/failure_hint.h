#ifndef APP_FAILURE_HINT_H
#define APP_FAILURE_HINT_H

/*
 * What to do about a failure, by its kind and reason, if neither the server nor the code that met
 * the failure has said so. A failure keeps its hint, unless the program knows better than the
 * server.
 */

#include "base/failure.h"

/* What was attempted: the same reason needs another hint at a login than in a change. */
enum hint_occasion
{
	HINT_LOGIN_OF_ADMINISTRATOR, /* uses the rules of HINT_LOGIN where it has none */
	HINT_LOGIN,
	HINT_SCHEMA /* a schema run */
};

void failure_hint_add(struct failure *failure, enum hint_occasion occasion);

#endif
