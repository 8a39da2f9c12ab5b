#include "adapter/postgres/catalog/catalog_observe.h"

#include <string.h>

#include "adapter/postgres/catalog/catalog_fingerprint.h"
#include "adapter/postgres/catalog/catalog_managed.h"
#include "adapter/postgres/ledger/ledger_read.h"
#include "adapter/postgres/lock.h"
#include "adapter/postgres/query/query.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/number_text.h"
#include "domain/partition.h"

enum
{
	LOOK_QUERY_LIMIT = FINGERPRINT_QUERY_LIMIT + 3, /* ledger, what is managed, partitions */
	VERSIONS_A_MAJOR = 10000,                       /* server_version_num of 18.4 is 180004 */
	NUMBER_BYTES = 24                               /* any int64_t */
};

struct ledger_row
{
	bool is_open_to_public;
	bool may_create_schemas;
	bool ledger_exists;
	bool ledger_is_sound;
	bool ledger_is_own;
	const char *recorded;
	const char *beyond;
};

static const struct column ledger_columns[] = {
	COLUMN(struct ledger_row, is_open_to_public), COLUMN(struct ledger_row, may_create_schemas),
	COLUMN(struct ledger_row, ledger_exists),     COLUMN(struct ledger_row, ledger_is_sound),
	COLUMN(struct ledger_row, ledger_is_own),     TEXT_OR_NULL(struct ledger_row, recorded),
	TEXT_OR_NULL(struct ledger_row, beyond),
};
static const struct answer_shape ledger_answer =
	ANSWER(struct ledger_row, ROWS_ONE, ledger_columns);

struct partition_row
{
	bool partition_is_due;
};

static const struct column partition_columns[] = {COLUMN(struct partition_row, partition_is_due)};
static const struct answer_shape partition_answer =
	ANSWER(struct partition_row, ROWS_ONE, partition_columns);

/* The queries of one message and their answers. */
struct observe_message
{
	struct query queries[LOOK_QUERY_LIMIT];
	struct rows *rows[LOOK_QUERY_LIMIT];
	size_t count;
};

static void
observe_message_free(struct observe_message *message)
{
	for (size_t index = 0; index < message->count; index++)
		rows_free(message->rows[index]);
}

#define cleanup_observe_message cleanup_(observe_message_free)

static void
add_observe_query(struct observe_message *message, const struct query *query)
{
	message->queries[message->count++] = *query;
}

static void
observe_session(const struct session *session, struct observed_state *observed)
{
	const struct session_properties *properties = session_properties(session);

	observed->server_version_num = properties->server_version_num;
	observed->is_in_recovery = properties->is_in_recovery;
	observed->is_read_only = properties->is_read_only;
	observed->is_behind_pooler = properties->is_behind_pooler;
	observed->is_superuser = properties->is_superuser;
}

/* One word and the space behind it; false for none, and for one that there is no room for. */
static bool
read_recorded_word(const char **words, char *word, size_t capacity_bytes)
{
	size_t length_bytes = strcspn(*words, " ");

	if (length_bytes == 0 || length_bytes >= capacity_bytes)
		return false;
	memcpy(word, *words, length_bytes);
	word[length_bytes] = '\0';
	*words += length_bytes + ((*words)[length_bytes] == ' ');
	return true;
}

static bool
read_recorded_number(const char **words, int64_t *number)
{
	char word[NUMBER_BYTES];

	return read_recorded_word(words, word, sizeof word) && number_from_text(word, number);
}

