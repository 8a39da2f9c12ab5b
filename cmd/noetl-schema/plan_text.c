#include <string.h>

#include "base/printable.h"
#include "plan_output.h"

static const char color_off[] = "\033[0m";
static const char indent[] = "               ";

static const char *
color_of(enum hazard hazard)
{
	static const char *const colors[] = {
		[HAZARD_NONE] = "\033[32m",
		[HAZARD_REWRITE] = "\033[33m",
		[HAZARD_REVOKE] = "\033[35m",
		[HAZARD_DESTRUCTIVE] = "\033[1;31m",
	};

	return colors[hazard];
}

static void
append_statement(struct text *text, const char *statement)
{
	for (const char *line = statement; line != NULL;)
	{
		size_t length = strcspn(line, "\n");
		const char *next = line[length] == '\n' ? line + length + 1 : NULL;

		text_append(text, indent);
		printable_append_bytes(text, line, length);
		text_append(text, next != NULL ? "\n" : ";\n");
		line = next;
	}
}

static void
append_locks(struct text *text, const struct planned_step *step)
{
	cleanup_text struct text lock = TEXT_EMPTY;
	cleanup_text struct text referenced = TEXT_EMPTY;

	plan_output_append_lock(&lock, step);
	plan_output_append_referenced(&referenced, step);
	if (lock.length_bytes > 0)
		printable_append_line(text, "%s%s", indent, text_bytes(&lock));
	if (referenced.length_bytes > 0)
		printable_append_line(text, "%s%s", indent, text_bytes(&referenced));
}

static void
append_step_text(struct text *text, const struct planned_step *step, bool shows_color)
{
	cleanup_text struct text words = TEXT_EMPTY;

	plan_output_append_step(&words, step);
	text_append_format(text, "  %s%-11s%s  ", shows_color ? color_of(step->hazard) : "",
	                   hazard_name(step->hazard), shows_color ? color_off : "");
	printable_append_line(text, "%s", text_bytes(&words));
	for (size_t index = 0; index < CHANGE_ALTERNATIVES && step->statements[index] != NULL; index++)
	{
		if (index > 0)
			text_append_format(text, "%sor, if that is refused:\n", indent);
		append_statement(text, step->statements[index]);
	}
	append_locks(text, step);
}

static void
append_surroundings(struct text *text, const struct plan_report *report)
{
	for (size_t index = 0; index < report->outside_count; index++)
	{
		cleanup_text struct text words = TEXT_EMPTY;

		plan_output_append_outside(&words, report->outside[index]);
		printable_append_line(text, "  %s", text_bytes(&words));
	}
	if (report->unmanaged_words != NULL)
		printable_append_line(text, "  left alone: %s", report->unmanaged_words);
}

static void
append_report(struct text *text, const struct plan_report *report, bool shows_color)
{
	cleanup_text struct text state = TEXT_EMPTY;

	plan_output_append_state(&state, report);
	printable_append_line(text, "%s: schema \"%s\" in database \"%s\": %s", report->schema->source,
	                      report->schema->name, report->schema->database, text_bytes(&state));
	for (size_t index = 0; index < report->step_count; index++)
		append_step_text(text, &report->steps[index], shows_color);
	append_surroundings(text, report);
	plan_output_append_postponed(text, report, "  ");
	for (enum plan_remainder bit = 0; (bit = plan_report_next_remainder(report, bit)) != 0;)
		text_append_format(text, "  more may follow: %s\n", plan_remainder_words(bit));
	if (report->state == PLAN_CHANGE && report->is_replayed)
		text_append(text,
		            "  Without --managed-schemas or --prune, apply runs the DDL itself again, and "
		            "proves that it brings the schema there.\n");
}

void
plan_output_append_text(struct text *text, const struct plan_report_list *reports, bool shows_color)
{
	size_t step_count = 0;

	for (size_t index = 0; index < reports->count; index++)
	{
		append_report(text, &reports->items[index], shows_color);
		step_count += reports->items[index].step_count;
	}
	if (step_count == 0)
		return;
	plan_output_append_total(text, reports);
	text_append_char(text, '\n');
}
