#include "app/converge/plan_renames.h"

#include <inttypes.h>
#include <string.h>

#include "app/converge/converge.h"
#include "app/converge/plan_report.h"
#include "app/converge/renames.h"
#include "base/array.h"
#include "base/count_of.h"
#include "domain/catalog/fact_name.h"
#include "domain/catalog/statement_text.h"
#include "domain/destruction.h"

static const struct
{
	enum fact_kind kind;
	enum table_lock lock; /* on the table or view */
} rename_rows[] = {
	[RENAMABLE_SCHEMA] = {FACT_SCHEMA, TABLE_LOCK_NONE},
	[RENAMABLE_TABLE] = {FACT_TABLE, TABLE_LOCK_ACCESS_EXCLUSIVE},
	[RENAMABLE_FOREIGN_TABLE] = {FACT_TABLE, TABLE_LOCK_ACCESS_EXCLUSIVE},
	[RENAMABLE_VIEW] = {FACT_VIEW, TABLE_LOCK_ACCESS_EXCLUSIVE},
	[RENAMABLE_MATERIALIZED_VIEW] = {FACT_MATERIALIZED_VIEW, TABLE_LOCK_ACCESS_EXCLUSIVE},
	[RENAMABLE_SEQUENCE] = {FACT_SEQUENCE, TABLE_LOCK_NONE},
	[RENAMABLE_TYPE] = {FACT_BASE_TYPE, TABLE_LOCK_NONE},
	[RENAMABLE_DOMAIN] = {FACT_DOMAIN, TABLE_LOCK_NONE},
	[RENAMABLE_FUNCTION] = {FACT_FUNCTION, TABLE_LOCK_NONE},
	[RENAMABLE_PROCEDURE] = {FACT_FUNCTION, TABLE_LOCK_NONE},
	[RENAMABLE_AGGREGATE] = {FACT_FUNCTION, TABLE_LOCK_NONE},
	[RENAMABLE_INDEX] = {FACT_INDEX, TABLE_LOCK_NONE},
	[RENAMABLE_COLUMN] = {FACT_COLUMN, TABLE_LOCK_ACCESS_EXCLUSIVE},
	[RENAMABLE_CONSTRAINT] = {FACT_CONSTRAINT, TABLE_LOCK_ACCESS_EXCLUSIVE},
	[RENAMABLE_ATTRIBUTE] = {FACT_COMPOSITE_TYPE, TABLE_LOCK_NONE},
	[RENAMABLE_LABEL] = {FACT_ENUM, TABLE_LOCK_NONE},
	[RENAMABLE_DOMAIN_CONSTRAINT] = {FACT_DOMAIN_CONSTRAINT, TABLE_LOCK_NONE},
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
	return rename_rows[rename->kind].kind;
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

/* As facts call it: with the names that are not NULL. */
static void
append_object(struct text *text, const char *const *names, size_t count)
{
	for (size_t index = 0; index < count; index++)
	{
		if (names[index] != NULL)
			append_name(text, names[index]);
	}
}

static const char *
object_of(struct plan_report *report, const struct object_rename *rename)
{
	cleanup_text struct text object = TEXT_EMPTY;
	const char *const names[] = {rename->schema, rename->relation, rename->old_name};

	append_object(&object, names, COUNT_OF(names));
	text_append(&object, rename->arguments != NULL ? rename->arguments : "");
	return text_arena_copy(&report->texts, text_bytes(&object));
}

static struct step_lock
lock_of(struct plan_report *report, const struct object_rename *rename)
{
	cleanup_text struct text relation = TEXT_EMPTY;
	const char *const names[] = {
		rename->schema,
		rename->relation != NULL ? rename->relation : rename->old_name,
	};
	struct step_lock lock = {.lock = rename_rows[rename->kind].lock};

	if (lock.lock == TABLE_LOCK_NONE)
		return lock;
	append_object(&relation, names, COUNT_OF(names));
	lock.relation = text_arena_copy(&report->texts, text_bytes(&relation));
	return lock;
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

	planned->object = object_of(report, rename);
	planned->lock = lock_of(report, rename);
	planned->place = statement_format(&report->texts, "%s:%" PRId64 ":%" PRId64, rename->place.file,
	                                  rename->place.line, rename->place.column);
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

/* What follows from those that are done. */
static bool
follow(struct schema_run *run, struct expectation *expectation, struct followed_name_list *followed,
       struct failure *failure)
{
	run->plan->is_replayed = false;
	return !expectation->has_facts ||
	       (expectation_read_live_facts(run, expectation, failure) &&
	        converge_follow_renames(run, expectation, followed, failure));
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
	size_t done_count = 0;

	if (!has_done(run->renames) && !renames_run(run, run->renames, &done_count, failure))
		return false;
	if (!has_done(run->renames))
		return true;
	if (!follow(run, expectation, &followed, failure))
		return false;
	for (size_t index = 0; index < run->renames->count; index++)
		qualify_arguments(&run->renames->items[index], &expectation->live_facts);
	tell_renames(run, &expectation->live_facts, &followed);
	return true;
}
