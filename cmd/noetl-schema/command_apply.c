#include "app/apply/apply.h"
#include "command.h"
#include "command_line.h"

bool
command_apply(const struct command_context *context, struct failure *failure)
{
	struct selection selection =
		command_line_selection(context->line, context->application->settings);

	selection.needs_ddl = true;
	return apply(context->application, &selection, failure);
}
