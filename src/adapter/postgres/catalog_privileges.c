#include "adapter/postgres/catalog_privileges.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct items
{
	char **texts;
	size_t count;
};

static void
items_free(struct items *items)
{
	for (size_t index = 0; index < items->count; index++)
		free(items->texts[index]);
	free(items->texts);
}

#define cleanup_items __attribute__((cleanup(items_free)))

static int
compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* One element of an array as PostgreSQL writes it; returns what is behind it. */
static const char *
read_element(const char *array, struct text *element)
{
	bool is_quoted = false;

	for (; *array != '\0' && (is_quoted || (*array != ',' && *array != '}')); array++)
	{
		if (*array == '"')
			is_quoted = !is_quoted;
		else
		{
			if (*array == '\\' && array[1] != '\0')
				array++;
			text_append_char(element, *array);
		}
	}
	return array;
}

static void
read_items(const char *array, struct items *items)
{
	size_t limit = 1;

	for (const char *byte = array; *byte != '\0'; byte++)
		limit += *byte == ',';
	*items = (struct items){memory_allocate(limit, sizeof *items->texts), 0};
	if (strcmp(array, "{}") == 0)
		return;
	while (*array == '{' || *array == ',')
	{
		struct text element = TEXT_EMPTY;

		array = read_element(array + 1, &element);
		items->texts[items->count++] = memory_copy_text(text_bytes(&element));
		text_free(&element);
	}
	qsort(items->texts, items->count, sizeof *items->texts, compare_texts);
}

static bool
are_equal(const struct items *left, const struct items *right)
{
	if (left->count != right->count)
		return false;
	for (size_t index = 0; index < left->count; index++)
		if (strcmp(left->texts[index], right->texts[index]) != 0)
			return false;
	return true;
}

void
catalog_privileges_append(struct text *definition, const char *privileges, const char *usual)
{
	cleanup_items struct items items = {NULL, 0};
	cleanup_items struct items usual_items = {NULL, 0};

	if (privileges == NULL)
		return;
	read_items(privileges, &items);
	if (usual != NULL)
	{
		read_items(usual, &usual_items);
		if (are_equal(&items, &usual_items))
			return;
	}
	text_append(definition, definition->length_bytes > 0 ? "\nprivileges" : "privileges");
	for (size_t index = 0; index < items.count; index++)
		text_append_format(definition, " %s", items.texts[index]);
}
