#include "domain/access_difference.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/count_of.h"

void
access_difference_list_free(struct access_difference_list *list)
{
	for (size_t index = 0; index < list->count; index++)
	{
		struct access_difference *difference = &list->items[index];

		free(difference->identity);
		free(difference->expected);
		free(difference->found);
		free(difference->statement);
		free(difference->hint);
	}
	free(list->items);
	*list = (struct access_difference_list){0};
}

void
access_difference_list_append(struct access_difference_list *list,
                              struct access_difference difference)
{
	*ARRAY_ADD(list->items, list->count) = difference;
}

enum access_class
access_class_from_name(const char *name)
{
	static const struct
	{
		const char *name;
		enum access_class class;
	} names[] = {
		{"change", ACCESS_CHANGE},
		{"attempt", ACCESS_ATTEMPT},
		{"warning", ACCESS_WARNING},
	};

	for (size_t index = 0; index < COUNT_OF(names); index++)
	{
		if (strcmp(name, names[index].name) == 0)
			return names[index].class;
	}
	return ACCESS_REFUSAL;
}

size_t
access_difference_list_count(const struct access_difference_list *list, enum access_class class)
{
	size_t count = 0;

	for (size_t index = 0; index < list->count; index++)
		count += list->items[index].class == class;
	return count;
}
