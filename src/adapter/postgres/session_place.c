#include "adapter/postgres/session_place.h"

#include "adapter/postgres/query.h"
#include "adapter/postgres/session.h"

bool
session_find_setting(struct session *session, const struct setting_question *question,
                     struct setting_place *place, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	*place = (struct setting_place){0};
	if (!query_run(session,
	               QUERY("sql/session_setting_place.sql", "ask where a setting comes from",
	                     question->setting, question->role, question->database),
	               &rows, failure))
		return false;
	if (rows_count(rows) == 0)
		return true;
	*place = (struct setting_place){
		.is_of_role = rows_flag(rows, 0, "is_of_role"),
		.words = rows_copy(rows, 0, "place"),
		.reset = rows_copy(rows, 0, "reset"),
	};
	return true;
}

void
session_override_read_only(struct session *session)
{
	session->overrides_read_only = true;
	session->facts.is_read_only = false;
	session_forget_pins(session);
}
