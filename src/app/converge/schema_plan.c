#include "app/converge/schema_plan.h"

#include <inttypes.h>

#include "app/apply/expectation.h"
#include "app/apply/own_part.h"
#include "app/apply/postpone_question.h"
#include "app/apply/script_sequence.h"
#include "app/apply/transaction.h"
#include "app/converge/authority.h"
#include "app/converge/converge.h"
#include "app/converge/data_replay.h"
#include "app/converge/plan_renames.h"
#include "app/converge/plan_report.h"
#include "app/converge/plan_surroundings.h"
#include "app/converge/policy.h"
#include "app/converge/postpone.h"
#include "app/converge/removal.h"
#include "app/converge/renames.h"
#include "base/array.h"
#include "base/count_of.h"
#include "domain/catalog/statement_text.h"
#include "domain/object_place.h"
#include "port/destruction.h"

static const char *
shown_statement(struct plan_report *report, const struct change_step *step, const char *statement)
{
	const char *shown = statement_without_secrets(&report->texts, step->kind, statement);

	if (!text_is_same(shown, statement))
		report->remainder |= PLAN_HIDES_SECRETS;
	return text_arena_copy(&report->texts, shown);
}

/* A cast to a type that has room for every value is there: the first statement is taken. */
static bool
is_foreseen(const struct change_step *step)
{
	return step->alternatives[1] == NULL ||
	       (step->kind == FACT_COLUMN && step->hazard <= HAZARD_REWRITE);
}

static void
add_statements(struct plan_report *report, const struct change_step *step,
               struct planned_step *planned)
{
	size_t count = is_foreseen(step) ? 1 : CHANGE_ALTERNATIVES;

	for (size_t index = 0; index < count && step->alternatives[index] != NULL; index++)
		planned->statements[index] = shown_statement(report, step, step->alternatives[index]);
	if (count > 1)
		report->remainder |= PLAN_HAS_ALTERNATIVES;
}

static void
add_loss(struct plan_report *report, const struct loss_list *losses, const struct change_step *step,
         struct planned_step *planned)
{
	cleanup_loss_list struct loss_list alone = {0};
	cleanup_text struct text flag = TEXT_EMPTY;

	policy_append_loss(&alone, losses, step);
	loss_list_describe_flags(&alone, 0, &flag);
	planned->allow = text_arena_copy(&report->texts, text_bytes(&flag));
	planned->row_count = alone.items[0].row_count;
	planned->is_estimate = alone.items[0].is_estimate;
	planned->size_bytes = alone.items[0].size_bytes;
}

static void
add_step(struct plan_report *report, const struct change_step *step,
         const struct policy_verdict *verdict, const struct loss_list *losses)
{
	struct planned_step *planned = ARRAY_ADD(report->steps, report->step_count);

	*planned = (struct planned_step){
		.action = step->action,
		.kind = step->kind,
		.object = text_arena_copy(&report->texts, step->id),
		.hazard = step->hazard,
		.reason = text_arena_copy_or_null(&report->texts, step->reason),
		.is_refused = verdict->is_refused,
		.row_count = LOSS_WITHOUT_ROWS,
	};
	add_statements(report, step, planned);
	if (verdict->is_lossy)
		add_loss(report, losses, step, planned);
}

/* NULL for a relation that the run makes, which nobody else can see. */
static const struct fact *
find_relation(const struct fact_set *live, const char *name)
{
	static const enum fact_kind kinds[] = {FACT_TABLE, FACT_VIEW, FACT_MATERIALIZED_VIEW};

	for (size_t index = 0; name != NULL && index < COUNT_OF(kinds); index++)
	{
		size_t place = fact_set_find(live, kinds[index], name);

		if (place != FACT_NOWHERE)
			return &live->items[place];
	}
	return NULL;
}

