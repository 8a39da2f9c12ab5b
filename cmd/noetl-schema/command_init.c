#include "app/wait/initialize.h"
#include "command.h"
#include "command_line.h"

bool
command_init(const struct command_context *context, struct failure *failure)
{
	const struct command_line *line = context->line;

	return initialize(context->application, line->arguments, line->argument_count, failure);
}
