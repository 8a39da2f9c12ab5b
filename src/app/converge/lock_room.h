#ifndef APP_CONVERGE_LOCK_ROOM_H
#define APP_CONVERGE_LOCK_ROOM_H

/*
 * Whether the server's table of locks has room for a shadow: other sessions of the server are
 * refused, too, once it is full.
 */

#include "app/apply/schema_run.h"

/*
 * False with FAILURE_DDL, the count and the setting to raise, where a shadow of what is managed
 * takes more locks than the settings of the server provide for all sessions together.
 */
bool lock_room_check(const struct schema_run *run, struct failure *failure);

#endif
