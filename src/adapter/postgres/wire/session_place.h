#ifndef ADAPTER_POSTGRES_WIRE_SESSION_PLACE_H
#define ADAPTER_POSTGRES_WIRE_SESSION_PLACE_H

/*
 * Where a setting of a session comes from, and what to do about one that forbids writing.
 */

#include "port/database.h"

bool session_find_setting(struct session *session, const struct setting_question *question,
                          struct setting_place *place, struct failure *failure);

void session_override_read_only(struct session *session);

#endif
