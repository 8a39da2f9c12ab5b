#include "app/verify_target.h"

#include <stdlib.h>
#include <string.h>

#include "app/verify_target_access.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/sentence.h"
#include "port/inspection.h"

static const char hint_apply[] = "Run noetl-schema apply.";

void
verify_target_add(const struct verify_target_work *work, struct finding finding)
{
	finding.source = work->report->target->source;
	work->report->broken_count += finding.class == FINDING_BROKEN;
	finding_list_append(work->findings, &finding);
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
	else if (strcmp(look->recorded_checksum, target->checksum) != 0)
		verify_target_add(work, (struct finding){.class = FINDING_WARNING,
		                                         .object = object,
		                                         .promised = "this DDL",
		                                         .found = "other DDL, applied last and compared "
		                                                  "with here",
		                                         .hint = "Run noetl-schema apply with it."});
}

enum
{
	FOUND_TEXT_BYTES = 240 /* of a definition; more would hide what comes after it */
};

/* One line, cut where it gets long. */
static char *
shorten(const char *text)
{
	cleanup_text struct text line = TEXT_EMPTY;
	bool was_space = true;

	for (; *text != '\0'; text++)
	{
		bool is_space = *text == ' ' || *text == '\n' || *text == '\t';

		if (!is_space || !was_space)
			text_append_char(&line, (char)(is_space ? 0x20 : *text));
		was_space = is_space;
	}
	sentence_fit(&line, FOUND_TEXT_BYTES);
	return memory_copy_text(text_bytes(&line));
}

/* What is there instead; the ledger keeps only what tells the two apart. */
static bool
find_text(const struct verify_target_work *work, const struct definition *object, char **found,
          struct failure *failure)
{
	cleanup_memory char *text = NULL;
	const struct catalog_operations *catalog = work->application->database->catalog;

	if (!catalog->definition_text(work->session, work->report->target->schema, object, &text,
	                              failure))
		return false;
	*found = text != NULL ? shorten(text) : memory_copy_text("another one");
	return true;
}

static bool
judge_definition(const struct verify_target_work *work, const struct difference *difference,
                 struct failure *failure)
{
	static const struct finding templates[] = {
		[DIFFERENCE_MISSING] = {.class = FINDING_BROKEN,
	                            .promised = "there",
	                            .found = ACCESS_ABSENT,
	                            .hint = hint_apply},
		[DIFFERENCE_CHANGED] = {.class = FINDING_BROKEN,
	                            .promised = "the definition that was recorded",
	                            .hint = hint_apply},
		[DIFFERENCE_UNMANAGED] = {.class = FINDING_UNMANAGED, .found = "there"},
	};
	struct finding finding = templates[difference->class];
	cleanup_memory char *found = NULL;
	cleanup_memory char *object =
		memory_format("%s %s", difference->object->kind, difference->object->identity);

	if (difference->class == DIFFERENCE_CHANGED)
	{
		if (!find_text(work, difference->object, &found, failure))
			return false;
		finding.found = found;
	}
	finding.object = object;
	verify_target_add(work, finding);
	return true;
}

/* Bundles and files may share a schema: what another of them promised has its keeper. */
static bool
is_kept_elsewhere(const struct definition_list *elsewhere, const struct difference *difference)
{
	return difference->class == DIFFERENCE_UNMANAGED &&
	       definition_list_has(elsewhere, difference->object);
}

static bool
judge_definitions(const struct verify_target_work *work, const struct verify_target_access *access,
                  const struct difference_list *differences, struct failure *failure)
{
	const struct ledger_operations *ledger = work->application->database->ledger;
	bool some_are_unmanaged = difference_broken_count(differences) < differences->count;
	cleanup_definition_list struct definition_list elsewhere = {0};

	if (some_are_unmanaged &&
	    !ledger->promised_elsewhere(work->session, work->report->target, &elsewhere, failure))
		return false;
	for (size_t index = 0; index < differences->count; index++)
	{
		const struct difference *difference = &differences->items[index];

		if (!is_kept_elsewhere(&elsewhere, difference) &&
		    !verify_target_access_tells_of(access, difference->object) &&
		    !judge_definition(work, difference, failure))
			return false;
	}
	return true;
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

static bool
read_promises(const struct verify_target_work *work, const struct look *look,
              struct definition_list *promised, struct definition_list *live,
              struct failure *failure)
{
	const struct ledger_operations *ledger = work->application->database->ledger;

	if (!look->is_recorded || look->promise_is_incomparable)
		return true;
	if (!ledger->promised(work->session, work->report->target, promised, failure) ||
	    !work->application->database->catalog->definitions(work->session, work->report->target,
	                                                       live, failure))
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
	return judge_definitions(work, &access, &differences, failure);
}

/* Reading definitions opens relations: whoever holds one exclusively is waited for, but not for ever. */
static bool
judge_in_transaction(const struct verify_target_work *work, const struct look *look,
                     struct failure *failure)
{
	const struct session_operations *operations = work->application->database->session;
	int64_t lock_timeout_ms = settings_integer(work->application->settings, SETTING_LOCK_TIMEOUT);
	struct failure ignored = {0};

	if (!operations->begin(work->session, lock_timeout_ms, failure))
		return false;
	if (judge_promises(work, look, failure))
		return operations->rollback(work->session, failure);
	if (!failure->connection_lost)
		(void)operations->rollback(work->session, &ignored);
	return false;
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

/* A server that lets in and is silent gets no more than the budget of waiting. */
static bool
observe_target(const struct verify_target_work *work, struct look *look, struct failure *failure)
{
	const struct database *database = work->application->database;

	database->session->limit_answers(
		work->session, settings_integer(work->application->settings, SETTING_WAIT_TIMEOUT));

	bool is_seen = database->catalog->look(work->session, work->report->target, look, failure);

	database->session->limit_answers(work->session, 0);
	return is_seen;
}

bool
verify_target(const struct verify_target_work *work, struct failure *failure)
{
	const struct target *target = work->report->target;
	struct look look = {0};

	if (!observe_target(work, &look, failure))
		return false;
	work->report->recorded_version = look.recorded_version;
	judge_record(work, &look);
	/* Promises about what is in a schema that is gone would only repeat that it is gone. */
	if (!look.schema_exists)
		return true;
	if (!judge_in_transaction(work, &look, failure))
		return false;
	/* What a newer version documents is not known here. */
	return look.recorded_version > target->version || judge_columns(work, failure);
}
