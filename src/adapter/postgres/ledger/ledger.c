#include "adapter/postgres/ledger/ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/ledger/ledger_copy.h"
#include "adapter/postgres/ledger/ledger_forged.h"
#include "adapter/postgres/ledger/ledger_journal.h"
#include "adapter/postgres/ledger/ledger_read.h"
#include "adapter/postgres/ledger/ledger_text.h"
#include "adapter/postgres/lock.h"
#include "adapter/postgres/query/query_text.h"
#include "adapter/postgres/wire/session.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/number_text.h"

enum
{
	NUMBER_BYTES = 24 /* any int64_t */
};

static bool
ledger_ensure(struct session *session, const struct ledger *ledger, struct failure *failure)
{
	static const char purpose[] = "make the ledger";
	const struct query *check =
		QUERY("sql/ledger_check.sql", purpose, ledger->schema, ledger->owner);
	cleanup_text struct text statements = TEXT_EMPTY;
	cleanup_text struct text check_statement = TEXT_EMPTY;
	size_t ignored_count = 0;

	return ledger_text_make(session, LEDGER_QUERY("sql/ledger_create.sql", purpose, ledger->schema),
	                        &statements, failure) &&
	       query_text_make(session, check, &check_statement, &ignored_count, failure) &&
	       query_do(session,
	                QUERY("sql/ledger_ensure.sql", purpose, text_bytes(&statements), ledger->schema,
	                      text_bytes(&check_statement), ledger->reader),
	                failure);
}

/* The arrays of a promise, as PostgreSQL reads them; or nothing at all. */
struct expectation_arrays
{
	struct text kinds;
	struct text identities;
	struct text hashes;
	struct text texts;
};

static void
append_column(struct text *array, const struct definition_list *expected, size_t offset)
{
	const char **items = memory_allocate(expected->count, sizeof *items);

	for (size_t index = 0; index < expected->count; index++)
		items[index] =
			*(char *const *)(const void *)((const char *)&expected->items[index] + offset);
	ledger_text_append_array(array, items, expected->count);
	free(items);
}

static void
make_arrays(const struct definition_list *expected, struct expectation_arrays *arrays)
{
	append_column(&arrays->kinds, expected, offsetof(struct definition, kind));
	append_column(&arrays->identities, expected, offsetof(struct definition, identity));
	append_column(&arrays->hashes, expected, offsetof(struct definition, hash));
	append_column(&arrays->texts, expected, offsetof(struct definition, text));
}

struct record_numbers
{
	char version[NUMBER_BYTES];
	char statement_count[NUMBER_BYTES];
	char started_ms[NUMBER_BYTES];
	char finished_ms[NUMBER_BYTES];
};

static void
write_number(char text[NUMBER_BYTES], int64_t number)
{
	(void)snprintf(text, NUMBER_BYTES, "%" PRId64, number);
}

static bool
ledger_record(struct session *session, const struct ledger *ledger, const struct run_record *record,
              const struct definition_list *expected, struct failure *failure)
{
	struct expectation_arrays arrays = {TEXT_EMPTY, TEXT_EMPTY, TEXT_EMPTY, TEXT_EMPTY};
	struct record_numbers numbers;

	write_number(numbers.version, record->version);
	write_number(numbers.statement_count, record->statement_count);
	write_number(numbers.started_ms, record->started_ms);
	write_number(numbers.finished_ms, record->finished_ms);
	if (expected != NULL)
		make_arrays(expected, &arrays);

	bool is_left = ledger_text_defer(
		session,
		LEDGER_QUERY("sql/ledger_record.sql", "write the ledger", ledger->schema, record->run,
	                 record->schema, record->source, record->outcome, numbers.version,
	                 record->checksum, record->fingerprint[0] != '\0' ? record->fingerprint : NULL,
	                 numbers.statement_count, numbers.started_ms, numbers.finished_ms,
	                 record->session_role, record->tool_version, record->note, arrays.kinds.bytes,
	                 arrays.identities.bytes, arrays.hashes.bytes, arrays.texts.bytes),
		failure);

	text_free(&arrays.kinds);
	text_free(&arrays.identities);
	text_free(&arrays.hashes);
	text_free(&arrays.texts);
	return is_left;
}

