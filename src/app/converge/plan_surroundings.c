#include "app/converge/plan_surroundings.h"

#include "app/converge/plan_report.h"
#include "app/converge/removal.h"
#include "base/array.h"
#include "domain/catalog/statement_text.h"
#include "domain/leftover.h"
#include "domain/unmanaged.h"

static void
name_first(struct plan_report *report, const struct definition_difference_list *unmanaged)
{
	cleanup_text struct text words = TEXT_EMPTY;

	report->unmanaged_count = unmanaged->count;
	if (unmanaged->count == 0)
		return;
	unmanaged_append_words(unmanaged, &words);
	report->unmanaged_words = text_arena_copy(&report->texts, text_bytes(&words));
	for (size_t index = 0; index < unmanaged->count && index < PLAN_NAMED_COUNT; index++)
	{
		const struct definition *object = unmanaged->items[index].object;

		report->unmanaged[index] =
			statement_format(&report->texts, "%s %s", object->kind_name, object->identity);
	}
}

/* Named as apply names it at its end, without what its steps take away. */
static bool
add_unmanaged(struct schema_run *run, struct expectation *expectation, struct failure *failure)
{
	const struct catalog_operations *catalog = run->application->database->catalog;
	struct definitions *live = &expectation->before;
	cleanup_definition_difference_list struct definition_difference_list differences = {0};
	const struct leftover_sides sides = {expectation_promised(run, expectation),
	                                     &expectation->definitions, live, &expectation->elsewhere};

	if (run->schema->prunes || !expectation->is_known)
		return true;
	if (expectation->selection.is_of_all)
		definitions_free(live);
	if (definitions_count(live) == 0 &&
	    !catalog->definitions(run->connection->session, run->schema, live, failure))
		return false;
	removal_leave_out_dropped(&expectation->live_facts, live);
	leftover_find_unmanaged(&sides, &differences);
	name_first(run->plan, &differences);
	return true;
}

static bool
is_named_already(const struct plan_report *report, const char *table)
{
	for (size_t index = 0; index < report->outside_count; index++)
	{
		if (text_is_same(report->outside[index], table))
			return true;
	}
	return false;
}

/* Facts may be told only of what is changed. */
static bool
is_desired(const struct definitions *desired, const char *table)
{
	return definitions_have(desired,
	                        &(const struct definition){.kind = KIND_TABLE, .identity = table});
}

static void
add_outside(struct plan_report *report, const struct expectation *expectation)
{
	const struct fact_set *desired = &expectation->desired_facts;

	for (size_t index = 0; index < desired->count; index++)
	{
		const char *table =
			step_lock_of_reference(&desired->items[index], CHANGE_CREATE, &report->texts).relation;

		if (table != NULL && fact_set_find(desired, FACT_TABLE, table) == FACT_NOWHERE &&
		    fact_set_find(&expectation->live_facts, FACT_TABLE, table) == FACT_NOWHERE &&
		    !is_desired(&expectation->definitions, table) && !is_named_already(report, table))
			*ARRAY_ADD(report->outside, report->outside_count) = table;
	}
}

bool
plan_surroundings_add(struct schema_run *run, struct expectation *expectation,
                      struct failure *failure)
{
	add_outside(run->plan, expectation);
	return add_unmanaged(run, expectation, failure);
}
