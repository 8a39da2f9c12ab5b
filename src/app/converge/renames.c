#include "app/converge/renames.h"

#include "app/apply/postpone_question.h"
#include "app/apply/transaction.h"
#include "app/converge/rename_watch.h"
#include "app/converge/step_runner.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "domain/catalog/fact_name.h"
#include "domain/rename_annotation.h"
#include "port/shadow.h"

bool
renames_read(const struct schema_run *run, struct object_rename_list *renames,
             struct failure *failure)
{
	for (size_t index = 0; index < run->schema->script_count; index++)
	{
		if (!rename_annotation_read(&run->schema->scripts[index], renames, failure))
			return false;
	}
	for (size_t index = 0; index < renames->count; index++)
		object_rename_qualify(&renames->items[index], run->schema->name);
	object_rename_sort(renames);
	return true;
}

/* What is renamed, as messages begin: column "login" of "noetl"."users". */
static void
append_renamed(const struct object_rename *rename, struct text *words)
{
	cleanup_memory char *whole = object_rename_whole(rename);

	text_append_format(words, "%s ", object_rename_kind(rename));
	if (rename->relation != NULL)
		text_append_format(words, "\"%s\" of ", rename->old_name);
	text_append(words, whole);
}

/* What a plan does is undone. */
static void
tell_rename_run(const struct schema_run *run, const char *statement)
{
	if (run->plan == NULL)
		log_info("%s: %s", run->schema->source, statement);
}

static bool
fail_both(const struct schema_run *run, const struct object_rename *rename, struct failure *failure)
{
	cleanup_text struct text words = TEXT_EMPTY;

	append_renamed(rename, &words);
	fail(failure, FAILURE_DRIFT,
	     "%s in database \"%s\" is to be renamed to \"%s\" for %s, and both are there; nothing was "
	     "changed",
	     text_bytes(&words), run->schema->database, rename->new_name, run->schema->source);
	failure->place = rename->place;
	return fail_hint(failure,
	                 "If both are to stay, or the rename is long done: remove the annotation. Else "
	                 "save what \"%s\" holds, and drop it.",
	                 rename->new_name);
}

static bool
fail_as_another_owns(const struct schema_run *run, const struct object_rename *rename,
                     const char *owner, struct failure *failure)
{
	cleanup_text struct text words = TEXT_EMPTY;

	append_renamed(rename, &words);
	fail(failure, FAILURE_DENIED,
	     "%s in database \"%s\" is to be renamed to \"%s\" for %s, and belongs to role %s, which "
	     "role \"%s\" is not and cannot become; nothing was changed",
	     text_bytes(&words), run->schema->database, rename->new_name, run->schema->source, owner,
	     run->schema->owner);
	failure->reason = REASON_NO_PRIVILEGE;
	failure->place = rename->place;
	return fail_hint(failure, "As an administrator: GRANT %s TO \"%s\", or make \"%s\" its owner.",
	                 owner, run->schema->owner, run->schema->owner);
}

/* An object of other arguments may have the name. */
static bool
is_absent(const struct failure *refusal)
{
	return refusal->reason == REASON_UNDEFINED && transaction_was_refused(refusal);
}

/* Types of a function's arguments are as the DDL writes them. A schema may not be there yet. */
static bool
set_schema_for(const struct schema_run *run, const struct object_rename *rename,
               struct failure *failure)
{
	bool is_schema = rename->kind == RENAMABLE_SCHEMA;

	return run->application->database->session->set_schema(
		run->connection->session, is_schema ? NULL : run->schema->name, failure);
}

static bool
do_rename(struct schema_run *run, struct object_rename *rename, struct failure *failure)
{
	cleanup_text struct text words = TEXT_EMPTY;

	if (!set_schema_for(run, rename, failure) || !transaction_save(run, failure))
		return false;
	if (step_runner_run_text(run, rename->statement, failure))
	{
		rename->is_done = true;
		tell_rename_run(run, rename->statement);
		return transaction_keep(run, failure);
	}
	if (is_absent(failure))
	{
		failure_clear(failure);
		return transaction_go_back(run, failure);
	}
	if (failure->reason == REASON_ALREADY_EXISTS)
		return fail_both(run, rename, failure);
	append_renamed(rename, &words);
	fail_context(failure, "to rename %s to \"%s\"", text_bytes(&words), rename->new_name);
	failure->place = rename->place;
	return false;
}

static bool
read_names(const struct schema_run *run, const struct object_rename *rename,
           struct rename_names *names, struct failure *failure)
{
	return run->application->database->shadow->rename_names(run->connection->session, rename, names,
	                                                        failure);
}

/*
 * Whether what has the old name now came to it by a rename of its own, in a run before this: that
 * one has no old name any more, or is so itself.
 */
static bool
find_whether_passed_on(const struct schema_run *run, const struct object_rename_list *renames,
                       const struct object_rename *rename, bool *is_passed_on,
                       struct failure *failure)
{
	const struct object_rename *at = rename;

	*is_passed_on = false;
	for (size_t limit = renames->count; limit > 0; limit--)
	{
		cleanup_rename_names struct rename_names names = {.owner = NULL};

		at = object_rename_successor(renames, at);
		if (at == NULL || at->is_done)
			return true;
		if (!read_names(run, at, &names, failure))
			return false;
		*is_passed_on = !names.has_old && names.has_new;
		if (*is_passed_on || !names.has_new)
			return true;
	}
	return true;
}

/* The old version of an application knows the old name. */
static bool
fail_postponed(const struct schema_run *run, const struct object_rename *rename,
               struct failure *failure)
{
	cleanup_text struct text words = TEXT_EMPTY;

