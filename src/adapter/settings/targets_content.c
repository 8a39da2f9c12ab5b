#include "adapter/settings/targets_content.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"

void
targets_content_append(struct targets_content *content, const char *name, char *record)
{
	size_t count = content->names.count;

	*ARRAY_ADD(content->records, count) = record;
	name_list_append(&content->names, name);
}

static int
compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/*
 * Two targets of one name would wait for each other in the same database, and their log lines would
 * mix.
 */
void
targets_content_check(const struct targets_content *content, const char *path,
                      struct settings *problems)
{
	size_t count = content->names.count;
	cleanup_memory char **sorted = memory_allocate(count + 1, sizeof *sorted);

	if (count == 0)
		settings_add_problem(problems, "%s: holds no target", path);
	for (size_t index = 0; index < count; index++)
		sorted[index] = content->names.items[index];
	qsort(sorted, count, sizeof *sorted, compare_names);
	for (size_t index = 1; index < count; index++)
	{
		if (strcmp(sorted[index - 1], sorted[index]) == 0)
			settings_add_problem(problems, "%s: two targets are called \"%s\"", path,
			                     sorted[index]);
	}
}

const char *
targets_content_record(const struct targets_content *content, const char *name)
{
	for (size_t index = 0; index < content->names.count; index++)
	{
		if (strcmp(content->names.items[index], name) == 0)
			return content->records[index];
	}
	return NULL;
}

void
targets_content_free(struct targets_content *content)
{
	for (size_t index = 0; index < content->names.count; index++)
		memory_wipe_and_free(content->records[index]);
	free(content->records);
	name_list_free(&content->names);
	*content = (struct targets_content){0};
}
