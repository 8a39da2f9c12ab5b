#include "base/printable.h"
#include "plan_output.h"

static void
append_head(struct text *text, const struct plan_report *report)
{
	cleanup_text struct text state = TEXT_EMPTY;

	plan_output_append_state(&state, report);
	printable_append_line(text, "-- %s: schema \"%s\" in database \"%s\": %s",
	                      report->schema->source, report->schema->name, report->schema->database,
	                      text_bytes(&state));
	plan_output_append_postponed(text, report, "-- ");
	if (!plan_report_is_complete(report))
		text_append(text, "-- NOT COMPLETE: this script alone does not do what apply does.\n");
	for (enum plan_remainder bit = 0; (bit = plan_report_next_remainder(report, bit)) != 0;)
		text_append_format(text, "-- More may follow: %s.\n", plan_remainder_words(bit));
}

static void
append_step_sql(struct text *text, const struct planned_step *step)
{
	cleanup_text struct text words = TEXT_EMPTY;
	cleanup_text struct text lock = TEXT_EMPTY;
	cleanup_text struct text referenced = TEXT_EMPTY;

	plan_output_append_step(&words, step);
	printable_append_line(text, "-- %s: %s", hazard_name(step->hazard), text_bytes(&words));
	plan_output_append_lock(&lock, step);
	if (step->lock.lock != TABLE_LOCK_NONE)
		printable_append_line(text, "-- %s", text_bytes(&lock));
	plan_output_append_referenced(&referenced, step);
	if (referenced.length_bytes > 0)
		printable_append_line(text, "-- %s", text_bytes(&referenced));
	text_append_format(text, "%s;\n", step->statements[0]);
}

static void
append_transaction(struct text *text, const struct plan_report *report)
{
	if (report->step_count == 0)
		return;
	text_append(text, "begin;\nset local search_path = '';\n\n");
	for (size_t index = 0; index < report->step_count; index++)
		append_step_sql(text, &report->steps[index]);
	text_append(text, "\ncommit;\n");
}

void
plan_output_append_sql(struct text *text, const struct plan_report_list *reports)
{
	text_append(text, "-- ");
	plan_output_append_total(text, reports);
	text_append_char(text, '\n');
	for (size_t index = 0; index < reports->count; index++)
	{
		append_head(text, &reports->items[index]);
		append_transaction(text, &reports->items[index]);
	}
}
