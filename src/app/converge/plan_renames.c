#include "app/converge/plan_renames.h"

#include <inttypes.h>
#include <string.h>

#include "app/apply/transaction.h"
#include "app/converge/converge.h"
#include "app/converge/plan_report.h"
#include "app/converge/renames.h"
#include "base/array.h"
#include "base/count_of.h"
#include "domain/catalog/fact_name.h"
#include "domain/catalog/statement_text.h"
#include "domain/destruction.h"

static const enum fact_kind fact_kinds[] = {
	[RENAMABLE_SCHEMA] = FACT_SCHEMA,
	[RENAMABLE_TABLE] = FACT_TABLE,
	[RENAMABLE_FOREIGN_TABLE] = FACT_TABLE,
	[RENAMABLE_VIEW] = FACT_VIEW,
	[RENAMABLE_MATERIALIZED_VIEW] = FACT_MATERIALIZED_VIEW,
	[RENAMABLE_SEQUENCE] = FACT_SEQUENCE,
	[RENAMABLE_TYPE] = FACT_BASE_TYPE,
	[RENAMABLE_DOMAIN] = FACT_DOMAIN,
	[RENAMABLE_FUNCTION] = FACT_FUNCTION,
	[RENAMABLE_PROCEDURE] = FACT_FUNCTION,
	[RENAMABLE_AGGREGATE] = FACT_FUNCTION,
	[RENAMABLE_INDEX] = FACT_INDEX,
	[RENAMABLE_COLUMN] = FACT_COLUMN,
	[RENAMABLE_CONSTRAINT] = FACT_CONSTRAINT,
	[RENAMABLE_ATTRIBUTE] = FACT_COMPOSITE_TYPE,
	[RENAMABLE_LABEL] = FACT_ENUM,
	[RENAMABLE_DOMAIN_CONSTRAINT] = FACT_DOMAIN_CONSTRAINT,
};

/* An annotation does not say which of the types it is about. */
static enum fact_kind
kind_of(const struct object_rename *rename, const struct fact_set *live)
{
	static const enum fact_kind types[] = {FACT_ENUM, FACT_COMPOSITE_TYPE, FACT_RANGE_TYPE};

	for (size_t index = 0; rename->kind == RENAMABLE_TYPE && index < COUNT_OF(types); index++)
	{
		if (fact_set_find_name(live, types[index], rename->schema, rename->new_name) !=
		    FACT_NOWHERE)
			return types[index];
	}
	return fact_kinds[rename->kind];
}

static void
append_name(struct text *text, const char *name)
{
	if (text->length_bytes > 0)
		text_append_char(text, '.');
	if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0')
		text_append(text, name);
	else
		script_identifier_append(text, name);
}

static const char *
object_of(struct plan_report *report, const struct object_rename *rename)
{
	cleanup_text struct text object = TEXT_EMPTY;
	const char *const names[] = {rename->schema, rename->relation, rename->old_name};

	for (size_t index = 0; index < COUNT_OF(names); index++)
	{
		if (names[index] != NULL)
			append_name(&object, names[index]);
	}
	text_append(&object, rename->arguments != NULL ? rename->arguments : "");
	return text_arena_copy(&report->texts, text_bytes(&object));
}

static struct planned_step *
add_rename(struct plan_report *report, enum fact_kind kind, const char *statement)
{
	struct planned_step *planned = ARRAY_ADD(report->steps, report->step_count);

	*planned = (struct planned_step){
		.action = CHANGE_ALTER,
		.kind = kind,
		.hazard = HAZARD_NONE,
		.reason = "renames it, and what it holds stays",
		.row_count = LOSS_WITHOUT_ROWS,
	};
	planned->statements[0] = text_arena_copy(&report->texts, statement);
	return planned;
}

static void
tell_rename(struct plan_report *report, const struct object_rename *rename,
            const struct fact_set *live)
{
	struct planned_step *planned = add_rename(report, kind_of(rename, live), rename->statement);
	const struct failure_place *place = &rename->place;

	planned->object = object_of(report, rename);
	planned->place = statement_format(&report->texts, "%s:%" PRId64 ":%" PRId64, place->file,
	                                  place->line, place->column);
}

static void
tell_renames(const struct schema_run *run, const struct fact_set *live,
             const struct followed_name_list *followed)
{
	for (size_t index = 0; index < run->renames->count; index++)
	{
		if (run->renames->items[index].is_done)
			tell_rename(run->plan, &run->renames->items[index], live);
	}
	for (size_t index = 0; index < followed->count; index++)
	{
		const struct followed_name *name = &followed->items[index];

		add_rename(run->plan, name->kind, name->statement)->object =
			text_arena_copy(&run->plan->texts, name->id);
	}
}

/* In the plan's script no search path says what types are meant. */
static void
qualify_arguments(struct object_rename *rename, const struct fact_set *live)
{
	const char *arguments = NULL;

	if (!rename->is_done || rename->arguments == NULL)
		return;
	for (size_t place = 0; place < live->count; place++)
	{
		const char *found = fact_arguments(&live->items[place], rename->schema, rename->new_name);

		if (found != NULL && arguments != NULL)
			return;
		arguments = found != NULL ? found : arguments;
	}
	if (arguments != NULL)
		object_rename_set_arguments(rename, arguments);
}

static bool
follow(struct schema_run *run, struct expectation *expectation, struct followed_name_list *followed,
       struct failure *failure)
{
	run->plan->is_replayed = false;
	return !expectation->has_facts ||
	       (converge_read_live(run, expectation, failure) &&
	        converge_follow_renames(run, expectation, followed, failure));
}

static bool
run_and_go_back(struct schema_run *run, struct expectation *expectation,
                struct followed_name_list *followed, struct failure *failure)
{
	size_t done_count = 0;

	return transaction_save(run, failure) && renames_run(run, run->renames, &done_count, failure) &&
	       (done_count == 0 || follow(run, expectation, followed, failure)) &&
	       transaction_go_back(run, failure);
}

static bool
has_done(const struct object_rename_list *renames)
{
	for (size_t index = 0; index < renames->count; index++)
	{
		if (renames->items[index].is_done)
			return true;
	}
	return false;
}

bool
plan_renames_of_schemas(struct schema_run *run, struct failure *failure)
{
	size_t done_count = 0;

	return run->renames->count == 0 || run->renames->items[0].kind != RENAMABLE_SCHEMA ||
	       renames_run(run, run->renames, &done_count, failure);
}

bool
plan_renames(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	cleanup_followed_name_list struct followed_name_list followed = {.items = NULL};
	bool is_planned = has_done(run->renames)
	                      ? follow(run, expectation, &followed, failure)
	                      : run_and_go_back(run, expectation, &followed, failure);

	if (!is_planned)
		return false;
	for (size_t index = 0; index < run->renames->count; index++)
		qualify_arguments(&run->renames->items[index], &expectation->live_facts);
	tell_renames(run, &expectation->live_facts, &followed);
	return true;
}
