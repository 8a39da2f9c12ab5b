#include "app/converge/converge.h"

#include <stdlib.h>

#include "app/apply/postpone_question.h"
#include "app/apply/transaction.h"
#include "app/converge/authority.h"
#include "app/converge/data_replay.h"
#include "app/converge/guarded_blocks.h"
#include "app/converge/label_use.h"
#include "app/converge/later_index.h"
#include "app/converge/management.h"
#include "app/converge/policy.h"
#include "app/converge/removal.h"
#include "app/converge/renames.h"
#include "app/converge/rounds.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "domain/catalog/change_plan.h"
#include "domain/catalog/new_label.h"
#include "domain/catalog/postponement.h"
#include "domain/catalog/rename_suggestion.h"
#include "domain/catalog/statement_text.h"
#include "port/shadow.h"

static void
tell_step(const struct change_step *step)
{
	struct text_arena texts = {0};

	log_debug("%s", statement_without_secrets(&texts, step->kind, step->alternatives[0]));
	text_arena_free(&texts);
}

static void
tell_plan(const struct schema_run *run, const struct change_plan *plan)
{
	if (plan->count == 0)
		return;
	log_info("%s: %zu statements bring schema \"%s\" to it", run->schema->source, plan->count,
	         run->schema->name);
	for (size_t index = 0; index < plan->count; index++)
		tell_step(&plan->steps[index]);
}

/* What would go is known only from what is kept. */
static void
put_off(const struct schema_run *run, struct expectation *expectation, struct fact_set *desired)
{
	postponement_mark(&expectation->live_facts, desired,
	                  settings_text(run->application->settings, SETTING_ALLOW));
	fact_set_free(desired);
	management_desired(run, expectation, desired);
	postponement_loosen(desired);
}

bool
converge_follow_renames(struct schema_run *run, struct expectation *expectation,
                        struct followed_name_list *done, struct failure *failure)
{
	return renames_follow(run, &expectation->live_facts, &expectation->desired_facts, done,
	                      failure) &&
	       (done->count == 0 || expectation_read_live_facts(run, expectation, failure));
}

bool
converge_make_plan(const struct schema_run *run, struct expectation *expectation,
                   struct converge_plan *made, struct failure *failure)
{
	if (!removal_mark(run, expectation, failure))
		return false;
	postponement_clear(&expectation->live_facts);
	management_desired(run, expectation, &made->desired);
	if (postpone_is_asked(run))
		put_off(run, expectation, &made->desired);
	change_plan_make(&expectation->live_facts, &made->desired, &made->plan);
	return true;
}

/*
 * Its rows are what its query finds. That it is there afterwards is proved, and a DDL that drops and
 * makes it by itself is judged as any other.
 */
static void
spare_remade(const struct schema_run *run, const struct fact_set *live,
             const struct fact_set *desired)
{
	if (run->watch == NULL)
		return;
	suspect_list_free(&run->watch->remade);
	for (size_t index = 0; index < live->count; index++)
	{
		const struct fact *fact = &live->items[index];

		if (fact->kind == FACT_MATERIALIZED_VIEW &&
		    fact_set_find(desired, fact->kind, fact->id) != FACT_NOWHERE)
			policy_suspect_whole(fact, &run->watch->remade);
	}
}

void
converge_plan_free(struct converge_plan *made)
{
	change_plan_free(&made->plan);
	fact_set_free(&made->desired);
}

/* A rename that nobody has asked for is seen as a drop and an add. */
static bool
hint_at_renames(const struct fact_set *live, const struct fact_set *desired,
                struct failure *failure)
{
	cleanup_text struct text hint = TEXT_EMPTY;

	if (failure->kind != FAILURE_DESTRUCTIVE)
		return false;
	rename_suggest(live, desired, &hint);
	text_append(&hint, failure->hint);
	return fail_hint(failure, "%s", text_bytes(&hint));
}

/* What a run goes from, and what it goes to. */
struct converging_sides
{
	struct expectation *expectation; /* whose live facts are the one side */
	struct fact_set *desired;
};

static bool
carry_out(struct schema_run *run, const struct converging_sides *sides,
          const struct change_plan *plan, struct failure *failure)
{
	const struct fact_set *live = &sides->expectation->live_facts;
	const struct replay_sides of_data = {live, sides->desired};

	if (!authority_check(run, live, plan, failure))
		return false;
	if (!policy_check(run, live, plan, failure))
		return hint_at_renames(live, sides->desired, failure);
	return rounds_run(run, sides->expectation, plan, sides->desired, failure) &&
	       (run->has_built_later || (data_replay(run, &of_data, failure) &&
	                                 guarded_blocks_check(run, sides->expectation, failure)));
}

static bool
replace_enums(struct schema_run *run, const struct converging_sides *sides, struct failure *failure)
{
	cleanup_change_plan struct change_plan plan = {0};

	new_label_replace_types(&sides->expectation->live_facts, sides->desired);
	change_plan_make(&sides->expectation->live_facts, sides->desired, &plan);
	tell_plan(run, &plan);
	return carry_out(run, sides, &plan, failure);
}

/* A label is used by the transaction that adds it: then its type is made by it, too. */
static bool
carry_out_with_labels(struct schema_run *run, const struct converging_sides *sides,
                      const struct change_plan *plan, struct failure *failure)
{
	int64_t statement_count = run->result.statement_count;
	struct failure refusal = {0};
	bool may_replace = false;

	if (!transaction_save(run, failure))
		return false;
	if (carry_out(run, sides, plan, &refusal))
		return transaction_keep(run, failure);
	*failure = refusal;
	if (refusal.reason != REASON_COMMIT_NEEDED || !transaction_may_go_back(&refusal))
		return false;
	failure_clear(failure);
	if (!transaction_go_back(run, failure) ||
	    !label_use_may_replace(run, &sides->expectation->live_facts, sides->desired, &may_replace,
	                           failure))
		return false;
	if (!may_replace)
	{
		*failure = refusal;
		return false;
	}
	log_info("%s: a label of an enum cannot be used before COMMIT (%s), so the type is made anew",
	         run->schema->source, refusal.message);
	run->result.statement_count = statement_count;
	return replace_enums(run, sides, failure);
}

/* What is done before a plan is made: renames, guarded migrations. */
static bool
look_around(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	cleanup_followed_name_list struct followed_name_list followed = {.items = NULL};

	return removal_look(run, expectation, failure) &&
	       converge_follow_renames(run, expectation, &followed, failure) &&
	       (run->has_built_later || guarded_blocks_run_early(run, expectation, failure)) &&
	       later_index_choose(run, expectation, failure);
}

bool
converge(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	cleanup_converge_plan struct converge_plan made = {0};
	const struct converging_sides sides = {expectation, &made.desired};

	if (!look_around(run, expectation, failure) ||
	    !converge_make_plan(run, expectation, &made, failure))
		return false;
	tell_plan(run, &made.plan);
	spare_remade(run, &expectation->live_facts, &made.desired);
	crash_point("planned");
	if (!(new_label_is_added(&expectation->live_facts, sides.desired)
	          ? carry_out_with_labels(run, &sides, &made.plan, failure)
	          : carry_out(run, &sides, &made.plan, failure)))
		return false;
	generation_list_collect(&made.desired, &expectation->generations);
	return true;
}
