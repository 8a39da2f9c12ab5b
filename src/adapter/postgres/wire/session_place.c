#include "adapter/postgres/wire/session_place.h"

#include "adapter/postgres/query/query.h"
#include "adapter/postgres/wire/answer.h"
#include "adapter/postgres/wire/session.h"
#include "base/memory.h"

struct place_row
{
	bool is_of_role;
	const char *place;
	const char *reset;
};

static const struct column place_columns[] = {
	COLUMN(struct place_row, is_of_role),
	COLUMN(struct place_row, place),
	COLUMN(struct place_row, reset),
};
static const struct answer_shape place_answer =
	ANSWER(struct place_row, ROWS_AT_MOST_ONE, place_columns);

bool
session_find_setting(struct session *session, const struct setting_question *question,
                     struct setting_place *place, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;
	struct place_row row = {0};

	*place = (struct setting_place){0};
	if (!query_run(session,
	               QUERY("sql/session_setting_place.sql", "ask where a setting comes from",
	                     &place_answer, as_text(question->setting), as_text(question->role),
	                     as_text(question->database)),
	               &rows, failure))
		return false;
	if (rows_count(rows) == 0)
		return true;
	rows_read(rows, 0, &row);
	*place = (struct setting_place){
		.is_of_role = row.is_of_role,
		.words = memory_copy_text(row.place),
		.reset = memory_copy_text(row.reset),
	};
	return true;
}

void
session_override_read_only(struct session *session)
{
	session->overrides_read_only = true;
	session->properties.is_read_only = false;
	session_forget_pins(session);
}
