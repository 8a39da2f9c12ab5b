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

/*
 * For a run in a Pod, which is gone when its message is read and has no shell: where the hint names a
 * command of the program, it names k8s/look instead, which runs that command there.
 */
void failure_hint_for_pod(struct failure *failure);

void failure_hint_add(struct failure *failure, enum hint_occasion occasion);

#endif
