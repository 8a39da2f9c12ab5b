#include "app/converge/policy.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/apply/postpone_question.h"
#include "app/converge/removal.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/allowance.h"
#include "domain/object_place.h"
#include "port/destruction.h"
#include "port/shadow.h"

enum
{
	NUMBER_BYTES = 24,
	LOSSES_BYTES = 1200, /* of a failure's message */
	CLAIMS_BYTES = 600,
	FLAGS_BYTES = 800, /* of its hint */
	/* With fewer tables, everything is soon more than half. */
	TABLES_OF_EVERYTHING = 3
};

#define POSTPONED_ALONE                                                                            \
	"Only tables, columns, views, functions, sequences and types that nothing takes the place of " \
	"can be postponed (docs/destructive.md). "

static const char *
allowances_of(const struct schema_run *run)
{
	return settings_text(run->application->settings, SETTING_ALLOW);
}

static bool
allows_all(const struct schema_run *run)
{
	return settings_integer(run->application->settings, SETTING_DESTRUCTIVE) == DESTRUCTIVE_ALLOW;
}

static const struct fact *
find_before(const struct fact_set *before, const struct change_step *step)
{
	size_t place = fact_set_find(before, step->kind, step->id);

	return place == FACT_NOWHERE ? NULL : &before->items[place];
}

static bool
is_allowed(const struct schema_run *run, const struct fact *fact, const struct change_step *step)
{
	const char *allowances = allowances_of(run);

	return allowances_have(allowances, fact_kind_name(step->kind), step->id) ||
	       (fact != NULL && fact->extra.is_partition &&
	        allowances_have(allowances, "partition", step->id));
}

/* Who prunes has asked for the privileges that the DDL gives, and no others. */
static bool
is_lossy(const struct schema_run *run, const struct change_step *step)
{
	return step->hazard == HAZARD_DESTRUCTIVE ||
	       (step->hazard == HAZARD_REVOKE && !run->schema->prunes);
}

/* What holds rows is looked at; a column that is only narrowed keeps its rows. */
static void
suspect(const struct fact *fact, const struct change_step *step, struct suspect_list *suspects)
{
	char relation[NUMBER_BYTES];
	char column[NUMBER_BYTES] = "";
	bool is_column = step->kind == FACT_COLUMN;

	if (fact == NULL ||
	    (step->kind != FACT_TABLE && !is_column && step->kind != FACT_MATERIALIZED_VIEW))
		return;
	(void)snprintf(relation, sizeof relation, "%" PRIu32, fact->objid);
	if (is_column)
		(void)snprintf(column, sizeof column, "%" PRId32, fact->objsubid);

	const struct suspect found = {
		.relation = relation,
		.cause = is_column ? SUSPECT_COLUMN : SUSPECT_GONE,
		.columns = column,
	};

	suspect_list_add(suspects, &found);
}

void
policy_suspect_whole(const struct fact *fact, struct suspect_list *suspects)
{
	const struct change_step whole = {.kind = fact->kind};

	suspect(fact, &whole, suspects);
}

void
policy_append_loss(struct loss_list *losses, const struct loss_list *measured,
                   const struct change_step *step)
{
	/* Not const in a list that owns its texts; they are copied. */
	struct loss loss = {
		.kind = (char *)fact_kind_name(step->kind),
		.name = (char *)step->id,
		.row_count = LOSS_WITHOUT_ROWS,
	};
	const struct loss *known = loss_list_find(measured, step->id);

	if (loss_list_find(losses, step->id) != NULL)
		return;
	loss_list_append(losses, known != NULL ? known : &loss);
}

/* Of claimed steps, whose they are: all of them, or as many as there is room for. */
static void
append_claims(const struct fact_set *before, const struct change_plan *plan,
              const struct policy_judgement *judgement, struct text *words)
{
	for (size_t index = 0; index < plan->count && words->length_bytes < CLAIMS_BYTES; index++)
	{
		const struct policy_verdict *verdict = &judgement->verdicts[index];

		if (verdict->is_claimed && verdict->is_refused)
			removal_append_claim(find_before(before, &plan->steps[index]), words);
	}
}

