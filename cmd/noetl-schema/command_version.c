#include <string.h>

#include "adapter/library/library_version.h"
#include "base/cleanup.h"
#include "base/json.h"
#include "build_version.h"
#include "command.h"
#include "command_line.h"
#include "output.h"

static void
append_text(struct text *text)
{
	size_t count = 0;
	const struct library_version *libraries = library_versions(&count);

	text_append_format(text, "noetl-schema %s (commit %s, %s)\n", BUILD_VERSION, BUILD_COMMIT,
	                   BUILD_SOURCE_DATE);
	for (size_t index = 0; index < count; index++)
		text_append_format(text, "%s%s %s", index > 0 ? ", " : "with ", libraries[index].name,
		                   libraries[index].version);
	text_append_char(text, '\n');
}

static void
append_json(struct text *json)
{
	size_t count = 0;
	const struct library_version *libraries = library_versions(&count);

	text_append_char(json, '{');
	json_append_text_member(json, "version", BUILD_VERSION);
	json_append_text_member(json, "commit", BUILD_COMMIT);
	json_append_text_member(json, "source_date", BUILD_SOURCE_DATE);
	json_append_name(json, "libraries");
	text_append_char(json, '{');
	for (size_t index = 0; index < count; index++)
		json_append_text_member(json, libraries[index].name, libraries[index].version);
	text_append(json, "}}\n");
}

bool
command_version(const struct command_context *context, struct failure *failure)
{
	const char *form = settings_text(context->application->settings, SETTING_OUTPUT);
	cleanup_text struct text text = TEXT_EMPTY;

	if (strcmp(form, "json") == 0)
		append_json(&text);
	else
		append_text(&text);
	return output_write(&text, failure);
}
