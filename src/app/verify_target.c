#include "app/verify_target.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/access_wish.h"
#include "domain/definition.h"
#include "port/inspection.h"

static const char hint_apply[] = "Run noetl-schema apply.";
static const char hint_provision[] = "Run noetl-schema apply --ensure-role.";

static void
add(const struct verify_target_work *work, struct finding finding)
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
		add(work, (struct finding){.class = FINDING_BROKEN,
		                           .object = object,
		                           .promised = "there",
		                           .found = "absent",
		                           .hint = hint_apply});
	else if (!look->is_recorded)
		add(work, (struct finding){.class = FINDING_BROKEN,
		                           .object = object,
		                           .promised = "made or adopted by a run",
		                           .found = "no run recorded",
		                           .hint = hint_apply});
	else if (look->recorded_version != target->version)
		add(work, (struct finding){.class = FINDING_WARNING,
		                           .object = object,
		                           .promised = promised,
		                           .found = found,
		                           .hint = look->recorded_version < target->version
		                                       ? hint_apply
		                                       : "A newer version of this program was here."});
}

static bool
is_about(const struct definition *definition, const char *object)
{
	size_t kind_length = strlen(definition->kind);

	return strncmp(definition->kind, object, kind_length) == 0 && object[kind_length] == ' ' &&
	       strcmp(definition->identity, object + kind_length + 1) == 0;
}

static bool
is_broken_promise(const struct difference_list *differences, const char *object)
{
	for (size_t index = 0; index < differences->count; index++)
	{
		if (differences->items[index].class != DIFFERENCE_UNMANAGED &&
		    is_about(differences->items[index].object, object))
			return true;
	}
	return false;
}

struct access_findings
{
	struct access_difference_list isolation; /* of roles and the database */
	struct access_difference_list inside;    /* of schema and extensions */
};

static bool
ask(const struct verify_target_work *work, const struct access_wish *wish,
    struct access_question question, struct access_difference_list *differences,
    struct failure *failure)
{
	question.administrator = wish->administrator;
	return work->application->database->inspection->compare(work->session, &question, differences,
	                                                        failure);
}

static bool
ask_inside(const struct verify_target_work *work, const struct access_wish *wish,
           struct access_difference_list *differences, struct failure *failure)
{
	const struct schema_wish *schema = &wish->schemas[0];

	if (!ask(work, wish, (struct access_question){.subject = ACCESS_SCHEMA, .schema = schema},
	         differences, failure))
		return false;
	for (size_t index = 0; index < schema->extension_count; index++)
	{
		struct access_question question = {.subject = ACCESS_EXTENSION,
		                                   .extension = &schema->extensions[index]};

		if (!ask(work, wish, question, differences, failure))
			return false;
	}
	return true;
}

static bool
ask_all(const struct verify_target_work *work, struct access_findings *found,
        struct failure *failure)
{
	cleanup_access_wish struct access_wish wish = {0};

	access_wish_make(work->application->settings, work->report->target, 1, &wish);
	for (size_t index = 0; index < wish.role_count; index++)
	{
		struct access_question question = {.subject = ACCESS_ROLE, .role = &wish.roles[index]};

		if (!ask(work, &wish, question, &found->isolation, failure))
			return false;
	}
	struct access_question question = {.subject = ACCESS_DATABASE, .database = wish.databases};

	return ask(work, &wish, question, &found->isolation, failure) &&
	       ask_inside(work, &wish, &found->inside, failure);
}

/* Broken is what a run has promised or made; the rest is for a person to judge. */
static void
judge_access(const struct verify_target_work *work, const struct access_difference_list *access,
             const struct difference_list *differences, bool is_required)
{
	for (size_t index = 0; index < access->count; index++)
	{
		const struct access_difference *difference = &access->items[index];
		bool is_broken = is_required || is_broken_promise(differences, difference->object);
		bool is_mendable =
			difference->class == ACCESS_CHANGE || difference->class == ACCESS_ATTEMPT;

		add(work, (struct finding){.class = is_broken ? FINDING_BROKEN : FINDING_WARNING,
		                           .object = difference->object,
		                           .promised = difference->promised,
		                           .found = difference->found,
		                           .hint = is_mendable ? hint_provision : difference->hint});
	}
}

static bool
is_told(const struct access_findings *access, const struct definition *definition)
{
	const struct access_difference_list *lists[] = {&access->isolation, &access->inside};

	for (size_t list = 0; list < sizeof lists / sizeof lists[0]; list++)
	{
		for (size_t index = 0; index < lists[list]->count; index++)
		{
			if (is_about(definition, lists[list]->items[index].object))
				return true;
		}
	}
	return false;
}

static void
judge_definitions(const struct verify_target_work *work, const struct access_findings *access,
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

		if (is_told(access, difference->object))
			continue;

		cleanup_memory char *object =
			memory_format("%s %s", difference->object->kind, difference->object->identity);

		finding.object = object;
		add(work, finding);
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
		add(work, finding);
		return;
	}
	if (fact->not_null && !standing->is_not_null)
	{
		finding.promised = "not null";
		finding.found = "nullable";
		add(work, finding);
	}
	if (fact->has_default && !standing->has_default)
	{
		finding.promised = "a default";
		finding.found = "no default";
		add(work, finding);
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

	if (!look->is_recorded)
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
	struct access_findings access = {0};
	bool is_read =
		read_promises(work, look, &promised, &live, failure) && ask_all(work, &access, failure);

	if (is_read)
	{
		definition_compare(&promised, &live, &differences);
		judge_access(work, &access.isolation, &differences, isolation_is_required);
		judge_access(work, &access.inside, &differences, false);
		judge_definitions(work, &access, &differences);
	}
	access_difference_list_free(&access.isolation);
	access_difference_list_free(&access.inside);
	return is_read;
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