static bool
fail_by_policy(const struct schema_run *run, const struct loss_list *losses, const char *claims,
               struct failure *failure)
{
	cleanup_text struct text list = TEXT_EMPTY;
	cleanup_text struct text flags = TEXT_EMPTY;

	loss_list_describe(losses, LOSSES_BYTES, &list);
	loss_list_describe_flags(losses, FLAGS_BYTES, &flags);
	if (claims[0] != '\0')
	{
		fail(failure, FAILURE_DESTRUCTIVE,
		     "to bring schema \"%s\" in database \"%s\" to %s would destroy: %s%s; nothing was "
		     "changed",
		     run->schema->name, run->schema->database, run->schema->source, text_bytes(&list),
		     claims);
		return fail_hint(failure,
		                 "To allow just that: %s (or NOETL_ALLOW). --destructive allow does not "
		                 "cover what others changed or made.",
		                 text_bytes(&flags));
	}
	fail(failure, FAILURE_DESTRUCTIVE,
	     "to bring schema \"%s\" in database \"%s\" to %s would destroy: %s; nothing was changed",
	     run->schema->name, run->schema->database, run->schema->source, text_bytes(&list));
	return fail_hint(
		failure,
		"%sTo allow just that: %s (or NOETL_ALLOW); to allow everything: --destructive allow.",
		postpone_is_asked(run) ? POSTPONED_ALONE : "", text_bytes(&flags));
}

/* What the run itself has made is nobody's loss. */
static struct policy_verdict
judge_step(const struct schema_run *run, const struct fact *fact, const struct change_step *step)
{
	bool is_claimed = fact != NULL && removal_is_claimed(run, fact, step);
	bool loses = fact != NULL && (is_lossy(run, step) || is_claimed) && !fact->is_loosened &&
	             (postpone_is_asked(run) || !removal_is_free(fact, step));

	return (struct policy_verdict){
		.is_lossy = loses,
		.is_claimed = loses && is_claimed,
		.is_refused = loses && (is_claimed || !allows_all(run)) && !is_allowed(run, fact, step),
	};
}

bool
policy_refuses(const struct schema_run *run, const struct fact_set *before,
               const struct change_plan *plan)
{
	for (size_t index = 0; index < plan->count; index++)
	{
		const struct change_step *step = &plan->steps[index];

		if (judge_step(run, find_before(before, step), step).is_refused)
			return true;
	}
	return false;
}

void
policy_judgement_free(struct policy_judgement *judgement)
{
	free(judgement->verdicts);
	loss_list_free(&judgement->losses);
	judgement->verdicts = NULL;
}

/* What the DDL itself drops may go if it holds no rows. */
static void
let_go_empty(const struct fact_set *before, const struct change_plan *plan,
             struct policy_judgement *judgement)
{
	for (size_t index = 0; index < plan->count; index++)
	{
		const struct fact *fact = find_before(before, &plan->steps[index]);
		const struct loss *loss = loss_list_find(&judgement->losses, plan->steps[index].id);

		if (judgement->verdicts[index].is_lossy && fact->is_dropped_by_ddl && loss != NULL &&
		    loss->row_count == 0)
			judgement->verdicts[index] = (struct policy_verdict){.is_lossy = false};
	}
}

bool
policy_judge(struct schema_run *run, const struct fact_set *before, const struct change_plan *plan,
             struct policy_judgement *judgement, struct failure *failure)
{
	const struct destruction_operations *operations = run->application->database->destruction;
	cleanup_suspect_list struct suspect_list suspects = {0};

	judgement->verdicts = memory_allocate(plan->count + 1, sizeof *judgement->verdicts);
	for (size_t index = 0; index < plan->count; index++)
	{
		const struct change_step *step = &plan->steps[index];
		const struct fact *fact = find_before(before, step);

		judgement->verdicts[index] = judge_step(run, fact, step);
		if (judgement->verdicts[index].is_lossy)
			suspect(fact, step, &suspects);
	}
	if (suspects.count > 0 &&
	    !operations->read_losses(run->connection->session, &suspects, &judgement->losses, failure))
		return false;
	let_go_empty(before, plan, judgement);
	return true;
}

