#include "app/apply/reset.h"
#include "command.h"
#include "command_line.h"

bool
command_reset(const struct command_context *context, struct failure *failure)
{
	struct reset_request request = {
		.selection = command_line_selection(context->line, context->application->settings),
		.is_confirmed = command_line_has(context->line, OPTION_YES),
	};

	request.selection.needs_ddl = true;
	return reset(context->application, &request, failure);
}