/* "version checksum fingerprint run server_version is_nameless options"; what is not so was written by nobody we know. */
static void
read_recorded(const char *recorded, struct observed_state *observed)
{
	int64_t recorded_version = 0;
	int64_t recorded_server_version = 0;
	int64_t is_nameless = 0;

	if (recorded == NULL || !read_recorded_number(&recorded, &recorded_version) ||
	    !read_recorded_word(&recorded, observed->recorded_checksum,
	                        sizeof observed->recorded_checksum) ||
	    !read_recorded_word(&recorded, observed->recorded_fingerprint,
	                        sizeof observed->recorded_fingerprint) ||
	    !read_recorded_word(&recorded, observed->recorded_run, sizeof observed->recorded_run) ||
	    !read_recorded_number(&recorded, &recorded_server_version) ||
	    !read_recorded_number(&recorded, &is_nameless) ||
	    !read_recorded_word(&recorded, observed->recorded_options,
	                        sizeof observed->recorded_options) ||
	    *recorded != '\0')
		return;
	if (strcmp(observed->recorded_options, LEDGER_NO_OPTIONS) == 0)
		observed->recorded_options[0] = '\0';
	observed->recorded_version = recorded_version;
	observed->is_recorded = true;
	observed->record_is_nameless = is_nameless != 0;

	int form = catalog_fingerprint_form(observed->recorded_fingerprint);

	/* Deparsed texts of different majors do not compare, nor do different forms of a definition. */
	observed->record_is_incomparable =
		form != CATALOG_DEFINITION_FORM || recorded_server_version / VERSIONS_A_MAJOR !=
											   observed->server_version_num / VERSIONS_A_MAJOR;
	observed->is_recorded_by_newer_program = form > CATALOG_DEFINITION_FORM;
}

/* Which schemas a file's promise names is in the promise alone; the copy takes note of them. */
static bool
read_beyond_of_another(struct session *session, const struct managed_schema *schema,
                       struct failure *failure)
{
	cleanup_definitions struct definitions ignored = {0};

	return !schema->is_file || schema->managed_scope != MANAGED_BY_PROMISE ||
	       ledger_read_expectations_of_another(session, schema, &ignored, failure);
}

/* What is in the ledger's place and is none is not passed over: it may be there to be taken for one. */
static bool
observe_ledger(struct session *session, const struct managed_schema *schema,
               const struct ledger_row *row, struct observed_state *observed,
               struct failure *failure)
{
	const struct ledger ledger = ledger_of_schema(schema);
	char recorded[LEDGER_LAST_BYTES];

	observed->ledger_exists = row->ledger_exists;
	session_set_beyond(session, NULL);
	if (!observed->ledger_exists)
		return true;
	if (row->ledger_is_own && row->ledger_is_sound)
	{
		read_recorded(row->recorded, observed);
		session_set_beyond(session, row->beyond);
		return true;
	}
	if (row->ledger_is_own)
		return ledger_check(session, &ledger, &observed->ledger_exists, failure);
	if (!ledger_read_last(session, schema, recorded, failure))
		return false;
	read_recorded(recorded, observed);
	return read_beyond_of_another(session, schema, failure);
}

static void
observe_schema(const struct catalog_fingerprint *fingerprint, const struct managed_schema *schema,
               struct rows *const *rows, struct observed_state *observed)
{
	observed->schema_exists = catalog_fingerprint_schema_exists(rows);
	observed->schema_is_empty = catalog_fingerprint_schema_is_empty(fingerprint, rows);
	observed->others_have_objects =
		schema->managed_scope != MANAGED_BY_PROMISE &&
		!catalog_fingerprint_beyond_is_empty(fingerprint, rows, schema->prunes);
	catalog_fingerprint_sum(fingerprint, rows, observed->fingerprint);
}

/* What the queries of the message are about, and where their answers are. */
struct observation
{
	struct catalog_managed managed;
	struct catalog_fingerprint fingerprint;
	size_t first_fingerprint;
	bool asks_managed;
	bool asks_partitions;
};

static void
observation_free(struct observation *observation)
{
	catalog_managed_free(&observation->managed);
}

