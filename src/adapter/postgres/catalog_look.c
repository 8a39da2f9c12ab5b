#include "adapter/postgres/catalog_look.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/catalog_fingerprint.h"
#include "adapter/postgres/ledger_read.h"
#include "adapter/postgres/query.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/partition.h"

enum
{
	LOOK_QUERY_LIMIT = FINGERPRINT_QUERY_LIMIT + 2, /* ledger, partitions */
	VERSIONS_A_MAJOR = 10000,                       /* server_version_num of 18.4 is 180004 */
	RECORDED_FIELDS = 5
};

/* The queries of one message and their answers. */
struct look_message
{
	struct query queries[LOOK_QUERY_LIMIT];
	struct rows *rows[LOOK_QUERY_LIMIT];
	size_t count;
};

static void
look_message_free(struct look_message *message)
{
	for (size_t index = 0; index < message->count; index++)
		rows_free(message->rows[index]);
}

#define cleanup_look_message cleanup_(look_message_free)

static void
add_query(struct look_message *message, const struct query *query)
{
	message->queries[message->count++] = *query;
}

static void
read_session(const struct session *session, struct look *look)
{
	const struct session_facts *facts = session_facts(session);

	look->server_version_num = facts->server_version_num;
	look->is_in_recovery = facts->is_in_recovery;
	look->is_read_only = facts->is_read_only;
	look->is_behind_pooler = facts->is_behind_pooler;
	look->is_superuser = facts->is_superuser;
}

/* "version checksum fingerprint run server_version"; what is not so was written by nobody we know. */
static void
read_recorded(const char *recorded, struct look *look)
{
	int recorded_server_version = 0;

	/* Numbers that this program wrote itself fit. */
	if (recorded == NULL || /* NOLINTNEXTLINE(cert-err34-c) */
	    sscanf(recorded, "%" SCNd64 " %64s %64s %36s %d", &look->recorded_version,
	           look->recorded_checksum, look->recorded_fingerprint, look->recorded_run,
	           &recorded_server_version) != RECORDED_FIELDS)
		return;
	look->is_recorded = true;

	int form = catalog_fingerprint_form(look->recorded_fingerprint);

	/* Deparsed texts of different majors do not compare, nor do different forms of a definition. */
	look->promise_is_incomparable =
		form != CATALOG_DEFINITION_FORM ||
		recorded_server_version / VERSIONS_A_MAJOR != look->server_version_num / VERSIONS_A_MAJOR;
	look->is_recorded_by_newer_program = form > CATALOG_DEFINITION_FORM;
}

/* What is in the ledger's place and is none is not passed over: it may be there to be taken for one. */
static bool
read_ledger(struct session *session, const struct target *target, const struct rows *rows,
            struct look *look, struct failure *failure)
{
	const struct ledger ledger = ledger_of_target(target);
	bool is_own = rows_flag(rows, 0, "ledger_is_own");
	char recorded[LEDGER_LAST_BYTES];

	look->ledger_exists = rows_flag(rows, 0, "ledger_exists");
	if (!look->ledger_exists)
		return true;
	if (is_own && rows_flag(rows, 0, "ledger_is_sound"))
	{
		read_recorded(rows_text(rows, 0, "recorded"), look);
		return true;
	}
	if (is_own)
		return ledger_check(session, &ledger, &look->ledger_exists, failure);
	if (!ledger_read_last(session, target, recorded, failure))
		return false;
	read_recorded(recorded, look);
	return true;
}

static void
read_schema(const struct catalog_fingerprint *fingerprint, struct rows *const *rows,
            struct look *look)
{
	const struct rows *last = rows[fingerprint->query_count - 1];

	look->schema_exists = rows_count(rows[0]) > 0;
	look->schema_is_empty =
		fingerprint->has_objects && rows_count(last) > 0 && rows_flag(last, 0, "is_empty");
	catalog_fingerprint_sum(fingerprint, rows, look->fingerprint);
}

bool
catalog_look(struct session *session, const struct target *target, struct look *look,
             struct failure *failure)
{
	cleanup_catalog_fingerprint struct catalog_fingerprint fingerprint;
	cleanup_look_message struct look_message message = {.count = 0};
	cleanup_text struct text rules = TEXT_EMPTY;
	bool has_partitions = target->partition_count > 0;
	struct look found = {0};

	partition_rules_json(target, &rules);
	catalog_fingerprint_prepare(&fingerprint, target);
	add_query(&message, QUERY("sql/look.sql", "read the ledger", target->ledger_schema,
	                          target->schema, target->source, target->owner));
	for (size_t index = 0; index < fingerprint.query_count; index++)
		add_query(&message, &fingerprint.queries[index]);
	add_query(&message, QUERY("sql/partition_due.sql", "see whether partitions are due",
	                          target->schema, text_bytes(&rules)));
	if (!has_partitions)
		message.count--;
	if (!query_run_all(session, message.queries, message.count, message.rows, failure))
		return false;
	read_session(session, &found);
	found.is_open_to_public = rows_flag(message.rows[0], 0, "is_open_to_public");
	if (!read_ledger(session, target, message.rows[0], &found, failure))
		return false;
	read_schema(&fingerprint, message.rows + 1, &found);
	if (has_partitions)
		found.partition_is_due = rows_flag(message.rows[message.count - 1], 0, "partition_is_due");
	*look = found;
	return true;
}

bool
catalog_fingerprint(struct session *session, const struct target *target, char fingerprint[65],
                    struct failure *failure)
{
	cleanup_catalog_fingerprint struct catalog_fingerprint parts;
	cleanup_look_message struct look_message message = {.count = 0};

	catalog_fingerprint_prepare(&parts, target);
	for (size_t index = 0; index < parts.query_count; index++)
		add_query(&message, &parts.queries[index]);
	if (!query_run_all(session, message.queries, message.count, message.rows, failure))
		return false;
	catalog_fingerprint_sum(&parts, message.rows, fingerprint);
	return true;
}
