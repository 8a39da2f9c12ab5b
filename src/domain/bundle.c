#include "domain/bundle.h"

#include <stdlib.h>

static void
free_facts(struct target *target)
{
	for (size_t index = 0; index < target->fact_count; index++)
		free(target->facts[index].column);
	free(target->facts);
}

static void
free_extensions(struct target *target)
{
	for (size_t index = 0; index < target->extension_count; index++)
		free(target->extensions[index].name);
	free(target->extensions);
}

static void
free_partitions(struct target *target)
{
	for (size_t index = 0; index < target->partition_count; index++)
	{
		free(target->partitions[index].target);
		free(target->partitions[index].table);
		free(target->partitions[index].column);
	}
	free(target->partitions);
}

static void
free_scripts(struct target *target)
{
	for (size_t index = 0; index < target->script_count; index++)
		script_free(&target->scripts[index]);
	free(target->scripts);
}

static void
free_target(struct target *target)
{
	free_facts(target);
	free_extensions(target);
	free_partitions(target);
	free_scripts(target);
	free(target->bundle);
	free(target->name);
	free(target->source);
	free(target->database);
	free(target->schema);
	free(target->owner);
	free(target->ledger_schema);
	free(target->ledger_reader);
}

void
target_list_free(struct target_list *targets)
{
	for (size_t index = 0; index < targets->count; index++)
		free_target(&targets->items[index]);
	free(targets->items);
	*targets = (struct target_list){NULL, 0};
}

struct ledger
ledger_of_target(const struct target *target)
{
	return (struct ledger){
		.schema = target->ledger_schema,
		.owner = target->owner,
		.reader = target->ledger_reader,
	};
}
