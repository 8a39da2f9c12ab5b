#include "app/wait/initialize.h"
#include "command.h"
#include "command_line.h"

bool
command_init(const struct command_context *context, struct failure *failure)
{
	const struct selection selection =
		command_line_selection(context->line, context->application->settings);

	return initialize(context->application, &selection, failure);
}
