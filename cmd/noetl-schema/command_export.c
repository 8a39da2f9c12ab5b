#include <string.h>

#include "app/export.h"
#include "command.h"
#include "command_line.h"

static const char exported_subject[] = "execution-logs";
static const char default_path[] = "logs/event_log.json";

bool
command_export(const struct command_context *context, struct failure *failure)
{
	const struct command_line *line = context->line;
	const char *path = command_line_value(line, OPTION_OUTPUT_FILE);
	struct export_request request = {
		.execution_id = command_line_number(line, OPTION_ID, 0),
		.path = path != NULL ? path : default_path,
	};

	if (line->argument_count != 1 || strcmp(line->arguments[0], exported_subject) != 0)
		return fail(failure, FAILURE_USAGE, "export what? There is \"export execution-logs\"");
	if (!command_line_has(line, OPTION_ID))
		return fail(failure, FAILURE_USAGE, "export execution-logs needs --id, the execution");
	return export_execution_logs(context->application, &request, failure);
}
