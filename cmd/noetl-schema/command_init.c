#include "app/wait/initialize.h"
#include "command.h"
#include "command_line.h"

bool
command_init(const struct command_context *context, struct failure *failure)
{
	const struct command_line *line = context->line;
	const struct selection selection = {.bundles = line->arguments,
	                                    .bundle_count = line->argument_count};

	return initialize(context->application, &selection, failure);
}
