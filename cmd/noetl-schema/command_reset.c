#include "app/apply/reset.h"
#include "command.h"
#include "command_line.h"

bool
command_reset(const struct command_context *context, struct failure *failure)
{
	const struct reset_request request = {
		.selection = {.bundles = context->line->arguments,
	                  .bundle_count = context->line->argument_count},
		.is_confirmed = command_line_has(context->line, OPTION_YES),
	};

	return reset(context->application, &request, failure);
}
