#include "adapter/postgres/ledger/ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/ledger/ledger_copy.h"
#include "adapter/postgres/ledger/ledger_forged.h"
#include "adapter/postgres/ledger/ledger_journal.h"
#include "adapter/postgres/ledger/ledger_read.h"
#include "adapter/postgres/lock.h"
#include "adapter/postgres/wire/session.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/number_text.h"

static bool
ledger_ensure(struct session *session, const struct ledger *ledger, struct failure *failure)
{
	static const char purpose[] = "make the ledger";
	const struct query *create =
		QUERY("sql/ledger_create.sql", purpose, NO_ANSWER, as_identifier(ledger->schema));
	const struct query *check = QUERY("sql/ledger_check.sql", purpose, NO_ANSWER,
	                                  as_text(ledger->schema), as_text(ledger->owner));
	cleanup_text struct text statements = TEXT_EMPTY;
	cleanup_text struct text check_statement = TEXT_EMPTY;
	size_t ignored_count = 0;

	return query_make_text(session, create, &statements, &ignored_count, failure) &&
	       query_make_text(session, check, &check_statement, &ignored_count, failure) &&
	       query_do(session,
	                QUERY("sql/ledger_ensure.sql", purpose, NO_ANSWER,
	                      as_text(text_bytes(&statements)), as_text(ledger->schema),
	                      as_text(text_bytes(&check_statement)), as_text(ledger->reader)),
	                failure);
}

/* In one array, because the parameters of a query borrow it; the caller frees only the array. */
static struct definition *
definitions_side_by_side(const struct definitions *definitions, size_t *count)
{
	const struct definition **all = definitions_in_order(definitions);
	struct definition *items = NULL;

	*count = definitions_count(definitions);
	items = memory_allocate(*count, sizeof *items);
	for (size_t index = 0; index < *count; index++)
		items[index] = *all[index];
	free(all);
	return items;
}

/* As an array of booleans has it. */
struct postponed_word
{
	const char *word;
};

/* NULL if none is; the caller frees it. */
static struct postponed_word *
postponed_side_by_side(const struct definition *items, size_t count)
{
	struct postponed_word *words = memory_allocate(count, sizeof *words);
	bool has_postponed = false;

	for (size_t index = 0; index < count; index++)
	{
		words[index].word = items[index].is_postponed ? "t" : "f";
		has_postponed = has_postponed || items[index].is_postponed;
	}
	if (has_postponed)
		return words;
	free(words);
	return NULL;
}

static bool
ledger_record(struct session *session, const struct ledger *ledger, const struct run_entry *entry,
              const struct definitions *expected, struct failure *failure)
{
	/* Without a list nothing is expected of the schema; an empty list expects it to be empty. */
	const struct query_parameter none = as_text(NULL);
	bool has_list = expected != NULL;
	size_t count = 0;
	struct definition *items = has_list ? definitions_side_by_side(expected, &count) : NULL;
	struct postponed_word *postponed = has_list ? postponed_side_by_side(items, count) : NULL;

	bool is_left = query_defer(
		session,
		QUERY("sql/ledger_record.sql", "write the ledger", NO_ANSWER, as_identifier(ledger->schema),
	          as_text(entry->run), as_text(entry->schema), as_text(entry->source),
	          as_text(run_outcome_name(entry->outcome)), as_integer(entry->version),
	          as_text(entry->checksum),
	          as_text(entry->fingerprint[0] != '\0' ? entry->fingerprint : NULL),
	          as_integer(entry->statement_count), as_integer(entry->started_ms),
	          as_integer(entry->finished_ms), as_text(entry->session_role),
	          as_text(entry->tool_version), as_text(entry->note),
	          has_list ? AS_ARRAY_OF(items, count, kind_name) : none,
	          has_list ? AS_ARRAY_OF(items, count, identity) : none,
	          has_list ? AS_ARRAY_OF(items, count, hash) : none,
	          has_list ? AS_ARRAY_OF(items, count, text) : none, as_text(session_beyond(session)),
	          as_text(entry->options[0] != '\0' ? entry->options : NULL),
	          as_text(entry->origin.pod), as_text(entry->origin.image),
	          as_text(entry->origin.revision),
	          postponed != NULL ? AS_ARRAY_OF(postponed, count, word) : none),
		failure);

	free(postponed);
	free(items);
	return is_left;
}

/* Arrays of unequal length show as nulls, like those with a null in them. */
static const struct column expectation_columns[] = {
	TEXT_OR_NULL(struct definition_words, kind),   TEXT_OR_NULL(struct definition_words, identity),
	TEXT_OR_NULL(struct definition_words, hash),   TEXT_OR_NULL(struct definition_words, text),
	COLUMN(struct definition_words, is_postponed),
};
static const struct answer_shape expectation_answer =
	LEDGER_ANSWER(struct definition_words, ROWS_ANY, expectation_columns);

/* Then what is promised in other schemas is of matter, too. */
static bool
manages_others(const struct managed_schema *schema)
{
	return schema->prunes || schema->managed_scope != MANAGED_BY_PROMISE;
}

