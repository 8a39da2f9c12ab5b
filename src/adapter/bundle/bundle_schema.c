#include "adapter/bundle/bundle_schema.h"

#include <string.h>

#include "adapter/bundle/schema_checksum.h"
#include "adapter/embedded/embedded_file.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/ledger.h"
#include "domain/settings_value.h"
#include "domain/source_name.h"

#define LAYOUT_DATABASES "databases"

/* "=literal", or the value of the setting of that name. */
static bool
look_up(const struct settings *settings, const char *notation, char **value,
        struct failure *failure)
{
	const struct setting_definition *definition = NULL;

	if (notation[0] == '=')
	{
		*value = memory_copy_text(notation + 1);
		return true;
	}
	definition = setting_definition_by_name(notation);
	if (definition == NULL)
		return fail(failure, FAILURE_BUG, "a bundle names the setting %s, which does not exist",
		            notation);

	const char *text = settings_text(settings, definition->key);

	if (text == NULL)
		return fail(failure, FAILURE_SETTINGS, "%s is not set", notation);
	*value = memory_copy_text(text);
	return true;
}

/* Call once database and owner are known. */
static void
take_ledger(const struct settings *settings, struct managed_schema *schema)
{
	const char *reader = database_owner(settings, schema->database, schema->owner);

	schema->ledger_schema = ledger_schema_of(settings, schema->database, schema->owner);
	if (reader != NULL && strcmp(reader, schema->owner) != 0)
		schema->ledger_reader = memory_copy_text(reader);
}

static bool
is_of_layout(const struct manifest_script *script, const char *layout)
{
	return script->layout == NULL || strcmp(script->layout, layout) == 0;
}

static bool
take_embedded_script(const struct bundle_manifest *manifest, const char *name,
                     struct managed_schema *schema, const char **sum, struct failure *failure)
{
	cleanup_memory char *path = memory_format("ddl/%s/%s", manifest->bundle, name);
	const struct embedded_file *file = embedded_file_find(path);

	if (file == NULL)
		return fail(failure, FAILURE_BUG, "the program has no script %s", path);
	schema->scripts[schema->script_count++] = (struct script){
		.name = take(path),
		.text = memory_copy_bytes(file->text, file->length_bytes),
		.length_bytes = file->length_bytes,
		.is_quick = true,
	};
	*sum = file->sha256;
	return true;
}

static void
take_expectations(const struct bundle_manifest *manifest, const struct manifest_schema *from,
                  struct managed_schema *schema)
{
	schema->required_columns =
		memory_allocate(from->required_column_count, sizeof *schema->required_columns);
	for (size_t index = 0; index < from->required_column_count; index++)
	{
		schema->required_columns[schema->required_column_count] = from->required_columns[index];
		schema->required_columns[schema->required_column_count++].column =
			memory_copy_text(from->required_columns[index].column);
	}
	schema->extensions = memory_allocate(from->extension_count, sizeof *schema->extensions);
	for (size_t index = 0; index < from->extension_count; index++)
	{
		schema->extensions[schema->extension_count] = from->extensions[index];
		schema->extensions[schema->extension_count++].name =
			memory_copy_text(from->extensions[index].name);
	}
	schema->partitions = memory_allocate(manifest->partition_count, sizeof *schema->partitions);
	for (size_t index = 0; index < manifest->partition_count; index++)
	{
		const struct bundle_partition *rule = &manifest->partitions[index];

		if (strcmp(rule->part, from->name) != 0)
			continue;

		struct bundle_partition *copy = &schema->partitions[schema->partition_count++];

		*copy = *rule;
		copy->part = memory_copy_text(rule->part);
		copy->table = memory_copy_text(rule->table);
		copy->column = memory_copy_text(rule->column);
	}
}