	append_renamed(rename, &words);
	fail(failure, FAILURE_DESTRUCTIVE,
	     "%s in database \"%s\" is to be renamed to \"%s\" for %s, which cannot be postponed; "
	     "nothing was changed",
	     text_bytes(&words), run->schema->database, rename->new_name, run->schema->source);
	failure->place = rename->place;
	return fail_hint(failure, "When nothing uses the old name any more, run it without "
	                          "--destructive postpone.");
}

static void
rename_take_identities(struct object_rename *rename, struct rename_names *names)
{
	free(rename->old_identity);
	free(rename->new_identity);
	rename->old_identity = names->old_identity;
	rename->new_identity = names->new_identity;
	names->old_identity = names->new_identity = NULL;
}

static bool
rename_if_there(struct schema_run *run, const struct object_rename_list *renames,
                struct object_rename *rename, struct failure *failure)
{
	cleanup_rename_names struct rename_names names = {.owner = NULL};
	bool is_passed_on = false;

	if (!read_names(run, rename, &names, failure))
		return false;
	if (!names.has_old)
		return true;
	if (names.has_new)
		return find_whether_passed_on(run, renames, rename, &is_passed_on, failure) &&
		       (is_passed_on || fail_both(run, rename, failure));
	if (postpone_is_asked(run))
		return fail_postponed(run, rename, failure);
	rename_take_identities(rename, &names);
	return names.is_own ? do_rename(run, rename, failure)
	                    : fail_as_another_owns(run, rename, names.owner, failure);
}

static bool
rename_in_order(struct schema_run *run, struct object_rename_list *renames, size_t *done_count,
                struct failure *failure)
{
	for (size_t index = 0; index < renames->count; index++)
	{
		struct object_rename *rename = &renames->items[index];

		rename->is_done = false;
		if (!rename_if_there(run, renames, rename, failure))
			return false;
		*done_count += rename->is_done;
	}
	return true;
}

bool
renames_run(struct schema_run *run, struct object_rename_list *renames, size_t *done_count,
            struct failure *failure)
{
	cleanup_rename_watch struct rename_watch watch = {.promised = {.objects = {0}}};

	*done_count = 0;
	if (renames->count == 0)
		return true;
	return rename_watch_begin(run, &watch, failure) &&
	       rename_in_order(run, renames, done_count, failure) &&
	       (*done_count == 0 || rename_watch_check(run, &watch, failure)) &&
	       transaction_clean(run, failure);
}

bool
renames_find_due(struct schema_run *run, bool *is_due, struct failure *failure)
{
	size_t done_count = 0;

	*is_due = false;
	if (run->renames->count == 0)
		return true;
	if (!transaction_begin(run, failure) || !transaction_save(run, failure) ||
	    !renames_run(run, run->renames, &done_count, failure) || !transaction_go_back(run, failure))
		return false;
	*is_due = done_count > 0;
	for (size_t index = 0; index < run->renames->count; index++)
		run->renames->items[index].is_done = false;
	/* Behind a pooler the schema's lock lives in it. */
	return run->observed.is_behind_pooler || transaction_end(run, failure);
}

bool
renames_prefer_plan(struct schema_run *run, struct failure *failure)
{
	const struct object_rename_list *renames = run->renames;
	bool is_due = false;

	if (run->decision != DECISION_CREATE || run->observed.schema_exists || renames->count == 0 ||
	    renames->items[0].kind != RENAMABLE_SCHEMA)
		return true;
	if (!renames_find_due(run, &is_due, failure))
		return false;
	if (is_due)
	{
		run->decision = DECISION_CHANGE;
		run->observed.schema_exists = true;
	}
	return true;
}

bool
renames_prefer_plan_to_steps(struct schema_run *run, struct failure *failure)
{
	bool is_due = false;

	if (run->method.kind != CHANGE_BY_STEPS || run->goal == GOAL_RESET)
		return true;
	if (!renames_find_due(run, &is_due, failure))
		return false;
	if (is_due)
		run->method.kind = CHANGE_BY_REPLAY;
	return true;
}

static void
collect_tables(const struct object_rename_list *renames, const struct fact_set *live,
               struct name_list *tables)
{
	for (size_t index = 0; index < renames->count; index++)
	{
		const struct object_rename *rename = &renames->items[index];
		bool is_column = rename->kind == RENAMABLE_COLUMN;

		if (!rename->is_done || (!is_column && rename->kind != RENAMABLE_TABLE))
			continue;

		size_t place = fact_set_find_name(live, FACT_TABLE, rename->schema,
		                                  is_column ? rename->relation : rename->new_name);

		if (place != FACT_NOWHERE)
			name_list_append_once(tables, live->items[place].id);
	}
}

bool
renames_follow(struct schema_run *run, const struct fact_set *live, const struct fact_set *desired,
               struct followed_name_list *done, struct failure *failure)
{
	cleanup_name_list struct name_list tables = {0};
	size_t before = done->count;

	if (run->renames == NULL)
		return true;
	collect_tables(run->renames, live, &tables);
	rename_follow(live, desired, &tables, done);
	for (size_t index = before; index < done->count; index++)
	{
		const char *statement = done->items[index].statement;

		if (!step_runner_run_text(run, statement, failure))
			return fail_context(failure, "%s", statement);
		tell_rename_run(run, statement);
	}
	return true;
}

void
renames_follow_promises(const struct schema_run *run, struct definitions *promised)
{
	for (size_t index = 0; run->renames != NULL && index < run->renames->count; index++)
	{
		const struct object_rename *rename = &run->renames->items[index];

		if (rename->is_done && rename->old_identity != NULL)
			definitions_rename(promised, rename->old_identity, rename->new_identity,
			                   renamable_is_routine(rename->kind));
	}
}
