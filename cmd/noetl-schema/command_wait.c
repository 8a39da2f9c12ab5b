#include <string.h>

#include "app/wait/readiness.h"
#include "command.h"
#include "command_line.h"

bool
command_wait(const struct command_context *context, struct failure *failure)
{
	const struct command_line *line = context->line;
	const char *goal = command_line_value(line, OPTION_FOR);
	struct readiness_request request = {
		.selection = command_line_selection(line, context->application->settings),
		.goal = READINESS_OF_SCHEMA,
		.any_version = command_line_has(line, OPTION_ANY),
	};

	if (goal != NULL && strcmp(goal, "database") == 0)
		request.goal = READINESS_OF_DATABASE;
	return readiness_wait(context->application, &request, failure);
}
