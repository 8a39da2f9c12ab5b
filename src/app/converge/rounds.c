#include "app/converge/rounds.h"

#include <string.h>

#include "app/converge/management.h"
#include "app/converge/policy.h"
#include "app/converge/step_runner.h"
#include "base/cleanup.h"
#include "base/crash_point.h"
#include "base/log.h"

enum
{
	ROUND_LIMIT = 4
};

/* Only what was made just now from the desired text may read back as another. */
static void
learn_reparsed(const struct change_plan *plan, const struct fact_set *live,
               struct fact_set *desired)
{
	for (size_t index = 0; index < plan->count; index++)
	{
		const struct change_step *step = &plan->steps[index];
		size_t wanted = fact_set_find(desired, step->kind, step->id);
		size_t made = fact_set_find(live, step->kind, step->id);

		if (step->creates_text && wanted != FACT_NOWHERE && made != FACT_NOWHERE &&
		    strcmp(live->items[made].definition, desired->items[wanted].definition) != 0)
			desired->items[wanted].extra.reparsed =
				text_arena_copy(&desired->texts, live->items[made].definition);
	}
}

/* The two sides of all rounds. */
struct round_sides
{
	const struct expectation *expectation; /* the live side as it was before */
	struct fact_set *desired;
};

/* What a round has left to do, and the live side that this was read from, whose texts it borrows. */
struct round
{
	struct fact_set live;
	struct change_plan plan;
};

static void
round_free(struct round *round)
{
	change_plan_free(&round->plan);
	fact_set_free(&round->live);
}

/*
 * Definitions are read in a fraction of the time that facts take. They tell nothing for sure where
 * something is left alone, or is to come after COMMIT.
 */
static bool
look_whether_reached(const struct schema_run *run, const struct expectation *expectation,
                     bool *is_reached, struct failure *failure)
{
	const struct catalog_operations *catalog = run->application->database->catalog;
	cleanup_definitions struct definitions live = {0};
	cleanup_definition_difference_list struct definition_difference_list differences = {0};

	*is_reached = false;
	if (run->schema->managed_scope == MANAGED_DATABASE || expectation->later.count > 0)
		return true;
	if (!catalog->definitions(run->connection->session, run->schema, &live, failure))
		return false;
	definitions_compare(&expectation->definitions, &live, &differences);
	*is_reached = differences.count == 0;
	return true;
}

static bool
run_round(struct schema_run *run, const struct round_sides *sides, const struct change_plan *plan,
          struct round *done, struct failure *failure)
{
	bool is_reached = false;

	if (!step_runner_run(run, plan, failure) ||
	    !look_whether_reached(run, sides->expectation, &is_reached, failure))
		return false;
	crash_point("round_done");
	if (is_reached)
		return true;
	if (!expectation_read_facts(run, sides->expectation, &done->live, failure))
		return false;
	learn_reparsed(plan, &done->live, sides->desired);
	management_keep_details(run, sides->expectation, &done->live, sides->desired);
	change_plan_make(&done->live, sides->desired, &done->plan);
	return policy_check(run, &sides->expectation->live_facts, &done->plan, failure);
}

bool
rounds_run(struct schema_run *run, const struct expectation *expectation,
           const struct change_plan *first, struct fact_set *desired, struct failure *failure)
{
	cleanup_(round_free) struct round last = {0};
	const struct round_sides sides = {.expectation = expectation, .desired = desired};
	const struct change_plan *now = first;

	for (int round = 1; now->count > 0 && round <= ROUND_LIMIT; round++)
	{
		struct round next = {0};

		if (round > 1)
			log_debug("%s: round %d, %zu steps are left", run->schema->source, round, now->count);
		if (!run_round(run, &sides, now, &next, failure))
		{
			round_free(&next);
			return false;
		}
		round_free(&last);
		last = next;
		now = &last.plan;
	}
	return true;
}
