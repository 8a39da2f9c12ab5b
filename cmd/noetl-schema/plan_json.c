#include "base/json.h"
#include "domain/destruction.h"
#include "plan_output.h"

enum
{
	PLAN_FORMAT = 1 /* docs/plan.md */
};

static void
append_statements_json(struct text *json, const struct planned_step *step)
{
	json_append_name(json, "statements");
	text_append_char(json, '[');
	for (size_t index = 0; index < CHANGE_ALTERNATIVES && step->statements[index] != NULL; index++)
	{
		json_append_separator(json);
		json_append_tabbed(json, step->statements[index]);
	}
	text_append_char(json, ']');
}

static void
append_lock_json(struct text *json, const struct planned_step *step)
{
	bool locks = step->lock.lock != TABLE_LOCK_NONE;

	json_append_text_member(json, "lock", locks ? table_lock_name(step->lock.lock) : NULL);
	json_append_text_member(json, "locked", step->lock.relation);
	json_append_text_member(
		json, "also_lock",
		step->referenced.relation != NULL ? table_lock_name(step->referenced.lock) : NULL);
	json_append_text_member(json, "also_locked", step->referenced.relation);
	json_append_text_member(json, "rows", row_work_name(step->row_work));
	if (step->row_work == ROWS_LEFT_ALONE)
		return;
	json_append_number_member(json, "row_count", step->work.row_count);
	json_append_truth_member(json, "row_count_is_estimate", step->work.is_estimate);
	json_append_number_member(json, "bytes", step->work.size_bytes);
}

static void
append_step_json(struct text *json, const struct planned_step *step)
{
	json_append_separator(json);
	text_append(json, "\n{");
	json_append_text_member(json, "action", change_action_name(step->action));
	json_append_text_member(json, "kind", fact_kind_name(step->kind));
	json_append_text_member(json, "object", step->object);
	json_append_text_member(json, "place", step->place);
	json_append_text_member(json, "hazard", hazard_name(step->hazard));
	json_append_text_member(json, "reason", step->reason);
	append_statements_json(json, step);
	append_lock_json(json, step);
	json_append_truth_member(json, "is_refused", step->is_refused);
	json_append_text_member(json, "allow", step->allow);
	if (step->row_count != LOSS_WITHOUT_ROWS)
	{
		json_append_number_member(json, "lost_row_count", step->row_count);
		json_append_truth_member(json, "lost_row_count_is_estimate", step->is_estimate);
		json_append_number_member(json, "lost_bytes", step->size_bytes);
	}
	text_append_char(json, '}');
}

static void
append_may_follow(struct text *json, const struct plan_report *report)
{
	json_append_name(json, "may_follow");
	text_append_char(json, '[');
	for (enum plan_remainder bit = 0; (bit = plan_report_next_remainder(report, bit)) != 0;)
	{
		json_append_separator(json);
		json_append_string(json, plan_remainder_words(bit));
	}
	text_append_char(json, ']');
}

static void
append_names(struct text *json, const char *member, const char *const *names, size_t count)
{
	json_append_name(json, member);
	text_append_char(json, '[');
	for (size_t index = 0; index < count && names[index] != NULL; index++)
	{
		json_append_separator(json);
		json_append_string(json, names[index]);
	}
	text_append_char(json, ']');
}

static void
append_report_json(struct text *json, const struct plan_report *report)
{
	const struct managed_schema *schema = report->schema;

	json_append_separator(json);
	text_append(json, "\n{");
	json_append_text_member(json, "source", schema->source);
	json_append_text_member(json, "database", schema->database);
	json_append_text_member(json, "schema", schema->name);
	json_append_text_member(json, "state", plan_state_name(report->state));
	if (report->state == PLAN_CREATE)
		json_append_number_member(json, "statement_count", (int64_t)report->statement_count);
	json_append_truth_member(json, "complete", plan_report_is_complete(report));
	append_may_follow(json, report);
	json_append_truth_member(json, "ddl_runs_again",
	                         report->state == PLAN_CHANGE && report->is_replayed);
	json_append_number_member(json, "unmanaged_count", (int64_t)report->unmanaged_count);
	append_names(json, "unmanaged", report->unmanaged, PLAN_NAMED_COUNT);
	append_names(json, "outside", report->outside, report->outside_count);
	json_append_texts_member(json, "postponed", report->postponed.items, report->postponed.count);
	json_append_name(json, "steps");
	text_append_char(json, '[');
	for (size_t index = 0; index < report->step_count; index++)
		append_step_json(json, &report->steps[index]);
	text_append(json, "]}");
}

void
plan_output_append_json(struct text *json, const struct plan_report_list *reports)
{
	bool has_work = false;

	for (size_t index = 0; index < reports->count; index++)
		has_work |= plan_report_has_work(&reports->items[index]);
	text_append_char(json, '{');
	json_append_number_member(json, "format", PLAN_FORMAT);
	json_append_truth_member(json, "has_work", has_work);
	json_append_name(json, "schemas");
	text_append_char(json, '[');
	for (size_t index = 0; index < reports->count; index++)
		append_report_json(json, &reports->items[index]);
	text_append(json, "\n]}\n");
}
