#include "domain/name_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"

bool
name_is(const char *left, const char *right)
{
	return left != NULL && right != NULL && strcmp(left, right) == 0;
}

void
name_list_append(struct name_list *names, const char *name)
{
	*ARRAY_ADD(names->items, names->count) = memory_copy_text(name);
}

bool
name_list_contains(const struct name_list *names, const char *name)
{
	for (size_t index = 0; index < names->count; index++)
	{
		if (strcmp(names->items[index], name) == 0)
			return true;
	}
	return false;
}

void
name_list_append_once(struct name_list *names, const char *name)
{
	if (!name_list_contains(names, name))
		name_list_append(names, name);
}

void
name_list_remove(struct name_list *names, size_t index)
{
	free(names->items[index]);
	names->count--;
	memmove(&names->items[index], &names->items[index + 1],
	        (names->count - index) * sizeof *names->items);
}

void
name_list_free(struct name_list *names)
{
	for (size_t index = 0; index < names->count; index++)
		free(names->items[index]);
	free(names->items);
	*names = (struct name_list){0};
}