static void
prepare_observation(struct observation *observation, const struct session *session,
                    const struct managed_schema *schema, struct observe_message *message)
{
	const struct catalog_fingerprint *fingerprint = &observation->fingerprint;

	observation->asks_partitions = schema->partition_count > 0;
	observation->asks_managed = catalog_managed_prepare(&observation->managed, session, schema);
	catalog_fingerprint_prepare(&observation->fingerprint, schema);
	if (observation->asks_managed)
		add_observe_query(message, &observation->managed.query);
	observation->first_fingerprint = message->count;
	for (size_t index = 0; index < fingerprint->query_count; index++)
		add_observe_query(message, &fingerprint->queries[index]);
}

/* The answers to all but the ledger's question. */
static void
take_observation(const struct observation *observation, struct session *session,
                 const struct managed_schema *schema, const struct observe_message *message,
                 struct observed_state *found)
{
	struct partition_row partition = {0};

	observe_schema(&observation->fingerprint, schema,
	               message->rows + observation->first_fingerprint, found);
	if (observation->asks_managed)
		catalog_managed_note(message->rows[1], session);
	found->has_beyond =
		session_beyond(session) != NULL && (found->is_recorded || !observation->asks_managed);
	if (observation->asks_partitions)
		rows_read(message->rows[message->count - 1], 0, &partition);
	found->partition_is_due = partition.partition_is_due;
}

bool
catalog_observe(struct session *session, const struct managed_schema *schema,
                struct observed_state *observed, struct failure *failure)
{
	cleanup_(observation_free) struct observation observation = {.asks_managed = false};
	cleanup_observe_message struct observe_message message = {.count = 0};
	cleanup_text struct text rules = TEXT_EMPTY;
	struct observed_state found = {0};
	struct ledger_row ledger = {0};

	partition_rules_json(schema, &rules);
	add_observe_query(
		&message,
		QUERY("sql/observe.sql", "read the ledger", &ledger_answer, as_text(schema->ledger_schema),
	          as_text(schema->name), as_text(schema->source), as_text(schema->owner),
	          as_flag(schema->is_file && schema->managed_scope == MANAGED_BY_PROMISE),
	          as_text(managed_schema_older_source(schema)), as_text(schema->checksum)));
	prepare_observation(&observation, session, schema, &message);
	add_observe_query(&message,
	                  QUERY("sql/partition_due.sql", "see whether partitions are due",
	                        &partition_answer, as_text(schema->name), as_text(text_bytes(&rules))));
	if (!observation.asks_partitions)
		message.count--;
	if (!query_run_all(session, message.queries, message.count, message.rows, failure))
		return lock_name_blockers(session, schema->ledger_schema, failure);
	observe_session(session, &found);
	rows_read(message.rows[0], 0, &ledger);
	found.is_open_to_public = ledger.is_open_to_public;
	found.may_not_create_schemas = !ledger.may_create_schemas;
	if (!observe_ledger(session, schema, &ledger, &found, failure))
		return false;
	take_observation(&observation, session, schema, &message, &found);
	/* The message did not know them yet. */
	if (found.has_beyond && !observation.asks_managed && !ledger.ledger_is_own &&
	    !catalog_fingerprint(session, schema, found.fingerprint, failure))
		return false;
	*observed = found;
	return true;
}

bool
catalog_fingerprint(struct session *session, const struct managed_schema *schema,
                    char fingerprint[65], struct failure *failure)
{
	struct catalog_fingerprint parts;
	cleanup_observe_message struct observe_message message = {.count = 0};

	catalog_fingerprint_prepare(&parts, schema);
	if (managed_schema_may_reach_beyond(schema) &&
	    !query_run(session,
	               QUERY("sql/beyond_set.sql", "read the catalog's fingerprint", NO_ANSWER,
	                     as_text(session_beyond(session))),
	               NULL, failure))
		return false;
	for (size_t index = 0; index < parts.query_count; index++)
		add_observe_query(&message, &parts.queries[index]);
	if (!query_run_all(session, message.queries, message.count, message.rows, failure))
		return false;
	catalog_fingerprint_sum(&parts, message.rows, fingerprint);
	return true;
}
