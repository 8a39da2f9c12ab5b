#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "command.h"
#include "command_line.h"
#include "help_reference.h"
#include "help_text.h"
#include "output.h"
#include "suggestion.h"

struct reference
{
	const char *format;
	void (*append)(struct text *text);
};

static const struct reference references[] = {
	{"text", help_append_overview},
	{"markdown", help_append_markdown},
	{"man", help_append_man},
};

static void
append_reference(struct text *text, const char *format)
{
	for (size_t index = 0; index < COUNT_OF(references); index++)
	{
		if (strcmp(references[index].format, format) == 0)
			references[index].append(text);
	}
}

static bool
append_command(struct text *text, const char *name, struct failure *failure)
{
	const struct command *command = command_find(strcmp(name, "db") == 0 ? "apply" : name);

	if (command == NULL)
	{
		(void)fail(failure, FAILURE_USAGE, "unknown command \"%s\"", name);
		return suggestion_for_command(failure, name);
	}
	help_append_command(text, command);
	return true;
}

bool
command_help(const struct command_context *context, struct failure *failure)
{
	const struct command_line *line = context->line;
	const char *format = command_line_value(line, OPTION_FORMAT);
	cleanup_text struct text text = TEXT_EMPTY;

	if (line->argument_count == 0)
		append_reference(&text, format != NULL ? format : references[0].format);
	else if (!append_command(&text, line->arguments[0], failure))
		return false;
	return output_write(&text, failure);
}
