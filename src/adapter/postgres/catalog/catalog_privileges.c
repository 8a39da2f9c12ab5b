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

/* "reader" of "reader=r/owner", as the server quotes it. */
static size_t
grantee_bytes(const char *item)
{
	bool is_quoted = false;
	size_t bytes = 0;

	for (; item[bytes] != '\0' && (is_quoted || item[bytes] != '='); bytes++)
		is_quoted ^= item[bytes] == '"';
	return bytes;
}

/* To PUBLIC, or what the owner has: he has granted it to himself. */
static bool
is_own(const char *item)
{
	size_t bytes = grantee_bytes(item);
	size_t length_bytes = strlen(item);

	return bytes == 0 || (length_bytes > 2 * bytes + 1 && item[length_bytes - bytes - 1] == '/' &&
	                      strncmp(item, item + length_bytes - bytes, bytes) == 0);
}

static void
keep_own(struct array_items *items)
{
	size_t kept_count = 0;

	for (size_t index = 0; index < items->count; index++)
	{
		if (is_own(items->items[index]))
			items->items[kept_count++] = items->items[index];
	}
	items->count = kept_count;
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
	keep_own(&items);
	keep_own(&usual_items);
	if (usual != NULL ? are_equal(&items, &usual_items) : items.count == 0)
		return true;
	text_append(definition, definition->length_bytes > 0 ? "\nprivileges" : "privileges");
	for (size_t index = 0; index < items.count; index++)
		text_append_format(definition, " %s", items.items[index]);
	return true;
}

/* How many items from the first on are of one grantee. */
static size_t
count_of_grantee(const struct array_items *items, size_t first)
{
	size_t bytes = grantee_bytes(items->items[first]) + 1;
	size_t count = 1;

	while (first + count < items->count &&
	       strncmp(items->items[first], items->items[first + count], bytes) == 0)
		count++;
	return count;
}

static void
tell_grantee(const struct array_items *items, size_t first, size_t count,
             catalog_grantee_receiver receive, void *context)
{
	cleanup_text struct text grantee = TEXT_EMPTY;
	cleanup_text struct text words = TEXT_EMPTY;

	text_append_bytes(&grantee, items->items[first], grantee_bytes(items->items[first]));
	for (size_t index = first; index < first + count; index++)
	{
		if (!is_own(items->items[index]))
			text_append_format(&words, "%s%s", words.length_bytes > 0 ? " " : "",
			                   items->items[index]);
	}
	if (words.length_bytes > 0)
		receive(context, text_bytes(&grantee), text_bytes(&words));
}

void
catalog_privileges_each(const char *privileges, catalog_grantee_receiver receive, void *context)
{
	cleanup_array_items struct array_items items = {NULL, 0, NULL};
	size_t count = 0;

	if (privileges == NULL || !read_privileges(privileges, &items))
		return;
	for (size_t first = 0; first < items.count; first += count)
	{
		count = count_of_grantee(&items, first);
		tell_grantee(&items, first, count, receive, context);
	}
}
