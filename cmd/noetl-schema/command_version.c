#include "adapter/library/library_version.h"
#include "adapter/library/older_library.h"
#include "base/cleanup.h"
#include "base/json.h"
#include "build_version.h"
#include "command.h"
#include "command_line.h"
#include "licenses.h"
#include "output.h"

/* Writes about one schema of a bundle; called in the order of bundles. */
typedef void (*target_writer)(struct text *text, const struct managed_schema *schema);

static void
append_schema_text(struct text *text, const struct managed_schema *schema)
{
	text_append_format(text, "%s, version %lld, sha256 %s\n", schema->source,
	                   (long long)schema->version, schema->checksum);
}

static void
append_embedded_schema_json(struct text *json, const struct managed_schema *schema)
{
	json_append_separator(json);
	text_append_char(json, '{');
	json_append_text_member(json, "bundle", schema->bundle);
	json_append_text_member(json, "target", schema->part);
	json_append_number_member(json, "version", schema->version);
	json_append_text_member(json, "sha256", schema->checksum);
	text_append_char(json, '}');
}

static bool
append_embedded_schemas(struct text *text, const struct application *application,
                        target_writer append, struct failure *failure)
{
	const struct bundle_source *bundles = application->bundles;

	for (const char *const *name = bundles->names(bundles->context); *name != NULL; name++)
	{
		cleanup_managed_schema_list struct managed_schema_list schemas = {0};

		if (!bundles->resolve(bundles->context, *name, application->settings, &schemas, failure))
			return false;
		for (size_t index = 0; index < schemas.count; index++)
			append(text, &schemas.items[index]);
	}
	return true;
}

static void
append_libraries_text(struct text *text)
{
	size_t count = 0;
	const struct library_version *libraries = library_versions(&count);

	for (size_t index = 0; index < count; index++)
		text_append_format(text, "%s%s %s", index > 0 ? ", " : "with ", libraries[index].name,
		                   libraries[index].version);
	text_append_char(text, '\n');
}

static void
append_libraries_json(struct text *json)
{
	size_t count = 0;
	const struct library_version *libraries = library_versions(&count);

	json_append_name(json, "libraries");
	text_append_char(json, '{');
	for (size_t index = 0; index < count; index++)
		json_append_text_member(json, libraries[index].name, libraries[index].version);
	text_append_char(json, '}');
}

static void
append_older_libraries_text(struct text *text)
{
	for (const struct older_library *each = older_libraries; each->package != NULL; each++)
		text_append_format(text, "made with an older library than is pinned: %s %s, not %s\n",
		                   each->package, each->version, each->pinned);
}

static void
append_older_libraries_json(struct text *json)
{
	json_append_name(json, "older_libraries");
	text_append_char(json, '[');
	for (const struct older_library *each = older_libraries; each->package != NULL; each++)
	{
		json_append_separator(json);
		text_append_char(json, '{');
		json_append_text_member(json, "package", each->package);
		json_append_text_member(json, "version", each->version);
		json_append_text_member(json, "pinned", each->pinned);
		text_append_char(json, '}');
	}
	text_append_char(json, ']');
}

static bool
append_version_text(struct text *text, const struct application *application,
                    struct failure *failure)
{
	text_append_format(text, "noetl-schema %s (commit %s, %s)\n", BUILD_VERSION, BUILD_COMMIT,
	                   BUILD_SOURCE_DATE);
	append_libraries_text(text);
	append_older_libraries_text(text);
	return append_embedded_schemas(text, application, append_schema_text, failure);
}

static bool
append_version_json(struct text *json, const struct application *application,
                    struct failure *failure)
{
	text_append_char(json, '{');
	json_append_text_member(json, "version", BUILD_VERSION);
	json_append_text_member(json, "commit", BUILD_COMMIT);
	json_append_text_member(json, "source_date", BUILD_SOURCE_DATE);
	append_libraries_json(json);
	append_older_libraries_json(json);
	json_append_name(json, "bundles");
	text_append_char(json, '[');
	if (!append_embedded_schemas(json, application, append_embedded_schema_json, failure))
		return false;
	text_append(json, "]}\n");
	return true;
}

static bool
write_licenses(bool is_json, struct failure *failure)
{
	cleanup_text struct text text = TEXT_EMPTY;

	if (is_json)
		licenses_append_json(&text);
	else
		licenses_append_text(&text);
	return output_write(&text, failure);
}

bool
command_version(const struct command_context *context, struct failure *failure)
{
	bool is_json = output_is_json(context->application->settings);
	cleanup_text struct text text = TEXT_EMPTY;

	if (command_line_has(context->line, OPTION_LICENSES))
		return write_licenses(is_json, failure);
	if (is_json ? !append_version_json(&text, context->application, failure)
	            : !append_version_text(&text, context->application, failure))
		return false;
	return output_write(&text, failure);
}