struct expectation_row
{
	const char *kind;
	const char *identity;
	const char *hash;
	const char *text;
};

/* Arrays of unequal length show as nulls, like those with a null in them. */
static const struct column expectation_columns[] = {
	TEXT_OR_NULL(struct expectation_row, kind),
	TEXT_OR_NULL(struct expectation_row, identity),
	TEXT_OR_NULL(struct expectation_row, hash),
	TEXT_OR_NULL(struct expectation_row, text),
};
static const struct answer_shape expectation_answer =
	LEDGER_ANSWER(struct expectation_row, ROWS_ANY, expectation_columns);

static bool
read_expectations(struct session *session, const struct managed_schema *schema, const char *file,
                  struct definition_list *expected, struct failure *failure)
{
	const struct ledger ledger = ledger_of_schema(schema);
	cleanup_rows struct rows *rows = NULL;
	struct definition_list list = {NULL, 0};

	if (!ledger_read(session, &ledger,
	                 LEDGER_QUESTION(file, "read the ledger's promises", &expectation_answer,
	                                 ledger.schema, schema->name, schema->source),
	                 &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct expectation_row row = {0};

		rows_read(rows, index, &row);

		const struct definition expectation = {.kind = (char *)row.kind,
		                                       .identity = (char *)row.identity,
		                                       .hash = (char *)row.hash,
		                                       .text = (char *)row.text};

		if (expectation.kind == NULL || expectation.identity == NULL || expectation.hash == NULL)
		{
			definition_list_free(&list);
			return ledger_fail_forged(session, &ledger, "promise",
			                          "its lists have holes, or are of different lengths", failure);
		}
		definition_list_append(&list, &expectation);
	}
	definition_list_sort(&list);
	*expected = list;
	return true;
}

static bool
ledger_expected(struct session *session, const struct managed_schema *schema,
                struct definition_list *expected, struct failure *failure)
{
	const struct ledger ledger = ledger_of_schema(schema);

	if (!ledger_is_own(session, &ledger))
		return ledger_read_expectations_of_another(session, schema, expected, failure);
	return read_expectations(session, schema, "sql/ledger_promised.sql", expected, failure);
}

static bool
ledger_expected_elsewhere(struct session *session, const struct managed_schema *schema,
                          struct definition_list *expected, struct failure *failure)
{
	const struct ledger ledger = ledger_of_schema(schema);

	/* A service makes what is in its schema from one source; what it does besides is named, no more. */
	if (!ledger_is_own(session, &ledger))
		return true;
	return read_expectations(session, schema, "sql/ledger_promised_elsewhere.sql", expected,
	                         failure);
}

/* Another role's ledger is opened only under a lock, and what is none is told. */
static bool
recorded_by_reader(struct session *session, const struct managed_schema *schema,
                   struct observed_state *observed, struct failure *failure)
{
	char recorded[LEDGER_LAST_BYTES];

	if (!ledger_read_last(session, schema, recorded, failure))
		return false;
	observed->is_recorded = recorded[0] != '\0';
	(void)number_from_bytes(recorded, strcspn(recorded, " "), &observed->recorded_version);
	return true;
}

struct recorded_row
{
	bool schema_exists;
	bool ledger_exists;
	bool ledger_is_sound;
	bool ledger_is_own;
	struct number_or_null version; /* null for none */
};

static const struct column recorded_columns[] = {
	COLUMN(struct recorded_row, schema_exists),   COLUMN(struct recorded_row, ledger_exists),
	COLUMN(struct recorded_row, ledger_is_sound), COLUMN(struct recorded_row, ledger_is_own),
	COLUMN(struct recorded_row, version),
};
static const struct answer_shape recorded_answer =
	LEDGER_ANSWER(struct recorded_row, ROWS_ONE, recorded_columns);

static bool
ledger_recorded(struct session *session, const struct managed_schema *schema,
                struct observed_state *observed, struct failure *failure)
{
	const struct ledger ledger = ledger_of_schema(schema);
	cleanup_rows struct rows *rows = NULL;
	struct recorded_row row = {0};

