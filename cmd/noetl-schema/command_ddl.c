#include <string.h>

#include "adapter/embedded/embedded_file.h"
#include "base/cleanup.h"
#include "command.h"
#include "command_line.h"
#include "output.h"

static const char default_bundle[] = "noetl";

/* Whether the path is ddl/<bundle>/....sql. */
static bool
is_script_of(const char *path, const char *bundle)
{
	size_t bundle_length = strlen(bundle);
	size_t path_length = strlen(path);

	return strncmp(path, "ddl/", 4) == 0 && strncmp(path + 4, bundle, bundle_length) == 0 &&
	       path[4 + bundle_length] == '/' && path_length > 4 &&
	       strcmp(path + path_length - 4, ".sql") == 0;
}

static bool
append_bundle(struct text *text, const char *bundle, struct failure *failure)
{
	size_t count = 0;
	size_t found_count = 0;
	const struct embedded_file *files = embedded_files(&count);

	for (size_t index = 0; index < count; index++)
	{
		if (!is_script_of(files[index].path, bundle))
			continue;
		text_append_format(text, "%s-- %s\n\n", text->length_bytes > 0 ? "\n" : "",
		                   files[index].path);
		text_append_bytes(text, files[index].text, files[index].length_bytes);
		found_count++;
	}
	if (found_count == 0)
		return fail(failure, FAILURE_USAGE, "there is no bundle \"%s\"", bundle);
	return true;
}

bool
command_ddl(const struct command_context *context, struct failure *failure)
{
	const struct command_line *line = context->line;
	cleanup_text struct text text = TEXT_EMPTY;

	if (line->argument_count == 0 && !append_bundle(&text, default_bundle, failure))
		return false;
	for (size_t index = 0; index < line->argument_count; index++)
	{
		if (!append_bundle(&text, line->arguments[index], failure))
			return false;
	}
	return output_write(&text, failure);
}
