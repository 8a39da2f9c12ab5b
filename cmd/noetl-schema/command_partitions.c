#include "app/partition/partition_upkeep.h"
#include "command.h"
#include "command_line.h"

bool
command_partitions(const struct command_context *context, struct failure *failure)
{
	const struct selection selection = {
		.bundles = context->line->arguments,
		.bundle_count = context->line->argument_count,
	};

	return partition_upkeep(context->application, &selection, failure);
}
