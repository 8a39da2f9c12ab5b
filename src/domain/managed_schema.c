#include "domain/managed_schema.h"

#include <stdlib.h>

#include "base/memory.h"
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

struct ledger
ledger_of_schema(const struct managed_schema *schema)
{
	return (struct ledger){
		.schema = schema->ledger_schema,
		.owner = schema->owner,
		.reader = schema->ledger_reader,
	};
}
