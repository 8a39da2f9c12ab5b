#include "domain/fleet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/count_of.h"

enum
{
	NAMES_IN_MESSAGE = 5
};

static const char *const outcome_words[FLEET_OUTCOME_COUNT] = {
	[FLEET_DONE] = "done",       [FLEET_UNCHANGED] = "unchanged", [FLEET_SUPERSEDED] = "superseded",
	[FLEET_APPLIED] = "applied", [FLEET_FAILED] = "failed",
};

/* In the order of a person's interest. */
static const enum fleet_outcome told_order[] = {FLEET_APPLIED, FLEET_UNCHANGED, FLEET_SUPERSEDED,
                                                FLEET_DONE, FLEET_FAILED};

void
fleet_keep_shard(struct name_list *names, size_t shard, size_t shard_count)
{
	size_t kept_failure_count = 0;

	for (size_t index = 0; index < names->count; index++)
	{
		if (index % shard_count == shard)
			names->items[kept_failure_count++] = names->items[index];
		else
			free(names->items[index]);
	}
	names->count = kept_failure_count;
}

/* The result does not depend on the order in which members ended. */
static bool
decides_before(enum failure_kind kind, enum failure_kind other)
{
	bool is_retryable = failure_kind_is_retryable(kind);

	if (other == FAILURE_NONE || is_retryable != failure_kind_is_retryable(other))
		return other == FAILURE_NONE || is_retryable;
	return kind < other;
}

void
fleet_tally_add(struct fleet_tally *tally, const char *name, const struct fleet_member_end *end)
{
	size_t failed_count = tally->outcome_counts[FLEET_FAILED];

	if (end->outcome == FLEET_FAILED)
	{
		if (decides_before(end->kind, tally->kind))
			tally->kind = end->kind;
		if (failed_count < FLEET_FAILURES_KEPT)
			tally->failures[failed_count] = (struct fleet_failure){name, *end};
	}
	tally->outcome_counts[end->outcome]++;
	tally->ended_count++;
}

void
fleet_append_summary(struct text *text, const struct fleet_tally *tally)
{
	const char *before = ":";

	text_append_format(text, "%zu target%s", tally->member_count,
	                   tally->member_count == 1 ? "" : "s");
	for (size_t index = 0; index < COUNT_OF(told_order); index++)
	{
		size_t count = tally->outcome_counts[told_order[index]];

		if (count == 0)
			continue;
		text_append_format(text, "%s %zu %s", before, count, outcome_words[told_order[index]]);
		before = ",";
	}
	if (tally->ended_count < tally->member_count)
		text_append_format(text, "%s %zu not begun or not finished", before,
		                   tally->member_count - tally->ended_count);
}

static size_t
kept_failure_count(const struct fleet_tally *tally)
{
	size_t count = tally->outcome_counts[FLEET_FAILED];

	return count < FLEET_FAILURES_KEPT ? count : FLEET_FAILURES_KEPT;
}

static void
append_names(struct text *text, const struct fleet_tally *tally)
{
	size_t failed_count = tally->outcome_counts[FLEET_FAILED];
	size_t shown_count =
		kept_failure_count(tally) < NAMES_IN_MESSAGE ? kept_failure_count(tally) : NAMES_IN_MESSAGE;

	for (size_t index = 0; index < shown_count; index++)
		text_append_format(text, "%s %s (exit %d)", index == 0 ? ":" : ",",
		                   tally->failures[index].name, (int)tally->failures[index].end.kind);
	if (failed_count > shown_count)
		text_append_format(text, " and %zu more", failed_count - shown_count);
}

static bool
hint_at_rerun(const struct fleet_tally *tally, struct failure *failure)
{
	const size_t *counts = tally->outcome_counts;
	const struct fleet_failure *first = &tally->failures[0];
	bool others_are_done =
		counts[FLEET_APPLIED] + counts[FLEET_UNCHANGED] + counts[FLEET_SUPERSEDED] > 0;
	bool has_hint = first->end.hint[0] != '\0';

	return fail_hint(failure, "%s\"--target %s\" runs the first of them alone.%s%s",
	                 others_are_done ? "The others are done, and a rerun does only what is left. "
	                                 : "",
	                 first->name, has_hint ? " Its hint: " : "", first->end.hint);
}

bool
fleet_tally_check(const struct fleet_tally *tally, struct failure *failure)
{
	size_t failed_count = tally->outcome_counts[FLEET_FAILED];
	cleanup_text struct text names = TEXT_EMPTY;
	cleanup_text struct text detail = TEXT_EMPTY;

	if (failed_count == 0)
		return true;
	append_names(&names, tally);
	(void)fail(failure, tally->kind, "%zu of %zu targets failed%s", failed_count,
	           tally->member_count, text_bytes(&names));
	for (size_t index = 0; index < kept_failure_count(tally); index++)
		text_append_format(&detail, "%s%s: %s", index == 0 ? "" : "\n", tally->failures[index].name,
		                   tally->failures[index].end.message);
	(void)snprintf(failure->detail, sizeof failure->detail, "%s", text_bytes(&detail));
	return hint_at_rerun(tally, failure);
}
