#include "adapter/postgres/access/administrator.h"

#include <stdlib.h>

#include "adapter/postgres/access/inspection.h"
#include "adapter/postgres/wire/session_operations.h"
#include "base/memory.h"
#include "port/database.h"

struct administrator_session *
administrator_take_session(struct session *session)
{
	struct administrator_session *administrator = memory_allocate(1, sizeof *administrator);

	administrator->session = session;
	return administrator;
}

void
administrator_close(struct administrator_session *administrator)
{
	if (administrator == NULL)
		return;
	postgres_session_operations.close(administrator->session);
	free(administrator);
}

bool
administrator_is_behind_pooler(const struct administrator_session *administrator)
{
	return postgres_session_operations.is_behind_pooler(administrator->session);
}

bool
administrator_begin(struct administrator_session *administrator, int64_t lock_timeout_ms,
                    struct failure *failure)
{
	return postgres_session_operations.begin(administrator->session, lock_timeout_ms, failure);
}

bool
administrator_commit(struct administrator_session *administrator, struct failure *failure)
{
	return postgres_session_operations.commit(administrator->session, failure);
}

bool
administrator_rollback(struct administrator_session *administrator, struct failure *failure)
{
	return postgres_session_operations.rollback(administrator->session, failure);
}

bool
administrator_compare(struct administrator_session *administrator,
                      const struct access_question *question,
                      struct access_difference_list *differences, struct failure *failure)
{
	return postgres_inspection_operations.compare(administrator->session, question, differences,
	                                              failure);
}

bool
administrator_find_setting(struct administrator_session *administrator,
                           const struct setting_question *question, struct setting_place *place,
                           struct failure *failure)
{
	return postgres_session_operations.find_setting(administrator->session, question, place,
	                                                failure);
}
