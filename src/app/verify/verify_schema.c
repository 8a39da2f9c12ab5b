#include "app/verify/verify_schema.h"

#include <stdlib.h>
#include <string.h>

#include "app/session_transaction.h"
#include "app/verify/verify_access.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/definition_contrast.h"
#include "port/inspection.h"

static const char hint_apply[] = "Run noetl-schema apply.";

/* Without a record, nothing is expected except what the bundle itself requires. */
static void
judge_record(const struct verify_work *work, const struct observed_state *observed)
{
	const struct managed_schema *schema = work->report->schema;
	cleanup_memory char *object = memory_format("schema \"%s\"", schema->name);
	cleanup_memory char *expected = memory_format("version %lld", (long long)schema->version);
	cleanup_memory char *found =
		memory_format("version %lld recorded", (long long)observed->recorded_version);

	if (!observed->schema_exists)
		verify_work_add(work, (struct finding){.class = FINDING_BROKEN,
		                                       .object = object,
		                                       .expected = "present",
		                                       .found = "absent",
		                                       .hint = hint_apply});
	else if (!observed->is_recorded)
		verify_work_add(work, (struct finding){.class = FINDING_BROKEN,
		                                       .object = object,
		                                       .expected = "created or adopted by a run",
		                                       .found = "no run recorded",
		                                       .hint = hint_apply});
	else if (observed->record_is_incomparable)
		verify_work_add(
			work,
			(struct finding){.class = FINDING_BROKEN,
		                     .object = object,
		                     .expected = "definitions that this run can compare",
		                     .found = "definitions of another major version of the server, or "
		                              "of another release of this program",
		                     .hint = "Run noetl-schema apply: it proves the schema and records it "
		                             "again."});
	else if (observed->recorded_version != schema->version)
		verify_work_add(
			work, (struct finding){.class = FINDING_WARNING,
		                           .object = object,
		                           .expected = expected,
		                           .found = found,
		                           .hint = observed->recorded_version < schema->version
		                                       ? hint_apply
		                                       : "A newer version of this program applied it."});
	else if (managed_schema_has_ddl(schema) &&
	         strcmp(observed->recorded_checksum, schema->checksum) != 0)
		verify_work_add(work, (struct finding){.class = FINDING_WARNING,
		                                       .object = object,
		                                       .expected = "this DDL",
		                                       .found = "other DDL, which was applied last and is "
		                                                "compared here",
		                                       .hint = "Run noetl-schema apply with it."});
}

/* Both sides of an object that has changed, as far as they are known. */
static bool
contrast(const struct verify_work *work, const struct definition *recorded,
         struct text *recorded_line, struct text *live_line, struct failure *failure)
{
	cleanup_memory char *live = NULL;
	const struct catalog_operations *catalog = work->application->database->catalog;

	if (!catalog->definition_text(work->session, work->report->schema->name, recorded, &live,
	                              failure))
		return false;
	definition_contrast(recorded->text != NULL ? recorded->text : "the recorded definition",
	                    live != NULL ? live : "another definition", recorded_line, live_line);
	return true;
}

static bool
is_to_be_pruned(const struct verify_work *work, const struct definition_difference *difference)
{
	return work->report->schema->prunes && difference->class == DEFINITION_UNMANAGED &&
	       !object_kind_is_access(difference->object->kind);
}

static bool
judge_definition(const struct verify_work *work, const struct definition_difference *difference,
                 struct failure *failure)
{
	static const struct finding templates[] = {
		[DEFINITION_MISSING] = {.class = FINDING_BROKEN,
	                            .expected = "present",
	                            .found = ACCESS_ABSENT,
	                            .hint = hint_apply},
		[DEFINITION_CHANGED] = {.class = FINDING_BROKEN, .hint = hint_apply},
		[DEFINITION_UNMANAGED] = {.class = FINDING_UNMANAGED, .found = "present"},
	};
	static const struct finding to_be_pruned = {.class = FINDING_BROKEN,
	                                            .expected = ACCESS_ABSENT,
	                                            .found = "present, and nothing makes it",
	                                            .hint = hint_apply};
	struct finding finding =
		is_to_be_pruned(work, difference) ? to_be_pruned : templates[difference->class];
	cleanup_text struct text expected = TEXT_EMPTY;
	cleanup_text struct text found = TEXT_EMPTY;
	cleanup_memory char *object =
		memory_format("%s %s", difference->object->kind_name, difference->object->identity);

	if (difference->class == DEFINITION_CHANGED)
	{
		if (!contrast(work, difference->object, &expected, &found, failure))
			return false;
		finding.expected = text_bytes(&expected);
		finding.found = text_bytes(&found);
	}
	finding.object = object;
	verify_work_add(work, finding);
	return true;
}

/* Bundles and files may share a schema: objects that another source expects are managed. */
static bool
is_kept_elsewhere(const struct definitions *elsewhere,
                  const struct definition_difference *difference)
{
	return difference->class == DEFINITION_UNMANAGED &&
	       definitions_have(elsewhere, difference->object);
}

