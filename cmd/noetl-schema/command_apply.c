#include "app/apply/apply.h"
#include "command.h"
#include "command_line.h"

bool
command_apply(const struct command_context *context, struct failure *failure)
{
	const struct command_line *line = context->line;
	const struct selection selection = {
		.bundles = line->arguments,
		.bundle_count = line->argument_count,
		.files = line->files,
		.file_count = line->file_count,
	};

	return apply(context->application, &selection, failure);
}