static bool
read_expectations(struct session *session, const struct managed_schema *schema, const char *file,
                  struct definitions *expected, struct failure *failure)
{
	const struct ledger ledger = ledger_of_schema(schema);
	cleanup_rows struct rows *rows = NULL;
	struct definitions list = {0};

	if (!ledger_read(session, &ledger,
	                 QUERY(file, "read the ledger's promises", &expectation_answer,
	                       as_identifier(ledger.schema), as_text(schema->name),
	                       as_text(schema->source), as_text(managed_schema_older_source(schema)),
	                       as_text(schema->checksum), as_flag(manages_others(schema)),
	                       as_text(session_beyond(session))),
	                 &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct definition_words expectation = {0};

		rows_read(rows, index, &expectation);
		if (expectation.kind == NULL || expectation.identity == NULL || expectation.hash == NULL)
		{
			definitions_free(&list);
			return ledger_fail_forged(session, &ledger, "promise",
			                          "its lists have holes, or are of different lengths", failure);
		}
		definitions_append(&list, &expectation);
	}
	definitions_sort(&list);
	*expected = list;
	return true;
}

static bool
ledger_expected(struct session *session, const struct managed_schema *schema,
                struct definitions *expected, struct failure *failure)
{
	const struct ledger ledger = ledger_of_schema(schema);

	if (!ledger_is_own(session, &ledger))
		return ledger_read_expectations_of_another(session, schema, expected, failure);
	return read_expectations(session, schema, "sql/ledger_promised.sql", expected, failure);
}

static bool
ledger_expected_elsewhere(struct session *session, const struct managed_schema *schema,
                          struct definitions *expected, struct failure *failure)
{
	const struct ledger ledger = ledger_of_schema(schema);

	/*
	 * Only a service's ledger is read by another role. Its schema has one source, and other objects
	 * in it are only reported.
	 */
	if (!ledger_is_own(session, &ledger))
		return true;
	return read_expectations(session, schema, "sql/ledger_promised_elsewhere.sql", expected,
	                         failure);
}

/* "version checksum", and maybe more; empty for nothing. */
static void
take_recorded(const char *recorded, struct observed_state *observed)
{
	size_t version_bytes = strcspn(recorded, " ");
	const char *checksum = recorded + version_bytes + (recorded[version_bytes] == ' ');
	size_t checksum_bytes = strcspn(checksum, " ");

	observed->is_recorded = recorded[0] != '\0';
	(void)number_from_bytes(recorded, version_bytes, &observed->recorded_version);
	if (checksum_bytes >= sizeof observed->recorded_checksum)
		return;
	memcpy(observed->recorded_checksum, checksum, checksum_bytes);
	observed->recorded_checksum[checksum_bytes] = '\0';
}

/* Another role's ledger is opened only under a lock, and a table that is no ledger is a failure. */
static bool
recorded_by_reader(struct session *session, const struct managed_schema *schema,
                   struct observed_state *observed, struct failure *failure)
{
	char recorded[LEDGER_LAST_BYTES];

	if (!ledger_read_last(session, schema, recorded, failure))
		return false;
	take_recorded(recorded, observed);
	return true;
}

struct recorded_row
{
	bool schema_exists;
	bool ledger_exists;
	bool ledger_is_sound;
	bool ledger_is_own;
	const char *recorded; /* "version checksum"; null for none */
};

static const struct column recorded_columns[] = {
	COLUMN(struct recorded_row, schema_exists),   COLUMN(struct recorded_row, ledger_exists),
	COLUMN(struct recorded_row, ledger_is_sound), COLUMN(struct recorded_row, ledger_is_own),
	TEXT_OR_NULL(struct recorded_row, recorded),
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

	if (!query_run_row(session,
	                   QUERY("sql/ledger_recorded.sql", "read the ledger", &recorded_answer,
	                         as_text(ledger.schema), as_text(schema->name), as_text(schema->source),
	                         as_text(ledger.owner), as_text(managed_schema_older_source(schema)),
	                         as_text(schema->checksum)),
	                   &rows, &row, failure))
		return lock_name_blockers(session, ledger.schema, failure);
	observed->schema_exists = row.schema_exists;
	take_recorded(row.recorded != NULL ? row.recorded : "", observed);
	observed->ledger_exists = row.ledger_exists;
	if (!observed->ledger_exists || row.ledger_is_sound)
		return !observed->ledger_exists || row.ledger_is_own ||
		       recorded_by_reader(session, schema, observed, failure);
	return ledger_check(session, &ledger, &observed->ledger_exists, failure);
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
	run_record_identify(record, row->run, row->checksum, row->fingerprint);
}

static bool
ledger_history(struct session *session, const struct ledger *ledger, int limit,
               struct run_record_list *records, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;
	bool has_times = true;

	if (!ledger_is_own(session, ledger))
		return ledger_read_history_of_another(session, ledger, limit, records, failure);
	if (!ledger_read(session, ledger,
	                 QUERY("sql/ledger_history.sql", "read the ledger", &history_answer,
	                       as_identifier(ledger->schema), as_integer(limit)),
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
