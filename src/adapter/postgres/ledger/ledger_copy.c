#include "adapter/postgres/ledger/ledger_copy.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/ledger/ledger_copy_run.h"
#include "adapter/postgres/ledger/ledger_forged.h"
#include "adapter/postgres/query/query.h"
#include "adapter/postgres/wire/copy_text.h"
#include "adapter/postgres/wire/session.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/number_text.h"

static const char purpose[] = "read the ledger";

/* The columns of sql/ledger_copy_run.sql, in their order. */
enum run_column
{
	RUN_ID,
	RUN_RUN,
	RUN_SCHEMA,
	RUN_SOURCE,
	RUN_OUTCOME,
	RUN_VERSION,
	RUN_CHECKSUM,
	RUN_FINGERPRINT,
	RUN_STATEMENT_COUNT,
	RUN_STARTED,
	RUN_FINISHED,
	RUN_SESSION_ROLE,
	RUN_TOOL_VERSION,
	RUN_SERVER_VERSION,
	RUN_NOTE,
	RUN_OPTIONS,
	RUN_COLUMN_COUNT
};

/* One reading of a table: its owner, and the receiver of each row. */
struct reading
{
	const struct session *session;
	const struct ledger *ledger;
	void *context;
	void (*take_run)(void *context, const struct run_line *line);
};

bool
ledger_is_own(const struct session *session, const struct ledger *ledger)
{
	return session->keeps_role || strcmp(PQuser(session->connection), ledger->owner) == 0;
}

bool
ledger_copy_table(struct session *session, const struct ledger *ledger, const char *file,
                  const struct line_receiver *receiver, struct failure *failure)
{
	return query_copy_out(session, QUERY(file, purpose, NO_ANSWER, as_identifier(ledger->schema)),
	                      receiver, failure);
}

static bool
parse_run(char *const *fields, struct run_line *line)
{
	struct run_record *record = &line->record;

	*record = (struct run_record){
		.source = fields[RUN_SOURCE],
		.schema = fields[RUN_SCHEMA],
		.outcome = fields[RUN_OUTCOME],
		.tool_version = fields[RUN_TOOL_VERSION],
		.session_role = fields[RUN_SESSION_ROLE],
		.note = fields[RUN_NOTE],
	};
	run_record_take_options(record, fields[RUN_OPTIONS]);
	run_record_identify(record, fields[RUN_RUN], fields[RUN_CHECKSUM], fields[RUN_FINGERPRINT]);
	return number_from_text(fields[RUN_ID], &line->id) &&
	       number_from_text(fields[RUN_VERSION], &record->version) &&
	       number_from_text(fields[RUN_STATEMENT_COUNT], &record->statement_count) &&
	       number_from_text(fields[RUN_SERVER_VERSION], &line->server_version) &&
	       copy_text_time(fields[RUN_STARTED], &record->started_ms) &&
	       copy_text_time(fields[RUN_FINISHED], &record->finished_ms);
}

static bool
has_null(char *const *fields, size_t count)
{
	for (size_t index = 0; index < count; index++)
	{
		bool may_be_null = index == RUN_FINGERPRINT || index == RUN_SESSION_ROLE ||
		                   index == RUN_NOTE || index == RUN_OPTIONS;

		if (fields[index] == NULL && !may_be_null)
			return true;
	}
	return false;
}

static bool
receive_run(void *context, char *line, size_t length_bytes, struct failure *failure)
{
	const struct reading *reading = context;
	char *fields[RUN_COLUMN_COUNT] = {NULL};
	struct run_line parsed = {0};

	if (!copy_text_split(line, length_bytes, fields, RUN_COLUMN_COUNT) ||
	    has_null(fields, RUN_COLUMN_COUNT) || !parse_run(fields, &parsed))
		return ledger_fail_forged(reading->session, reading->ledger, "run",
		                          "it has no number, or a time without end", failure);
	reading->take_run(reading->context, &parsed);
	return true;
}