/* As far as others can see it before the run ends. */
static void
add_referenced(struct plan_report *report, const struct replay_sides *sides,
               struct planned_step *planned)
{
	const struct fact_set *side = planned->action == CHANGE_DROP ? sides->before : sides->after;
	size_t place = fact_set_find(side, planned->kind, planned->object);

	if (place == FACT_NOWHERE)
		return;

	struct step_lock lock =
		step_lock_of_reference(&side->items[place], planned->action, &report->texts);
	bool is_of_run = find_relation(sides->before, lock.relation) == NULL &&
	                 find_relation(sides->after, lock.relation) != NULL;

	if (!is_of_run && !text_is_same(lock.relation, planned->lock.relation))
		planned->referenced = lock;
}

static void
add_lock(struct plan_report *report, const struct fact_set *live, struct planned_step *planned,
         struct suspect_list *worked_on)
{
	struct step_lock lock = step_lock_of(planned->statements[0], &report->texts);
	const struct fact *relation = find_relation(live, lock.relation);

	if (relation == NULL)
		return;
	planned->lock = lock;
	if (relation->kind == FACT_VIEW || (planned->hazard != HAZARD_REWRITE && !lock.scans))
		return;
	planned->row_work = planned->hazard == HAZARD_REWRITE ? ROWS_WRITTEN_ANEW : ROWS_READ;
	policy_suspect_whole(relation, worked_on);
}

/* How many rows a step reads or writes, as losses are counted. */
static bool
measure_work(struct schema_run *run, const struct suspect_list *worked_on, struct failure *failure)
{
	const struct destruction_operations *operations = run->application->database->destruction;
	cleanup_loss_list struct loss_list sizes = {0};

	if (worked_on->count == 0)
		return true;
	if (!operations->read_losses(run->connection->session, worked_on, &sizes, failure))
		return false;
	for (size_t index = 0; index < run->plan->step_count; index++)
	{
		struct planned_step *step = &run->plan->steps[index];
		const struct loss *size =
			step->row_work != ROWS_LEFT_ALONE ? loss_list_find(&sizes, step->lock.relation) : NULL;

		if (size != NULL)
			step->work = (struct loss){.row_count = size->row_count,
			                           .is_estimate = size->is_estimate,
			                           .size_bytes = size->size_bytes};
	}
	return true;
}

static void
add_places(struct plan_report *report)
{
	const struct managed_schema *schema = report->schema;
	cleanup_object_place_list struct object_place_list places = {0};

	object_place_list_read(schema->scripts, schema->script_count, schema->name, &places);
	for (size_t index = 0; index < report->step_count; index++)
	{
		struct planned_step *step = &report->steps[index];
		struct failure_place place = {.line = 0};

		if (step->action != CHANGE_DROP && step->place == NULL &&
		    object_place_find(&places, step->kind, step->object, &place))
			step->place = statement_format(&report->texts, "%s:%" PRId64 ":%" PRId64, place.file,
			                               place.line, place.column);
	}
}

static bool
add_locks(struct schema_run *run, const struct replay_sides *sides, struct failure *failure)
{
	cleanup_suspect_list struct suspect_list worked_on = {0};

	for (size_t index = 0; index < run->plan->step_count; index++)
	{
		add_lock(run->plan, sides->before, &run->plan->steps[index], &worked_on);
		add_referenced(run->plan, sides, &run->plan->steps[index]);
	}
	return measure_work(run, &worked_on, failure);
}

static void
find_remainder(const struct schema_run *run, const struct replay_sides *sides,
               const struct change_plan *plan)
{
	struct plan_report *report = run->plan;
	const struct data_count count = data_replay_count(run, sides);

	if (plan->unmade_count > 0)
		report->remainder |= PLAN_HAS_UNMADE;
	if (count.blocks > 0)
		report->remainder |= PLAN_HAS_BLOCKS;
	if (count.others > 0)
		report->remainder |= PLAN_HAS_DATA;
}

