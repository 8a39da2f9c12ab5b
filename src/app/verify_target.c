#include "app/verify_target.h"

#include <stdlib.h>
#include <string.h>

#include "app/verify_target_access.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "port/inspection.h"

static const char hint_apply[] = "Run noetl-schema apply.";

void
verify_target_add(const struct verify_target_work *work, struct finding finding)
{
	finding.source = work->report->target->source;
	work->report->broken_count += finding.class == FINDING_BROKEN;
	finding_list_append(work->findings, &finding);
}

static const char *
ledger_schema(const struct verify_target_work *work)
{
	return settings_text(work->application->settings, SETTING_NOETL_LEDGER_SCHEMA);
}

/* Nothing recorded means that nothing was promised here but by the bundle itself. */
static void
judge_record(const struct verify_target_work *work, const struct look *look)
{
	const struct target *target = work->report->target;
	cleanup_memory char *object = memory_format("schema \"%s\"", target->schema);
	cleanup_memory char *promised = memory_format("version %lld", (long long)target->version);
	cleanup_memory char *found =
		memory_format("version %lld recorded", (long long)look->recorded_version);

	if (!look->schema_exists)
		verify_target_add(work, (struct finding){.class = FINDING_BROKEN,
		                                         .object = object,
		                                         .promised = "there",
		                                         .found = "absent",
		                                         .hint = hint_apply});
	else if (!look->is_recorded)
		verify_target_add(work, (struct finding){.class = FINDING_BROKEN,
		                                         .object = object,
		                                         .promised = "made or adopted by a run",
		                                         .found = "no run recorded",
		                                         .hint = hint_apply});
	else if (look->promise_is_incomparable)
		verify_target_add(
			work,
			(struct finding){.class = FINDING_BROKEN,
		                     .object = object,
		                     .promised = "definitions to compare with",
		                     .found = "those of another major of the server, or of another "
		                              "release of this program",
		                     .hint = "Run noetl-schema apply: it proves the schema and records it "
		                             "anew."});
	else if (look->recorded_version != target->version)
		verify_target_add(
			work, (struct finding){.class = FINDING_WARNING,
		                           .object = object,
		                           .promised = promised,
		                           .found = found,
		                           .hint = look->recorded_version < target->version
		                                       ? hint_apply
		                                       : "A newer version of this program was here."});
}

static void
judge_definitions(const struct verify_target_work *work, const struct verify_target_access *access,
                  const struct difference_list *differences)
{
	static const struct finding templates[] = {
		[DIFFERENCE_MISSING] = {.class = FINDING_BROKEN,
	                            .promised = "there",
	                            .found = "absent",
	                            .hint = hint_apply},
		[DIFFERENCE_CHANGED] = {.class = FINDING_BROKEN,
	                            .promised = "the definition that was recorded",
	                            .found = "another one",
	                            .hint = hint_apply},
		[DIFFERENCE_UNMANAGED] = {.class = FINDING_UNMANAGED, .found = "there"},
	};

	for (size_t index = 0; index < differences->count; index++)
	{
		const struct difference *difference = &differences->items[index];
		struct finding finding = templates[difference->class];

		if (verify_target_access_tells_of(access, difference->object))
			continue;

		cleanup_memory char *object =
			memory_format("%s %s", difference->object->kind, difference->object->identity);

		finding.object = object;
		verify_target_add(work, finding);
	}
}

static void
judge_column(const struct verify_target_work *work, const struct bundle_fact *fact,
             const struct column_standing *standing)
{
	cleanup_memory char *object =
		memory_format("column %s.%s", work->report->target->schema, fact->column);
	struct finding finding = {.class = FINDING_BROKEN, .object = object, .hint = hint_apply};

	if (!standing->exists)
	{
		finding.promised = "there";
		finding.found = ACCESS_ABSENT;
		verify_target_add(work, finding);
		return;
	}
	if (fact->not_null && !standing->is_not_null)
	{
		finding.promised = "not null";
		finding.found = "nullable";
		verify_target_add(work, finding);
	}
	if (fact->has_default && !standing->has_default)
	{
		finding.promised = "a default";
		finding.found = "no default";
		verify_target_add(work, finding);
	}
}

static bool
judge_columns(const struct verify_target_work *work, struct failure *failure)
{
	const struct target *target = work->report->target;
	cleanup_memory struct column_standing *standings =
		memory_allocate(target->fact_count, sizeof *standings);

	if (target->fact_count == 0)
		return true;
	if (!work->application->database->inspection->columns(work->session, target, standings,
	                                                      failure))
		return false;
	for (size_t index = 0; index < target->fact_count; index++)
		judge_column(work, &target->facts[index], &standings[index]);
	return true;
}

/* Reading definitions opens relations: whoever holds one exclusively is waited for, but not for ever. */
static bool
read_definitions(const struct verify_target_work *work, struct definition_list *live,
                 struct failure *failure)
{
	const struct database *database = work->application->database;
	int64_t lock_timeout_ms = settings_integer(work->application->settings, SETTING_LOCK_TIMEOUT);
	struct failure ignored = {0};

	if (!database->session->begin(work->session, lock_timeout_ms, failure))
		return false;
	if (database->catalog->definitions(work->session, work->report->target, live, failure))
		return database->session->rollback(work->session, failure);
	if (!failure->connection_lost)
		(void)database->session->rollback(work->session, &ignored);
	return false;
}

static bool
read_promises(const struct verify_target_work *work, const struct look *look,
              struct definition_list *promised, struct definition_list *live,
              struct failure *failure)
{
	const struct ledger_operations *ledger = work->application->database->ledger;

	if (!look->is_recorded || look->promise_is_incomparable)
		return true;
	if (!ledger->promised(work->session, ledger_schema(work), work->report->target, promised,
	                      failure) ||
	    !read_definitions(work, live, failure))
		return false;
	work->report->promised_count = promised->count;
	return true;
}

static bool
judge_promises(const struct verify_target_work *work, const struct look *look,
               struct failure *failure)
{
	bool isolation_is_required =
		settings_flag(work->application->settings, SETTING_REQUIRE_ISOLATION);
	cleanup_definition_list struct definition_list promised = {0};
	cleanup_definition_list struct definition_list live = {0};
	cleanup_difference_list struct difference_list differences = {0};
	cleanup_verify_target_access struct verify_target_access access = {0};

	if (!read_promises(work, look, &promised, &live, failure) ||
	    !verify_target_access_ask(work, true, &access, failure))
		return false;
	definition_compare(&promised, &live, &differences);
	verify_target_access_judge(work, &access, &differences, isolation_is_required);
	judge_definitions(work, &access, &differences);
	return true;
}

bool
verify_target_from_outside(const struct verify_target_work *work, struct failure *failure)
{
	static const struct difference_list nothing_to_compare;
	cleanup_verify_target_access struct verify_target_access access = {0};

	if (!verify_target_access_ask(work, false, &access, failure))
		return false;
	verify_target_access_judge(work, &access, &nothing_to_compare, true);
	return true;
}

bool
verify_target(const struct verify_target_work *work, struct failure *failure)
{
	const struct target *target = work->report->target;
	struct look look = {0};

	if (!work->application->database->catalog->look(work->session, target, ledger_schema(work),
	                                                &look, failure))
		return false;
	work->report->recorded_version = look.recorded_version;
	judge_record(work, &look);
	/* Promises about what is in a schema that is gone would only repeat that it is gone. */
	if (!look.schema_exists)
		return true;
	if (!judge_promises(work, &look, failure))
		return false;
	/* What a newer version documents is not known here. */
	return look.recorded_version > target->version || judge_columns(work, failure);
}