	if (!query_run(session,
	               QUESTION("sql/ledger_recorded.sql", "read the ledger", &recorded_answer,
	                        ledger.schema, schema->name, schema->source, ledger.owner),
	               &rows, failure))
		return lock_name_blockers(session, ledger.schema, failure);
	rows_read(rows, 0, &row);
	observed->schema_exists = row.schema_exists;
	observed->is_recorded = !row.version.is_null;
	observed->recorded_version = row.version.number;
	observed->ledger_exists = row.ledger_exists;
	if (!observed->ledger_exists || row.ledger_is_sound)
		return !observed->ledger_exists || row.ledger_is_own ||
		       recorded_by_reader(session, schema, observed, failure);
	return ledger_check(session, &ledger, &observed->ledger_exists, failure);
}

static void
copy_bounded(char *to, size_t capacity_bytes, const char *from)
{
	(void)snprintf(to, capacity_bytes, "%s", from != NULL ? from : "");
}

struct history_row
{
	const char *run;
	const char *source;
	const char *schema_name;
	const char *outcome;
	const char *checksum;
	const char *fingerprint;
	const char *tool_version;
	const char *session_role;
	const char *note;
	int64_t version;
	int64_t statement_count;
	struct number_or_null started_ms; /* null for a time that is none, like infinity */
	struct number_or_null finished_ms;
};

static const struct column history_columns[] = {
	COLUMN(struct history_row, run),
	COLUMN(struct history_row, source),
	COLUMN(struct history_row, schema_name),
	COLUMN(struct history_row, outcome),
	COLUMN(struct history_row, checksum),
	TEXT_OR_NULL(struct history_row, fingerprint),
	COLUMN(struct history_row, tool_version),
	TEXT_OR_NULL(struct history_row, session_role),
	TEXT_OR_NULL(struct history_row, note),
	COLUMN(struct history_row, version),
	COLUMN(struct history_row, statement_count),
	TIME(struct history_row, started_ms),
	TIME(struct history_row, finished_ms),
};
static const struct answer_shape history_answer =
	LEDGER_ANSWER(struct history_row, ROWS_ANY, history_columns);

static void
read_record(const struct history_row *row, struct run_record *record)
{
	*record = (struct run_record){
		.source = memory_copy_text(row->source),
		.schema = memory_copy_text(row->schema_name),
		.outcome = memory_copy_text(row->outcome),
		.version = row->version,
		.tool_version = memory_copy_text(row->tool_version),
		.session_role = memory_copy_text_or_null(row->session_role),
		.statement_count = row->statement_count,
		.started_ms = row->started_ms.number,
		.finished_ms = row->finished_ms.number,
		.note = memory_copy_text_or_null(row->note),
	};
	copy_bounded(record->run, sizeof record->run, row->run);
	copy_bounded(record->checksum, sizeof record->checksum, row->checksum);
	copy_bounded(record->fingerprint, sizeof record->fingerprint, row->fingerprint);
}

static bool
ledger_history(struct session *session, const struct ledger *ledger, int limit,
               struct run_record_list *records, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;
	char limit_text[NUMBER_BYTES];
	bool has_times = true;

	if (!ledger_is_own(session, ledger))
		return ledger_read_history_of_another(session, ledger, limit, records, failure);
	write_number(limit_text, limit);
	if (!ledger_read(session, ledger,
	                 LEDGER_QUESTION("sql/ledger_history.sql", "read the ledger", &history_answer,
	                                 ledger->schema, limit_text),
	                 &rows, failure))
		return false;
	*records = (struct run_record_list){
		.items = memory_allocate(rows_count(rows), sizeof *records->items),
		.count = rows_count(rows),
	};
	for (size_t index = 0; index < records->count; index++)
	{
		struct history_row row = {0};

		rows_read(rows, index, &row);
		read_record(&row, &records->items[index]);
		has_times = has_times && !row.started_ms.is_null && !row.finished_ms.is_null;
	}
	if (has_times)
		return true;
	run_record_list_free(records);
	return ledger_fail_forged(session, ledger, "run", "it has a time without end", failure);
}

const struct ledger_operations postgres_ledger_operations = {
	.ensure = ledger_ensure,
	.record = ledger_record,
	.expected = ledger_expected,
	.expected_elsewhere = ledger_expected_elsewhere,
	.recorded = ledger_recorded,
	.history = ledger_history,
	.journal = ledger_journal,
	.journal_done_count = ledger_journal_done_count,
};