static bool
tell_first_round(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	cleanup_converge_plan struct converge_plan made = {0};
	cleanup_policy_judgement struct policy_judgement judgement = {0};
	const struct replay_sides sides = {&expectation->live_facts, &made.desired};
	const struct change_plan *plan = &made.plan;

	if (!removal_look(run, expectation, failure) ||
	    !converge_make_plan(run, expectation, &made, failure) ||
	    !authority_check(run, &expectation->live_facts, plan, failure) ||
	    !policy_judge(run, &expectation->live_facts, plan, &judgement, failure))
		return false;
	for (size_t index = 0; index < plan->count; index++)
		add_step(run->plan, &plan->steps[index], &judgement.verdicts[index], &judgement.losses);
	find_remainder(run, &sides, plan);
	add_places(run->plan);
	postpone_foretell(expectation, &run->plan->postponed);
	return add_locks(run, &sides, failure) && plan_surroundings_add(run, expectation, failure);
}

static bool
plan_change(struct schema_run *run, struct failure *failure)
{
	cleanup_expectation struct expectation expectation = {.wants_facts = true};
	bool is_met = false;

	run->plan->is_replayed =
		!managed_schema_says_what_is_managed(run->schema) && !postpone_needs_plan(run);
	/* What a schema without scripts holds, its users have made. */
	if (run->schema->script_count == 0)
		return true;
	if (!plan_renames_of_schemas(run, failure) || !expectation_learn(run, &expectation, failure) ||
	    !expectation_check_live(run, &expectation, &is_met, failure))
		return false;
	if (!is_met &&
	    (!expectation_learn_facts(run, &expectation, failure) ||
	     (expectation.is_known && !own_part_check_agreed(run, &expectation.definitions, failure))))
		return false;
	if (!is_met && !expectation.has_facts)
		return expectation_fail_unknown(run, &expectation, failure);
	return plan_renames(run, &expectation, failure) &&
	       (is_met || tell_first_round(run, &expectation, failure));
}

static void
count_statements(const struct schema_run *run)
{
	for (size_t index = 0; index < run->schema->script_count; index++)
	{
		const struct script *script = &run->schema->scripts[index];

		for (size_t place = 0; place < script->statement_count; place++)
		{
			if (statement_is_sent(&script->statements[place]))
				run->plan->statement_count += statement_row_count(&script->statements[place]);
		}
	}
}

static bool
plan_by_decision(struct schema_run *run, struct failure *failure)
{
	if (run->decision == DECISION_CREATE)
	{
		count_statements(run);
		return true;
	}
	return transaction_begin(run, failure) && plan_change(run, failure) &&
	       transaction_end(run, failure);
}

bool
schema_plan_make(struct schema_run *run, struct failure *failure)
{
	cleanup_object_rename_list struct object_rename_list renames = {.items = NULL};

	plan_report_clear(run->plan);
	if (run->decision == DECISION_PARTITIONS)
		return true;
	if (!script_sequence_scan(run->application, run->schema, failure))
		return false;
	script_sequence_adapt(run);
	run->renames = &renames;

	bool is_made = renames_read(run, &renames, failure) && renames_prefer_plan(run, failure) &&
	               plan_by_decision(run, failure);

	run->renames = NULL;
	return is_made;
}

void
schema_plan_conclude(struct schema_run *run)
{
	static const enum plan_state states[] = {
		[DECISION_NOTHING_TO_DO] = PLAN_NOTHING_TO_DO,
		[DECISION_SUPERSEDED] = PLAN_SUPERSEDED,
		[DECISION_PARTITIONS] = PLAN_PARTITIONS,
		[DECISION_CREATE] = PLAN_CREATE,
		[DECISION_CHANGE] = PLAN_CHANGE,
	};
	struct plan_report *report = run->plan;

	report->state = states[run->decision];
	report->recorded_version = run->observed.recorded_version;
	/* What is only recorded changes nothing. */
	if (report->state == PLAN_CHANGE && report->step_count == 0 && report->remainder == 0)
		report->state = PLAN_NOTHING_TO_DO;
}
