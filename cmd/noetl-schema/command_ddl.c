#include <string.h>

#include "base/cleanup.h"
#include "command.h"
#include "command_line.h"
#include "output.h"

static const char default_bundle[] = "noetl";

/* Between quotes of one kind, with quotes inside doubled: as in SQL, and in arguments of psql. */
static void
append_quoted(struct text *text, char quote, const char *name)
{
	text_append_char(text, quote);
	for (const char *byte = name; *byte != '\0'; byte++)
	{
		if (*byte == quote)
			text_append_char(text, quote);
		text_append_char(text, *byte);
	}
	text_append_char(text, quote);
}

/* The statements of a run before the first script. */
static void
append_opening(struct text *text, const struct managed_schema *schema, const char *database)
{
	text_append_format(text, "%s-- %s, version %lld, sha256 %s\n",
	                   text->length_bytes > 0 ? "\n" : "", schema->source,
	                   (long long)schema->version, schema->checksum);
	if (schema->script_count == 0)
	{
		text_append(text, "-- promises a database and a schema, nothing in them\n");
		return;
	}
	if (database != NULL && strcmp(database, schema->database) != 0)
	{
		text_append(text, "\\connect ");
		append_quoted(text, '"', schema->database);
		text_append_char(text, '\n');
	}
	text_append(text, "create schema if not exists ");
	append_quoted(text, '"', schema->name);
	text_append(text, ";\nset search_path to ");
	append_quoted(text, '"', schema->name);
	text_append(text, ";\n");
}

static void
append_schemas_ddl(struct text *text, const struct managed_schema_list *schemas)
{
	const char *database = NULL;

	for (size_t index = 0; index < schemas->count; index++)
	{
		const struct managed_schema *schema = &schemas->items[index];

		append_opening(text, schema, database);
		for (size_t script = 0; script < schema->script_count; script++)
		{
			text_append_format(text, "\n-- %s\n\n", schema->scripts[script].name);
			text_append_bytes(text, schema->scripts[script].text,
			                  schema->scripts[script].length_bytes);
		}
		database = schema->database;
	}
}

static bool
append_bundle(struct text *text, const struct application *application, const char *bundle,
              struct failure *failure)
{
	cleanup_managed_schema_list struct managed_schema_list schemas = {0};
	const struct bundle_source *bundles = application->bundles;

	if (!bundles->resolve(bundles->context, bundle, application->settings, &schemas, failure))
		return false;
	append_schemas_ddl(text, &schemas);
	return true;
}

bool
command_ddl(const struct command_context *context, struct failure *failure)
{
	const struct command_line *line = context->line;
	const struct application *application = context->application;
	cleanup_text struct text text = TEXT_EMPTY;

	if (!settings_check(application->settings, failure))
		return false;
	if (line->argument_count == 0 && !append_bundle(&text, application, default_bundle, failure))
		return false;
	for (size_t index = 0; index < line->argument_count; index++)
	{
		if (!append_bundle(&text, application, line->arguments[index], failure))
			return false;
	}
	return output_write_exactly(&text, failure);
}
