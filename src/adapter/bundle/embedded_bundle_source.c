#include "adapter/bundle/embedded_bundle_source.h"

#include <string.h>

#include "adapter/bundle/bundle_schema.h"
#include "adapter/bundle/schema_checksum.h"
#include "adapter/bundle/script_file.h"
#include "adapter/bundle/script_inclusion.h"
#include "adapter/bundle/script_paths.h"
#include "adapter/embedded/embedded_file.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/settings_value.h"

#define MANIFEST_SUFFIX "/bundle.yaml"
#define DDL_FOLDER "ddl/"

enum
{
	/* Far more than there are; the list is made once and lives in static memory. */
	BUNDLE_LIMIT = 32,
	BUNDLE_NAME_BYTES = 64
};

/* Writes the bundle's name if the path is that of a manifest. */
static bool
bundle_of_manifest(const char *path, char name[BUNDLE_NAME_BYTES])
{
	size_t prefix_bytes = strlen(DDL_FOLDER);
	size_t suffix_bytes = strlen(MANIFEST_SUFFIX);
	size_t length_bytes = strlen(path);

	if (strncmp(path, DDL_FOLDER, prefix_bytes) != 0 ||
	    length_bytes <= prefix_bytes + suffix_bytes ||
	    strcmp(path + length_bytes - suffix_bytes, MANIFEST_SUFFIX) != 0)
		return false;

	size_t name_bytes = length_bytes - prefix_bytes - suffix_bytes;

	if (name_bytes >= BUNDLE_NAME_BYTES || memchr(path + prefix_bytes, '/', name_bytes) != NULL)
		return false;
	memcpy(name, path + prefix_bytes, name_bytes);
	name[name_bytes] = '\0';
	return true;
}

static const char *const *
bundle_names(void *context)
{
	static char names[BUNDLE_LIMIT][BUNDLE_NAME_BYTES];
	static const char *list[BUNDLE_LIMIT + 1];
	size_t file_count = 0;
	const struct embedded_file *files = embedded_files(&file_count);
	size_t count = 0;

	(void)context;
	if (list[0] != NULL)
		return list;
	for (size_t index = 0; index < file_count && count < BUNDLE_LIMIT; index++)
		if (bundle_of_manifest(files[index].path, names[count]))
		{
			list[count] = names[count];
			count++;
		}
	return list;
}

static bool
fail_unknown_bundle(const char *bundle, struct failure *failure)
{
	cleanup_text struct text known = TEXT_EMPTY;
	cleanup_memory char *quoted = settings_value_quote(bundle);

	for (const char *const *name = bundle_names(NULL); *name != NULL; name++)
		text_append_format(&known, "%s%s", known.length_bytes > 0 ? ", " : "", *name);
	(void)fail(failure, FAILURE_USAGE, "there is no bundle %s", quoted);
	return fail_hint(failure, "bundles are: %s; a script of your own is given with --file",
	                 text_bytes(&known));
}

/* Moves them over. */
static void
move_schemas(struct managed_schema_list *schemas, struct managed_schema_list *more)
{
	for (size_t index = 0; index < more->count; index++)
		*ARRAY_ADD(schemas->items, schemas->count) = more->items[index];
	more->count = 0;
}

static bool
resolve(void *context, const char *bundle, const struct settings *settings,
        struct managed_schema_list *schemas, struct failure *failure)
{
	cleanup_memory char *path = memory_format(DDL_FOLDER "%s" MANIFEST_SUFFIX, bundle);
	const struct embedded_file *file = embedded_file_find(path);
	cleanup_bundle_manifest struct bundle_manifest manifest = {0};
	cleanup_managed_schema_list struct managed_schema_list resolved = {NULL, 0};

	(void)context;
	if (file == NULL)
		return fail_unknown_bundle(bundle, failure);
	if (!bundle_manifest_parse(path, file->text, file->length_bytes, &manifest, failure) ||
	    !bundle_schema_resolve(&manifest, settings, &resolved, failure))
		return false;
	move_schemas(schemas, &resolved);
	return true;
}

static bool
check_standard_input_once(const struct bundle_files *files, struct failure *failure)
{
	size_t count = 0;

	for (size_t index = 0; index < files->count; index++)
		count += strcmp(files->paths[index], "-") == 0;
	if (count > 1)
		return fail(failure, FAILURE_USAGE,
		            "--file - is given %zu times: standard input can be read "
		            "once only",
		            count);
	return true;
}

/*
 * All that are not mapped have together the room that one may take: they are in memory at the same
 * time.
 */
static bool
read_scripts(const struct bundle_files *files, const struct settings *settings,
             struct managed_schema *schema, struct failure *failure)
{
	struct file_bounds bounds = {
		.limit_bytes = SCRIPT_FILE_LIMIT_BYTES,
		.wait_ms = settings_integer(settings, SETTING_WAIT_TIMEOUT),
	};

	cleanup_script_paths struct script_paths paths = {NULL, 0};

	if (!script_paths_expand(files, &paths, failure))
		return false;
	schema->scripts = memory_allocate(paths.count, sizeof *schema->scripts);
	for (size_t index = 0; index < paths.count; index++)
	{
		struct script *script = &schema->scripts[index];

		if (!script_file_read(paths.items[index], &bounds, script, failure))
			return false;
		script->database = schema->database;
		script->schema = schema->name;
		if (strcmp(paths.items[index], "-") != 0)
			script_inclusion_allow(script);
		schema->script_count++;
		if (script->mapping == NULL)
			bounds.limit_bytes -= script->length_bytes;
	}
	return true;
}

static bool
resolve_files(void *context, const struct bundle_files *files, const struct settings *settings,
              struct managed_schema_list *schemas, struct failure *failure)
{
	cleanup_managed_schema_list struct managed_schema_list resolved = {NULL, 0};

	(void)context;
	if (!check_standard_input_once(files, failure))
		return false;
	resolved = (struct managed_schema_list){memory_allocate(1, sizeof *resolved.items), 1};

	struct managed_schema *schema = &resolved.items[0];

	if (!bundle_schema_resolve_file(schema, files, settings, failure))
		return false;
	if (!read_scripts(files, settings, schema, failure))
		return false;
	if (files->count > 0)
		schema_checksum(schema, NULL);
	move_schemas(schemas, &resolved);
	return true;
}

static void
checksum(struct managed_schema *schema)
{
	schema_checksum(schema, NULL);
}

static const struct bundle_source source = {
	.resolve = resolve,
	.resolve_files = resolve_files,
	.checksum = checksum,
	.names = bundle_names,
};

const struct bundle_source *
embedded_bundle_source(void)
{
	return &source;
}
