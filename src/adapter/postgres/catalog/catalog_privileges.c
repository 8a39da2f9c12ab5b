#include "adapter/postgres/catalog/catalog_privileges.h"

#include <string.h>

#include "adapter/postgres/query/array_text.h"

/* The server gives no null among privileges; one that does is no better than no array. */
static bool
read_privileges(const char *array, struct array_items *items)
{
	if (!array_text_read(array, items))
		return false;
	for (size_t index = 0; index < items->count; index++)
	{
		if (items->items[index] == NULL)
			return false;
	}
	array_items_sort(items);
	return true;
}

static bool
are_equal(const struct array_items *left, const struct array_items *right)
{
	if (left->count != right->count)
		return false;
	for (size_t index = 0; index < left->count; index++)
		if (strcmp(left->items[index], right->items[index]) != 0)
			return false;
	return true;
}

bool
catalog_privileges_append(struct text *definition, const char *privileges, const char *usual)
{
	cleanup_array_items struct array_items items = {NULL, 0, NULL};
	cleanup_array_items struct array_items usual_items = {NULL, 0, NULL};

	if (privileges == NULL)
		return true;
	if (!read_privileges(privileges, &items) ||
	    (usual != NULL && !read_privileges(usual, &usual_items)))
		return false;
	if (usual != NULL && are_equal(&items, &usual_items))
		return true;
	text_append(definition, definition->length_bytes > 0 ? "\nprivileges" : "privileges");
	for (size_t index = 0; index < items.count; index++)
		text_append_format(definition, " %s", items.items[index]);
	return true;
}