static bool
take_names(const struct bundle_manifest *manifest, const struct manifest_schema *from,
           const struct settings *settings, struct managed_schema *schema, struct failure *failure)
{
	bool is_one_of_many = manifest->schema_count > 1;
	bool has_own_database = manifest->layout_count > 0 &&
	                        strcmp(settings_text(settings, SETTING_LAYOUT), LAYOUT_DATABASES) == 0;

	schema->bundle = memory_copy_text(manifest->bundle);
	schema->part = memory_copy_text(from->name);
	schema->source = memory_format("bundle:%s%s%s", manifest->bundle, is_one_of_many ? "/" : "",
	                               is_one_of_many ? from->name : "");
	schema->version = manifest->version;
	if (!look_up(settings, from->schema, &schema->name, failure) ||
	    !managed_scope_check_name(settings, schema->name, failure) ||
	    !look_up(settings, has_own_database ? from->schema : from->database, &schema->database,
	             failure) ||
	    !look_up(settings, from->owner, &schema->owner, failure))
		return false;
	take_ledger(settings, schema);
	return true;
}

static bool
resolve_schema(const struct bundle_manifest *manifest, const struct manifest_schema *from,
               const struct settings *settings, struct managed_schema *schema,
               struct failure *failure)
{
	const char *layout = settings_text(settings, SETTING_LAYOUT);
	cleanup_memory const char **sums = memory_allocate(from->script_count, sizeof *sums);

	if (!take_names(manifest, from, settings, schema, failure))
		return false;
	schema->scripts = memory_allocate(from->script_count, sizeof *schema->scripts);
	for (size_t index = 0; index < from->script_count; index++)
		if (is_of_layout(&from->scripts[index], layout) &&
		    !take_embedded_script(manifest, from->scripts[index].file, schema,
		                          &sums[schema->script_count], failure))
			return false;
	take_expectations(manifest, from, schema);
	schema_checksum(schema, sums);
	return true;
}

bool
bundle_schema_resolve(const struct bundle_manifest *manifest, const struct settings *settings,
                      struct managed_schema_list *schemas, struct failure *failure)
{
	cleanup_managed_schema_list struct managed_schema_list resolved = {
		.items = memory_allocate(manifest->schema_count, sizeof *resolved.items),
		.count = manifest->schema_count,
	};

	for (size_t index = 0; index < manifest->schema_count; index++)
		if (!resolve_schema(manifest, &manifest->schemas[index], settings, &resolved.items[index],
		                    failure))
			return fail_context(failure, "bundle %s", manifest->bundle);
	*schemas = resolved;
	resolved = (struct managed_schema_list){NULL, 0};
	return true;
}

/* By the setting, else by the first file. */
static bool
take_name_of_files(struct managed_schema *schema, const struct bundle_files *files,
                   const struct settings *settings, struct failure *failure)
{
	const char *name = settings_text(settings, SETTING_NOETL_NAME);

	if (name == NULL && files->count == 0)
		return fail(failure, FAILURE_BUG, "neither a file nor a name is given");

	cleanup_memory char *of_path = name == NULL ? source_name_of_path(files->paths[0]) : NULL;

	if (of_path != NULL && !source_name_is_valid(of_path))
	{
		cleanup_memory char *quoted = settings_value_quote(of_path);

		(void)fail(failure, FAILURE_SETTINGS,
		           "%s cannot be the name of a file's DDL, which has letters, digits, \"_\", \".\" "
		           "and \"-\", at most %d of them",
		           quoted, SOURCE_NAME_BYTES);
		return fail_hint(failure, "Give it a name with --name NAME (or NOETL_NAME).");
	}
	schema->bundle = memory_copy_text(name != NULL ? name : of_path);
	schema->part = memory_copy_text(schema->bundle);
	schema->source = memory_format(SOURCE_OF_FILE "%s", schema->bundle);
	return true;
}

bool
bundle_schema_resolve_file(struct managed_schema *schema, const struct bundle_files *files,
                           const struct settings *settings, struct failure *failure)
{
	schema->is_file = true;
	if (!take_name_of_files(schema, files, settings, failure) ||
	    !look_up(settings, "NOETL_POSTGRES_DB", &schema->database, failure) ||
	    !look_up(settings, "NOETL_SCHEMA", &schema->name, failure) ||
	    !managed_scope_check_name(settings, schema->name, failure) ||
	    !look_up(settings, "NOETL_USER", &schema->owner, failure))
		return false;
	take_ledger(settings, schema);
	return true;
}
