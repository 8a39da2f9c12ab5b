#include "base/cleanup.h"
#include "command.h"
#include "command_line.h"
#include "help_text.h"
#include "output.h"
#include "suggestion.h"

bool
command_help(const struct command_context *context, struct failure *failure)
{
	const struct command_line *line = context->line;
	cleanup_text struct text text = TEXT_EMPTY;

	if (line->argument_count == 0)
		help_append_overview(&text);
	else
	{
		const struct command *command = command_find(line->arguments[0]);

		if (command == NULL)
		{
			(void)fail(failure, FAILURE_USAGE, "unknown command \"%s\"", line->arguments[0]);
			return suggestion_for_command(failure, line->arguments[0]);
		}
		help_append_command(&text, command);
	}
	return output_write(&text, failure);
}
