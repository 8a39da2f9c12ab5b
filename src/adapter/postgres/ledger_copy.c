#include "adapter/postgres/ledger_copy.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/array_text.h"
#include "adapter/postgres/copy_text.h"
#include "adapter/postgres/ledger_forged.h"
#include "adapter/postgres/ledger_text.h"
#include "adapter/postgres/query.h"
#include "adapter/postgres/session.h"
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
	RUN_COLUMN_COUNT
};

/* And those of sql/ledger_copy_promise.sql: the arrays stand in the order of struct definition. */
enum promise_column
{
	PROMISE_RUN,
	PROMISE_KINDS,
	PROMISE_IDENTITIES,
	PROMISE_HASHES,
	PROMISE_TEXTS,
	PROMISE_COLUMN_COUNT
};

struct run_line
{
	struct run_record record; /* texts borrowed from the line */
	int64_t id;
	int64_t server_version;
};

/* One reading of a table: whose it is, and what becomes of each row. */
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

static bool
copy_table(struct session *session, const struct ledger *ledger, const char *file,
           const struct line_receiver *receiver, struct failure *failure)
{
	cleanup_text struct text sql = TEXT_EMPTY;

	return ledger_text_make(session, LEDGER_QUERY(file, purpose, ledger->schema), &sql, failure) &&
	       statement_copy_out(session, purpose, text_bytes(&sql), receiver, failure);
}