bool
ledger_copy_runs(struct session *session, const struct ledger *ledger,
                 void (*take_run)(void *, const struct run_line *), void *context,
                 struct failure *failure)
{
	struct reading reading = {session, ledger, context, take_run};
	const struct line_receiver receiver = {&reading, receive_run};

	return ledger_copy_table(session, ledger, "sql/ledger_copy_run.sql", &receiver, failure);
}

bool
ledger_run_is_about(const struct run_line *line, const struct managed_schema *schema)
{
	return strcmp(line->record.schema, schema->name) == 0 &&
	       strcmp(line->record.source, schema->source) == 0;
}

struct last_run
{
	const struct managed_schema *schema;
	struct run_line best;
	bool has_row;
};

/* A row without fingerprint says nothing about the state. */
static void
take_if_later(void *context, const struct run_line *line)
{
	struct last_run *last = context;

	if (!ledger_run_is_about(line, last->schema) || line->record.fingerprint[0] == '\0' ||
	    (last->has_row && line->id < last->best.id))
		return;
	last->best = *line;
	last->has_row = true;
}

bool
ledger_copy_last(struct session *session, const struct managed_schema *schema,
                 struct ledger_last *last, struct failure *failure)
{
	const struct ledger ledger = ledger_of_schema(schema);
	struct last_run found = {.schema = schema};

	if (!ledger_copy_runs(session, &ledger, take_if_later, &found, failure))
		return false;
	*last = (struct ledger_last){
		.is_there = found.has_row,
		.record = found.best.record,
		.server_version = found.best.server_version,
	};
	/* Those texts went with their line. */
	last->record.source = last->record.schema = last->record.outcome = NULL;
	last->record.tool_version = last->record.session_role = last->record.note = NULL;
	return true;
}

/* The newest rows so far, newest first. */
struct newest_runs
{
	struct run_record_list list;
	int64_t *ids;
	size_t limit;
};

static void
own_texts(struct run_record *record)
{
	record->source = memory_copy_text(record->source);
	record->schema = memory_copy_text(record->schema);
	record->outcome = memory_copy_text(record->outcome);
	record->tool_version = memory_copy_text(record->tool_version);
	record->session_role = memory_copy_text_or_null(record->session_role);
	record->note = memory_copy_text_or_null(record->note);
}

static void
drop_oldest(struct run_record_list *list)
{
	struct run_record_list oldest = {.items = memory_allocate(1, sizeof *list->items), .count = 1};

	oldest.items[0] = list->items[--list->count];
	run_record_list_free(&oldest);
}

static void
take_if_new(void *context, const struct run_line *line)
{
	struct newest_runs *newest = context;
	struct run_record_list *list = &newest->list;
	size_t place = list->count;

	while (place > 0 && newest->ids[place - 1] < line->id)
		place--;
	if (place == newest->limit)
		return;
	if (list->count == newest->limit)
		drop_oldest(list);
	memmove(&list->items[place + 1], &list->items[place],
	        (list->count - place) * sizeof *list->items);
	memmove(&newest->ids[place + 1], &newest->ids[place],
	        (list->count - place) * sizeof *newest->ids);
	list->items[place] = line->record;
	own_texts(&list->items[place]);
	newest->ids[place] = line->id;
	list->count++;
}

bool
ledger_copy_history(struct session *session, const struct ledger *ledger, int limit,
                    struct run_record_list *records, struct failure *failure)
{
	struct newest_runs newest = {.limit = limit > 0 ? (size_t)limit : 0};

	newest.list.items = memory_allocate(newest.limit + 1, sizeof *newest.list.items);
	newest.ids = memory_allocate(newest.limit + 1, sizeof *newest.ids);

	bool is_read = ledger_copy_runs(session, ledger, take_if_new, &newest, failure);

	free(newest.ids);
	if (!is_read)
		run_record_list_free(&newest.list);
	else
		*records = newest.list;
	return is_read;
}
