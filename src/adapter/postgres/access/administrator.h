#ifndef ADAPTER_POSTGRES_ACCESS_ADMINISTRATOR_H
#define ADAPTER_POSTGRES_ACCESS_ADMINISTRATOR_H

/*
 * The administrator's session: a connection that only provisioning, inspection and advisory locks,
 * in this folder, can use.
 */

#include "port/provisioning.h"

struct administrator_session
{
	struct session *session;
};

/* Closes and frees; NULL is fine. */
struct administrator_session *administrator_take_session(struct session *session);
void administrator_close(struct administrator_session *administrator);

bool administrator_is_behind_pooler(const struct administrator_session *administrator);
bool administrator_begin(struct administrator_session *administrator, int64_t lock_timeout_ms,
                         struct failure *failure);
bool administrator_commit(struct administrator_session *administrator, struct failure *failure);
bool administrator_rollback(struct administrator_session *administrator, struct failure *failure);
bool administrator_compare(struct administrator_session *administrator,
                           const struct access_question *question,
                           struct access_difference_list *differences, struct failure *failure);
bool administrator_find_setting(struct administrator_session *administrator,
                                const struct setting_question *question,
                                struct setting_place *place, struct failure *failure);

#endif
