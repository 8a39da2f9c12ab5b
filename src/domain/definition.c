#include "domain/definition.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum
{
	DEFINITION_LIST_FIRST_CAPACITY = 64
};

/* Grows by doubling; a capacity is a power of two times the first, so it need not be kept. */
static bool
is_full(size_t count, size_t first_capacity)
{
	if (count < first_capacity)
		return count == 0;

	size_t multiple = count / first_capacity;

	return count % first_capacity == 0 && (multiple & (multiple - 1)) == 0;
}

static size_t
next_capacity(size_t count, size_t first_capacity)
{
	return count < first_capacity ? first_capacity : count * 2;
}

void
definition_list_append(struct definition_list *list, const struct definition *definition)
{
	if (is_full(list->count, DEFINITION_LIST_FIRST_CAPACITY))
		list->items =
			memory_resize(list->items, next_capacity(list->count, DEFINITION_LIST_FIRST_CAPACITY),
		                  sizeof *list->items);
	list->items[list->count++] = (struct definition){
		.kind = memory_copy_text(definition->kind),
		.identity = memory_copy_text(definition->identity),
		.hash = memory_copy_text(definition->hash),
		.text = definition->text != NULL ? memory_copy_text(definition->text) : NULL,
	};
}

static int
compare_objects(const struct definition *left, const struct definition *right)
{
	int by_kind = strcmp(left->kind, right->kind);

	return by_kind != 0 ? by_kind : strcmp(left->identity, right->identity);
}

static int
compare_for_sort(const void *left, const void *right)
{
	return compare_objects(left, right);
}

void
definition_list_sort(struct definition_list *list)
{
	if (list->count > 1)
		qsort(list->items, list->count, sizeof *list->items, compare_for_sort);
}

bool
definition_list_has(const struct definition_list *list, const struct definition *object)
{
	return list->count > 0 &&
	       bsearch(object, list->items, list->count, sizeof *list->items, compare_for_sort) != NULL;
}

static void
definition_free(struct definition *definition)
{
	free(definition->kind);
	free(definition->identity);
	free(definition->hash);
	free(definition->text);
}

void
definition_list_free(struct definition_list *list)
{
	for (size_t index = 0; index < list->count; index++)
		definition_free(&list->items[index]);
	free(list->items);
	*list = (struct definition_list){0};
}

static bool
is_of_kind(const struct definition *definition, const char *const *kinds)
{
	while (*kinds != NULL && strcmp(*kinds, definition->kind) != 0)
		kinds++;
	return *kinds != NULL;
}

static bool
is_same_definition(const struct definition *left, const struct definition *right)
{
	return compare_objects(left, right) == 0 && strcmp(left->hash, right->hash) == 0;
}

/* The next definition of these kinds from the index on; NULL if there is no more. */
static const struct definition *
next_of_kind(const struct definition_list *list, const char *const *kinds, size_t *index)
{
	while (*index < list->count && !is_of_kind(&list->items[*index], kinds))
		(*index)++;
	return *index < list->count ? &list->items[(*index)++] : NULL;
}

static bool
is_alike_in_kinds(const struct definition_list *left, const struct definition_list *right,
                  const char *const *kinds)
{
	size_t left_index = 0;
	size_t right_index = 0;

	for (;;)
	{
		const struct definition *one = next_of_kind(left, kinds, &left_index);
		const struct definition *other = next_of_kind(right, kinds, &right_index);

		if (one == NULL || other == NULL)
			return one == other;
		if (!is_same_definition(one, other))
			return false;
	}
}

bool
definition_list_adopt(struct definition_list *list, const struct definition_list *other,
                      const char *const *kinds)
{
	struct definition_list adopted = {0};
	size_t index = 0;

	if (is_alike_in_kinds(list, other, kinds))
		return false;
	for (size_t own = 0; own < list->count; own++)
	{
		const struct definition *item = &list->items[own];

		if (!is_of_kind(item, kinds))
			definition_list_append(&adopted, item);
	}
	for (const struct definition *item = next_of_kind(other, kinds, &index); item != NULL;
	     item = next_of_kind(other, kinds, &index))
		definition_list_append(&adopted, item);
	definition_list_sort(&adopted);
	definition_list_free(list);
	*list = adopted;
	return true;
}

void
definition_difference_list_free(struct definition_difference_list *list)
{
	free(list->items);
	*list = (struct definition_difference_list){0};
}

static void
add_difference(struct definition_difference_list *differences,
               enum definition_difference_class class, const struct definition *object)
{
	if (is_full(differences->count, DEFINITION_LIST_FIRST_CAPACITY))
		differences->items = memory_resize(
			differences->items, next_capacity(differences->count, DEFINITION_LIST_FIRST_CAPACITY),
			sizeof *differences->items);
	differences->items[differences->count++] = (struct definition_difference){class, object};
}

void
definition_compare(const struct definition_list *expected, const struct definition_list *live,
                   struct definition_difference_list *differences)
{
	size_t at_expected = 0;
	size_t at_live = 0;

	*differences = (struct definition_difference_list){0};
	while (at_expected < expected->count || at_live < live->count)
	{
		const struct definition *wanted = &expected->items[at_expected];
		const struct definition *found = &live->items[at_live];
		int order = at_expected == expected->count ? 1
		            : at_live == live->count       ? -1
		                                           : compare_objects(wanted, found);

		if (order < 0)
			add_difference(differences, DEFINITION_MISSING, wanted);
		else if (order > 0)
			add_difference(differences, DEFINITION_UNMANAGED, found);
		else if (strcmp(wanted->hash, found->hash) != 0)
			add_difference(differences, DEFINITION_CHANGED, wanted);
		at_expected += order <= 0;
		at_live += order >= 0;
	}
}

size_t
definition_difference_broken_count(const struct definition_difference_list *differences)
{
	size_t broken_count = 0;

	for (size_t index = 0; index < differences->count; index++)
		broken_count += differences->items[index].class != DEFINITION_UNMANAGED;
	return broken_count;
}