static bool
judge_definitions(const struct verify_work *work, const struct verify_access *access,
                  const struct definition_difference_list *differences, struct failure *failure)
{
	const struct ledger_operations *ledger = work->application->database->ledger;
	bool some_are_unmanaged = definition_difference_broken_count(differences) < differences->count;
	cleanup_definitions struct definitions elsewhere = {0};

	if (some_are_unmanaged &&
	    !ledger->expected_elsewhere(work->session, work->report->schema, &elsewhere, failure))
		return false;
	for (size_t index = 0; index < differences->count; index++)
	{
		const struct definition_difference *difference = &differences->items[index];

		if (!is_kept_elsewhere(&elsewhere, difference) &&
		    !verify_access_tells_of(access, difference->object) &&
		    !judge_definition(work, difference, failure))
			return false;
	}
	return true;
}

static void
judge_column(const struct verify_work *work, const struct column_requirement *fact,
             const struct column_status *status)
{
	cleanup_memory char *object =
		memory_format("column %s.%s", work->report->schema->name, fact->column);
	struct finding finding = {.class = FINDING_BROKEN, .object = object, .hint = hint_apply};

	if (!status->exists)
	{
		finding.expected = "present";
		finding.found = ACCESS_ABSENT;
		verify_work_add(work, finding);
		return;
	}
	if (fact->not_null && !status->is_not_null)
	{
		finding.expected = "not null";
		finding.found = "nullable";
		verify_work_add(work, finding);
	}
	if (fact->has_default && !status->has_default)
	{
		finding.expected = "a default";
		finding.found = "no default";
		verify_work_add(work, finding);
	}
}

static bool
judge_columns(const struct verify_work *work, struct failure *failure)
{
	const struct managed_schema *schema = work->report->schema;
	cleanup_memory struct column_status *statuses =
		memory_allocate(schema->required_column_count, sizeof *statuses);

	if (schema->required_column_count == 0)
		return true;
	if (!work->application->database->inspection->columns(work->session, schema, statuses, failure))
		return false;
	for (size_t index = 0; index < schema->required_column_count; index++)
		judge_column(work, &schema->required_columns[index], &statuses[index]);
	return true;
}

static bool
read_expectations(const struct verify_work *work, const struct observed_state *observed,
                  struct definitions *expected, struct definitions *live, struct failure *failure)
{
	const struct ledger_operations *ledger = work->application->database->ledger;

	if (!observed->is_recorded || observed->record_is_incomparable)
		return true;
	if (!ledger->expected(work->session, work->report->schema, expected, failure) ||
	    !work->application->database->catalog->definitions(work->session, work->report->schema,
	                                                       live, failure))
		return false;
	work->report->expected_count = definitions_count(expected);
	return true;
}

static bool
judge_expectations(const struct verify_work *work, const struct observed_state *observed,
                   struct failure *failure)
{
	bool isolation_is_required =
		settings_flag(work->application->settings, SETTING_REQUIRE_ISOLATION);
	cleanup_definitions struct definitions expected = {0};
	cleanup_definitions struct definitions live = {0};
	cleanup_definition_difference_list struct definition_difference_list differences = {0};
	cleanup_verify_access struct verify_access access = {0};

	if (!read_expectations(work, observed, &expected, &live, failure) ||
	    !verify_access_ask(work, true, &access, failure))
		return false;
	definitions_compare(&expected, &live, &differences);
	verify_access_judge(work, &access, &differences, isolation_is_required);
	return judge_definitions(work, &access, &differences, failure);
}

/*
 * Reading definitions opens relations. The transaction bounds the wait for sessions that hold one
 * exclusively.
 */
static bool
judge_in_transaction(const struct verify_work *work, const struct observed_state *observed,
                     struct failure *failure)
{
	const struct session_operations *operations = work->application->database->session;

	if (!session_transaction_begin(work->application, work->session, failure))
		return false;
	if (!judge_expectations(work, observed, failure))
		return session_transaction_undo(work->application, work->session, failure);
	return operations->rollback(work->session, failure);
}

bool
verify_schema_from_outside(const struct verify_work *work, struct failure *failure)
{
	static const struct definition_difference_list nothing_to_compare;
	cleanup_verify_access struct verify_access access = {0};

	if (!verify_access_ask(work, false, &access, failure))
		return false;
	verify_access_judge(work, &access, &nothing_to_compare, true);
	return true;
}

/* A server that accepts the login and does not answer must not exceed the budget of waiting. */
static bool
observe_schema(const struct verify_work *work, struct observed_state *observed,
               struct failure *failure)
{
	const struct database *database = work->application->database;

	database->session->limit_answers(
		work->session, settings_integer(work->application->settings, SETTING_WAIT_TIMEOUT));

	bool is_seen =
		database->catalog->observe(work->session, work->report->schema, observed, failure);

	database->session->limit_answers(work->session, 0);
	return is_seen;
}

bool
verify_schema(const struct verify_work *work, struct failure *failure)
{
	const struct managed_schema *schema = work->report->schema;
	struct observed_state observed = {0};

	if (!observe_schema(work, &observed, failure))
		return false;
	work->report->recorded_version = observed.recorded_version;
	judge_record(work, &observed);
	/* More findings about an absent schema would only repeat that it is absent. */
	if (!observed.schema_exists)
		return true;
	if (!judge_in_transaction(work, &observed, failure))
		return false;
	/* A newer version may require other columns, which this program does not know. */
	return observed.recorded_version > schema->version || judge_columns(work, failure);
}
