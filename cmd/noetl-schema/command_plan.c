#include "app/apply/plan.h"
#include "base/cleanup.h"
#include "command.h"
#include "command_line.h"
#include "output.h"
#include "plan_output.h"

/* What is not SQL has been made printable piece by piece, so that colours stay. */
static bool
write_plan(const struct command_context *context, const struct plan_report_list *reports,
           struct failure *failure)
{
	const struct settings *settings = context->application->settings;
	cleanup_text struct text text = TEXT_EMPTY;

	if (output_is_sql(settings))
		plan_output_append_sql(&text, reports);
	else if (output_is_json(settings))
		plan_output_append_json(&text, reports);
	else
		plan_output_append_text(&text, reports, output_shows_color());
	return output_write_exactly(&text, failure);
}

bool
command_plan(const struct command_context *context, struct failure *failure)
{
	struct selection selection =
		command_line_selection(context->line, context->application->settings);
	cleanup_plan_report_list struct plan_report_list reports = {.count = 0};

	selection.needs_ddl = true;
	return plan_schemas(context->application, &selection, &reports, failure) &&
	       write_plan(context, &reports, failure) &&
	       (!command_line_has(context->line, OPTION_CHECK) || plan_judge(&reports, failure));
}