static void
copy_bounded(char *to, size_t capacity_bytes, const char *from)
{
	(void)snprintf(to, capacity_bytes, "%s", from != NULL ? from : "");
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
	copy_bounded(record->run, sizeof record->run, fields[RUN_RUN]);
	copy_bounded(record->checksum, sizeof record->checksum, fields[RUN_CHECKSUM]);
	copy_bounded(record->fingerprint, sizeof record->fingerprint, fields[RUN_FINGERPRINT]);
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
		bool may_be_null =
			index == RUN_FINGERPRINT || index == RUN_SESSION_ROLE || index == RUN_NOTE;

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

static bool
copy_runs(struct session *session, const struct ledger *ledger,
          void (*take_run)(void *, const struct run_line *), void *context, struct failure *failure)
{
	struct reading reading = {session, ledger, context, take_run};
	const struct line_receiver receiver = {&reading, receive_run};

	return copy_table(session, ledger, "sql/ledger_copy_run.sql", &receiver, failure);
}

static bool
is_about(const struct run_line *line, const struct target *target)
{
	return strcmp(line->record.schema, target->schema) == 0 &&
	       strcmp(line->record.source, target->source) == 0;
}

struct last_run
{
	const struct target *target;
	struct run_line best;
	bool has_row;
};

/* A row without fingerprint says nothing about the state. */
static void
take_if_later(void *context, const struct run_line *line)
{
	struct last_run *last = context;

	if (!is_about(line, last->target) || line->record.fingerprint[0] == '\0' ||
	    (last->has_row && line->id < last->best.id))
		return;
	last->best = *line;
	last->has_row = true;
}

bool
ledger_copy_last(struct session *session, const struct target *target, struct ledger_last *last,
                 struct failure *failure)
{
	const struct ledger ledger = ledger_of_target(target);
	struct last_run found = {.target = target};

	if (!copy_runs(session, &ledger, take_if_later, &found, failure))
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

	bool is_read = copy_runs(session, ledger, take_if_new, &newest, failure);

	free(newest.ids);
	if (!is_read)
		run_record_list_free(&newest.list);
	else
		*records = newest.list;
	return is_read;
}

/* Runs on the target, by which a promise is found, and the arrays of the newest that has one. */
struct last_promise
{
	const struct session *session;
	const struct ledger *ledger;
	const struct target *target;
	struct run_line *runs;
	size_t run_count;
	int64_t best_id;
	char *arrays[PROMISE_COLUMN_COUNT];
	bool has_row;
};

static void
take_run_of_target(void *context, const struct run_line *line)
{
	struct last_promise *last = context;

	if (!is_about(line, last->target))
		return;
	last->runs = memory_resize(last->runs, last->run_count + 1, sizeof *last->runs);
	last->runs[last->run_count++] = *line;
}

static const struct run_line *
find_run(const struct last_promise *last, const char *run)
{
	for (size_t index = 0; run != NULL && index < last->run_count; index++)
	{
		if (strcmp(last->runs[index].record.run, run) == 0)
			return &last->runs[index];
	}
	return NULL;
}

static bool
receive_promise(void *context, char *line, size_t length_bytes, struct failure *failure)
{
	struct last_promise *last = context;
	char *fields[PROMISE_COLUMN_COUNT] = {NULL};

	if (!copy_text_split(line, length_bytes, fields, PROMISE_COLUMN_COUNT))
		return ledger_fail_forged(last->session, last->ledger, "promise", "it cannot be read",
		                          failure);

	const struct run_line *run = find_run(last, fields[PROMISE_RUN]);

	if (run == NULL || (last->has_row && run->id < last->best_id))
		return true;
	for (size_t index = 0; index < PROMISE_COLUMN_COUNT; index++)
	{
		free(last->arrays[index]);
		last->arrays[index] = memory_copy_text_or_null(fields[index]);
	}
	last->best_id = run->id;
	last->has_row = true;
	return true;
}

static void
last_promise_free(struct last_promise *last)
{
	free(last->runs);
	for (size_t index = 0; index < PROMISE_COLUMN_COUNT; index++)
		free(last->arrays[index]);
}

/* The arrays side by side; an array that is null is empty. */
struct promise_items
{
	struct array_items arrays[PROMISE_COLUMN_COUNT];
};

static void
promise_items_free(struct promise_items *items)
{
	for (size_t index = 0; index < PROMISE_COLUMN_COUNT; index++)
		array_items_free(&items->arrays[index]);
}

/* False if one cannot be read, or they are of different lengths; texts may be missing. */
static bool
read_arrays(char *const *texts, struct promise_items *items)
{
	for (size_t index = PROMISE_KINDS; index < PROMISE_COLUMN_COUNT; index++)
	{
		if (texts[index] == NULL && index == PROMISE_TEXTS)
			continue;
		if (texts[index] == NULL || !array_text_read(texts[index], &items->arrays[index]) ||
		    items->arrays[index].count != items->arrays[PROMISE_KINDS].count)
			return false;
	}
	return true;
}

/* False if they have holes. */
static bool
read_definitions(const struct last_promise *last, struct definition_list *list)
{
	cleanup_(promise_items_free) struct promise_items items = {0};
	const struct array_items *arrays = items.arrays;

	if (!read_arrays(last->arrays, &items))
		return false;
	for (size_t index = 0; index < arrays[PROMISE_KINDS].count; index++)
	{
		const struct definition promise = {
			.kind = (char *)arrays[PROMISE_KINDS].items[index],
			.identity = (char *)arrays[PROMISE_IDENTITIES].items[index],
			.hash = (char *)arrays[PROMISE_HASHES].items[index],
			.text =
				arrays[PROMISE_TEXTS].count > 0 ? (char *)arrays[PROMISE_TEXTS].items[index] : NULL,
		};

		if (promise.kind == NULL || promise.identity == NULL || promise.hash == NULL)
			return false;
		definition_list_append(list, &promise);
	}
	return true;
}

bool
ledger_copy_promises(struct session *session, const struct target *target,
                     struct definition_list *promised, struct failure *failure)
{
	const struct ledger ledger = ledger_of_target(target);
	cleanup_(last_promise_free) struct last_promise last = {
		.session = session, .ledger = &ledger, .target = target};
	const struct line_receiver receiver = {&last, receive_promise};
	cleanup_definition_list struct definition_list list = {0};

	if (!copy_runs(session, &ledger, take_run_of_target, &last, failure) ||
	    !copy_table(session, &ledger, "sql/ledger_copy_promise.sql", &receiver, failure))
		return false;
	if (last.has_row && !read_definitions(&last, &list))
		return ledger_fail_forged(session, &ledger, "promise",
		                          "its lists have holes, or are of different lengths", failure);
	definition_list_sort(&list);
	*promised = list;
	list = (struct definition_list){0};
	return true;
}
