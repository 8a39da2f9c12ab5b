#include "domain/managed_schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "domain/source_name.h"

static void
free_facts(struct managed_schema *schema)
{
	for (size_t index = 0; index < schema->required_column_count; index++)
		free(schema->required_columns[index].column);
	free(schema->required_columns);
}

static void
free_extensions(struct managed_schema *schema)
{
	for (size_t index = 0; index < schema->extension_count; index++)
		free(schema->extensions[index].name);
	free(schema->extensions);
}

static void
free_partitions(struct managed_schema *schema)
{
	for (size_t index = 0; index < schema->partition_count; index++)
	{
		free(schema->partitions[index].part);
		free(schema->partitions[index].table);
		free(schema->partitions[index].column);
	}
	free(schema->partitions);
}

static void
free_scripts(struct managed_schema *schema)
{
	for (size_t index = 0; index < schema->script_count; index++)
		script_free(&schema->scripts[index]);
	free(schema->scripts);
}

static void
free_schema(struct managed_schema *schema)
{
	free_facts(schema);
	free_extensions(schema);
	free_partitions(schema);
	free_scripts(schema);
	free(schema->bundle);
	free(schema->part);
	free(schema->source);
	free(schema->database);
	free(schema->name);
	free(schema->owner);
	free(schema->ledger_schema);
	free(schema->ledger_reader);
	for (size_t index = 0; index < schema->managed_count; index++)
		free(schema->managed[index]);
	free(schema->managed);
	free(schema->ledger_base);
}

void
managed_schema_list_free(struct managed_schema_list *schemas)
{
	for (size_t index = 0; index < schemas->count; index++)
		free_schema(&schemas->items[index]);
	free(schemas->items);
	*schemas = (struct managed_schema_list){NULL, 0};
}

bool
managed_schema_has_ddl(const struct managed_schema *schema)
{
	return !schema->is_file || schema->script_count > 0;
}

bool
managed_schema_holds_users_objects(const struct managed_schema *schema)
{
	return !schema->is_file && schema->script_count == 0;
}

char *
managed_schema_arguments(const struct managed_schema *schema)
{
	return memory_format("%s%s", schema->is_file ? "--name " : "", schema->bundle);
}

const char *
managed_schema_older_source(const struct managed_schema *schema)
{
	return schema->is_file ? SOURCE_OF_NAMELESS_FILE : NULL;
}

static bool
take_managed(struct managed_schema *schema, const struct settings *settings,
             struct failure *failure)
{
	cleanup_name_list struct name_list names = {0};
	const char *text = settings_text(settings, SETTING_MANAGED_SCHEMAS);

	if (text == NULL || !managed_scope_read(text, &schema->managed_scope, &names))
		return true;
	for (size_t index = 0; index < names.count; index++)
	{
		if (!managed_scope_check_name(settings, names.items[index], failure))
			return fail_context(failure, "NOETL_MANAGED_SCHEMAS");
	}
	for (size_t index = names.count; index-- > 0;)
	{
		if (strcmp(names.items[index], schema->name) == 0)
			name_list_remove(&names, index);
	}
	schema->managed = take(names.items);
	schema->managed_count = names.count;
	names.count = 0;
	return true;
}

static const char *const scope_words[] = {
	[MANAGED_BY_PROMISE] = "promise",
	[MANAGED_LIST] = "list",
	[MANAGED_DATABASE] = "database",
};

/* Two runs with the same options compare the same, and take the same for a difference. */
static void
sum_options(struct managed_schema *schema)
{
	struct sha256 sha256;
	char hash[SHA256_HEX_BYTES];

	if (schema->managed_scope == MANAGED_BY_PROMISE && !schema->prunes)
		return;
	sha256_begin(&sha256);
	sha256_add_text(&sha256, schema->prunes ? "prune" : "keep");
	sha256_add_text(&sha256, scope_words[schema->managed_scope]);
	for (size_t index = 0; index < schema->managed_count; index++)
		sha256_add_text(&sha256, schema->managed[index]);
	sha256_finish(&sha256, hash);
	memcpy(schema->options, hash, sizeof schema->options - 1);
}

bool
managed_schema_take_scope(struct managed_schema *schema, const struct settings *settings,
                          struct failure *failure)
{
	if (managed_schema_holds_users_objects(schema))
		return true;
	schema->prunes = settings_flag(settings, SETTING_PRUNE);
	if (!take_managed(schema, settings, failure))
		return false;
	if (schema->managed_scope == MANAGED_DATABASE || schema->prunes)
		schema->ledger_base =
			memory_copy_text(settings_text(settings, SETTING_NOETL_LEDGER_SCHEMA));
	sum_options(schema);
	return true;
}

bool
managed_schema_may_reach_beyond(const struct managed_schema *schema)
{
	return schema->is_file || schema->managed_scope != MANAGED_BY_PROMISE;
}

struct ledger
ledger_of_schema(const struct managed_schema *schema)
{
	return (struct ledger){
		.schema = schema->ledger_schema,
		.owner = schema->owner,
		.reader = schema->ledger_reader,
	};
}

bool
managed_schema_says_what_is_managed(const struct managed_schema *schema)
{
	return schema->managed_scope != MANAGED_BY_PROMISE || schema->prunes;
}

void
managed_schema_list_names(const struct managed_schema *schema, struct name_list *names)
{
	name_list_append(names, schema->name);
	for (size_t index = 0; index < schema->managed_count; index++)
	{
		name_list_append_once(names, schema->managed[index]);
	}
}

void
managed_schema_list_kept(const struct managed_schema *schema, struct name_list *tables)
{
	for (size_t index = 0; index < schema->partition_count; index++)
	{
		cleanup_memory char *table =
			memory_format("%s.%s", schema->name, schema->partitions[index].table);

		name_list_append(tables, table);
	}
}
