#include "adapter/bundle/bundle_target.h"

#include <string.h>

#include "adapter/bundle/target_checksum.h"
#include "adapter/embedded/embedded_file.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/ledger.h"

#define LAYOUT_DATABASES "databases"
#define FILE_SOURCE "file"

/* Wherever a bundle went into the ledger's schema, reset would have to drop the ledger. */
static bool
check_schema(const struct target *target, const struct settings *settings, struct failure *failure)
{
	if (ledger_schema_is_reserved(settings, target->schema))
	{
		(void)fail(failure, FAILURE_SETTINGS, "the schema \"%s\" is that of a ledger of runs",
		           target->schema);
		return fail_hint(failure, "Choose another for what is to be applied, or for the ledger "
		                          "(NOETL_LEDGER_SCHEMA).");
	}
	if (strncmp(target->schema, "pg_", 3) == 0 || strcmp(target->schema, "information_schema") == 0)
	{
		(void)fail(failure, FAILURE_SETTINGS, "the schema \"%s\" is PostgreSQL's own",
		           target->schema);
		return fail_hint(failure, "Choose a name that is not information_schema and does not "
		                          "begin with pg_.");
	}
	return true;
}

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

/* Once database and owner are known. */
static void
take_ledger(const struct settings *settings, struct target *target)
{
	const char *reader = database_owner(settings, target->database, target->owner);

	target->ledger_schema = ledger_schema_of(settings, target->database, target->owner);
	if (reader != NULL && strcmp(reader, target->owner) != 0)
		target->ledger_reader = memory_copy_text(reader);
}

static bool
is_of_layout(const struct manifest_script *script, const char *layout)
{
	return script->layout == NULL || strcmp(script->layout, layout) == 0;
}

static bool
take_script(const struct bundle_manifest *manifest, const char *name, struct target *target,
            const char **sum, struct failure *failure)
{
	cleanup_memory char *path = memory_format("ddl/%s/%s", manifest->bundle, name);
	const struct embedded_file *file = embedded_file_find(path);

	if (file == NULL)
		return fail(failure, FAILURE_BUG, "the program has no script %s", path);
	target->scripts[target->script_count++] = (struct script){
		.name = take(path),
		.text = memory_copy_bytes(file->text, file->length_bytes),
		.length_bytes = file->length_bytes,
		.is_quick = true,
	};
	*sum = file->sha256;
	return true;
}

static void
take_promises(const struct bundle_manifest *manifest, const struct manifest_target *from,
              struct target *target)
{
	target->facts = memory_allocate(from->fact_count, sizeof *target->facts);
	for (size_t index = 0; index < from->fact_count; index++)
	{
		target->facts[target->fact_count] = from->facts[index];
		target->facts[target->fact_count++].column = memory_copy_text(from->facts[index].column);
	}
	target->extensions = memory_allocate(from->extension_count, sizeof *target->extensions);
	for (size_t index = 0; index < from->extension_count; index++)
	{
		target->extensions[target->extension_count] = from->extensions[index];
		target->extensions[target->extension_count++].name =
			memory_copy_text(from->extensions[index].name);
	}
	target->partitions = memory_allocate(manifest->partition_count, sizeof *target->partitions);
	for (size_t index = 0; index < manifest->partition_count; index++)
	{
		const struct bundle_partition *rule = &manifest->partitions[index];

		if (strcmp(rule->target, from->name) != 0)
			continue;

		struct bundle_partition *copy = &target->partitions[target->partition_count++];

		*copy = *rule;
		copy->target = memory_copy_text(rule->target);
		copy->table = memory_copy_text(rule->table);
		copy->column = memory_copy_text(rule->column);
	}
}

static bool
take_names(const struct bundle_manifest *manifest, const struct manifest_target *from,
           const struct settings *settings, struct target *target, struct failure *failure)
{
	bool is_one_of_many = manifest->target_count > 1;
	bool has_own_database = manifest->layout_count > 0 &&
	                        strcmp(settings_text(settings, SETTING_LAYOUT), LAYOUT_DATABASES) == 0;

	target->bundle = memory_copy_text(manifest->bundle);
	target->name = memory_copy_text(from->name);
	target->source = memory_format("bundle:%s%s%s", manifest->bundle, is_one_of_many ? "/" : "",
	                               is_one_of_many ? from->name : "");
	target->version = manifest->version;
	if (!look_up(settings, from->schema, &target->schema, failure) ||
	    !check_schema(target, settings, failure) ||
	    !look_up(settings, has_own_database ? from->schema : from->database, &target->database,
	             failure) ||
	    !look_up(settings, from->owner, &target->owner, failure))
		return false;
	take_ledger(settings, target);
	return true;
}

static bool
resolve_target(const struct bundle_manifest *manifest, const struct manifest_target *from,
               const struct settings *settings, struct target *target, struct failure *failure)
{
	const char *layout = settings_text(settings, SETTING_LAYOUT);
	cleanup_memory const char **sums = memory_allocate(from->script_count, sizeof *sums);

	if (!take_names(manifest, from, settings, target, failure))
		return false;
	target->scripts = memory_allocate(from->script_count, sizeof *target->scripts);
	for (size_t index = 0; index < from->script_count; index++)
		if (is_of_layout(&from->scripts[index], layout) &&
		    !take_script(manifest, from->scripts[index].file, target, &sums[target->script_count],
		                 failure))
			return false;
	take_promises(manifest, from, target);
	target_checksum(target, sums);
	return true;
}

bool
bundle_target_resolve(const struct bundle_manifest *manifest, const struct settings *settings,
                      struct target_list *targets, struct failure *failure)
{
	cleanup_target_list struct target_list resolved = {
		.items = memory_allocate(manifest->target_count, sizeof *resolved.items),
		.count = manifest->target_count,
	};

	for (size_t index = 0; index < manifest->target_count; index++)
		if (!resolve_target(manifest, &manifest->targets[index], settings, &resolved.items[index],
		                    failure))
			return fail_context(failure, "bundle %s", manifest->bundle);
	*targets = resolved;
	resolved = (struct target_list){NULL, 0};
	return true;
}

bool
bundle_target_resolve_file(struct target *target, const struct settings *settings,
                           struct failure *failure)
{
	target->bundle = memory_copy_text(FILE_SOURCE);
	target->name = memory_copy_text(FILE_SOURCE);
	target->source = memory_copy_text(FILE_SOURCE);
	target->is_file = true;
	if (!look_up(settings, "NOETL_POSTGRES_DB", &target->database, failure) ||
	    !look_up(settings, "NOETL_SCHEMA", &target->schema, failure) ||
	    !check_schema(target, settings, failure) ||
	    !look_up(settings, "NOETL_USER", &target->owner, failure))
		return false;
	take_ledger(settings, target);
	return true;
}