static size_t
count_tables_with_rows(const struct fact_set *before, const struct loss_list *losses)
{
	size_t count = 0;

	for (size_t index = 0; losses->count > 0 && index < before->count; index++)
	{
		const struct fact *fact = &before->items[index];
		const struct loss *loss =
			fact->kind == FACT_TABLE ? loss_list_find(losses, fact->id) : NULL;

		if (loss != NULL && loss->row_count > 0)
			count++;
	}
	return count;
}

/* Of all tables that there are: facts may have been read only of what differs. */
static bool
read_tables_with_rows(struct schema_run *run, size_t *count, struct failure *failure)
{
	const struct database *database = run->application->database;
	struct session *session = run->connection->session;
	cleanup_fact_set struct fact_set all = {0};
	cleanup_suspect_list struct suspect_list suspects = {0};
	cleanup_loss_list struct loss_list tables = {0};

	if (!database->shadow->facts(session, run->schema, NULL, &all, failure))
		return false;
	for (size_t index = 0; index < all.count; index++)
	{
		if (all.items[index].kind == FACT_TABLE)
			policy_suspect_whole(&all.items[index], &suspects);
	}
	if (!database->destruction->read_losses(session, &suspects, &tables, failure))
		return false;
	*count = count_tables_with_rows(&all, &tables);
	return true;
}

/* A wrong file, or an empty one, is not to cost a database. */
static bool
check_everything(struct schema_run *run, const struct fact_set *before,
                 const struct policy_judgement *judgement, struct failure *failure)
{
	size_t lost_count = count_tables_with_rows(before, &judgement->losses);
	size_t count = 0;

	if (lost_count * 2 < TABLES_OF_EVERYTHING || allowances_have_everything(allowances_of(run)))
		return true;
	if (!read_tables_with_rows(run, &count, failure))
		return false;
	if (count < TABLES_OF_EVERYTHING || lost_count * 2 <= count)
		return true;
	fail(failure, FAILURE_DESTRUCTIVE,
	     "to bring schema \"%s\" in database \"%s\" to %s would destroy %zu of the %zu tables that "
	     "hold rows; nothing was changed",
	     run->schema->name, run->schema->database, run->schema->source, lost_count, count);
	return fail_hint(failure, "If the DDL is the right one, and whole: --allow everything.");
}

static bool
has_refused(const struct policy_judgement *judgement, const struct change_plan *plan,
            struct loss_list *losses)
{
	for (size_t index = 0; index < plan->count; index++)
	{
		if (judgement->verdicts[index].is_refused)
			policy_append_loss(losses, &judgement->losses, &plan->steps[index]);
	}
	return losses->count > 0;
}

/* What only changes, and loses by it, stands in the DDL. */
static void
place_refused(const struct schema_run *run, const struct change_plan *plan,
              const struct policy_judgement *judgement, struct failure *failure)
{
	const struct managed_schema *schema = run->schema;
	cleanup_object_place_list struct object_place_list places = {0};

	object_place_list_read(schema->scripts, schema->script_count, schema->name, &places);
	for (size_t index = 0; index < plan->count; index++)
	{
		const struct change_step *step = &plan->steps[index];

		if (judgement->verdicts[index].is_refused && step->action != CHANGE_DROP &&
		    object_place_find(&places, step->kind, step->id, &failure->place))
			return;
	}
}

bool
policy_check(struct schema_run *run, const struct fact_set *before, const struct change_plan *plan,
             struct failure *failure)
{
	cleanup_policy_judgement struct policy_judgement judgement = {0};
	cleanup_loss_list struct loss_list losses = {0};
	cleanup_text struct text claims = TEXT_EMPTY;

	/* Who prunes and allows has said it all. */
	if (plan->count == 0 || (allows_all(run) && run->schema->prunes))
		return true;
	if (!policy_judge(run, before, plan, &judgement, failure))
		return false;
	append_claims(before, plan, &judgement, &claims);
	if (has_refused(&judgement, plan, &losses))
	{
		(void)fail_by_policy(run, &losses, text_bytes(&claims), failure);
		if (losses.count == 1)
			place_refused(run, plan, &judgement, failure);
		return false;
	}
	return check_everything(run, before, &judgement, failure);
}
