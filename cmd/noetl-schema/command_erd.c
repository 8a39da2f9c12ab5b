#include <string.h>

#include "adapter/process/graphviz.h"
#include "app/diagram.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "command.h"
#include "command_line.h"
#include "domain/erd/diagram_format.h"
#include "domain/erd/diagram_mermaid.h"

static bool
write_drawing(const struct application *application, const char *path, const struct text *text,
              struct failure *failure)
{
	struct output_file *file = NULL;

	if (!application->output->open(path, &file, failure))
		return false;
	if (!application->output->write(file, text_bytes(text), text->length_bytes, failure))
	{
		application->output->abandon(file);
		return false;
	}
	return application->output->keep(file, failure);
}

static void
warn_of_size(const struct diagram_format *format, const struct text *text)
{
	if (strcmp(format->name, "mermaid") == 0 && text->length_bytes > DIAGRAM_MERMAID_BYTES)
		log_warning("the diagram has %zu bytes, and Mermaid draws %d unless its setting "
		            "maxTextSize is greater",
		            text->length_bytes, DIAGRAM_MERMAID_BYTES);
}

bool
command_erd(const struct command_context *context, struct failure *failure)
{
	const struct command_line *line = context->line;
	const char *name = command_line_value(line, OPTION_DIAGRAM_FORMAT);
	const char *path = command_line_value(line, OPTION_OUTPUT_FILE);
	const struct diagram_format *format = diagram_format_find(name != NULL ? name : "text");
	const struct diagram_request request = {
		.selection = command_line_selection(line, context->application->settings),
		.is_desired = command_line_has(line, OPTION_DESIRED),
	};
	cleanup_memory char *dot = NULL;
	cleanup_diagram struct diagram diagram = {0};
	cleanup_text struct text text = TEXT_EMPTY;
	cleanup_text struct text drawn = TEXT_EMPTY;

	/* Before anything that takes time. */
	if (format->is_drawn && !graphviz_find(&dot, failure))
		return false;
	if (!diagram_make(context->application, &request, &diagram, failure))
		return false;
	format->append(&text, &diagram);
	warn_of_size(format, &text);
	if (format->is_drawn && !graphviz_draw(dot, &text, &drawn, failure))
		return false;
	return write_drawing(context->application, path != NULL ? path : "-",
	                     format->is_drawn ? &drawn : &text, failure);
}
