#include "domain/catalog/generation.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

void
generation_list_free(struct generation_list *list)
{
	free(list->items);
	text_arena_free(&list->texts);
	*list = (struct generation_list){0};
}

void
generation_list_collect(const struct fact_set *desired, struct generation_list *list)
{
	generation_list_free(list);
	for (size_t i = 0; i < desired->count; i++)
	{
		const struct fact *fact = &desired->items[i];

		if (fact->extra.reparsed != NULL)
			*ARRAY_ADD(list->items, list->count) = (struct generation){
				.kind = fact->kind,
				.id = text_arena_copy(&list->texts, fact->id),
				.first = text_arena_copy(&list->texts, fact->definition),
				.second = text_arena_copy(&list->texts, fact->extra.reparsed),
			};
	}
}

/* What is left of two texts without what both begin and end with. */
struct text_difference
{
	const char *left;
	size_t left_length;
	const char *right;
	size_t right_length;
};

static struct text_difference
difference_of(const char *left, const char *right)
{
	struct text_difference found = {left, strlen(left), right, strlen(right)};

	while (found.left_length > 0 && found.right_length > 0 && *found.left == *found.right)
	{
		found.left++;
		found.right++;
		found.left_length--;
		found.right_length--;
	}
	while (found.left_length > 0 && found.right_length > 0 &&
	       found.left[found.left_length - 1] == found.right[found.right_length - 1])
	{
		found.left_length--;
		found.right_length--;
	}
	return found;
}

static bool
is_same_difference(const struct text_difference *one, const struct text_difference *other)
{
	return one->left_length == other->left_length && one->right_length == other->right_length &&
	       memcmp(one->left, other->left, one->left_length) == 0 &&
	       memcmp(one->right, other->right, one->right_length) == 0;
}

/* The text of a definition has more in it: owner, comment, state. That has to be the same. */
static bool
differs_in_generation(const struct generation *generation, const struct definition *expected,
                      const struct definition *live)
{
	if (expected->text == NULL || live->text == NULL || strcmp(expected->hash, live->hash) == 0)
		return false;

	const struct text_difference known = difference_of(generation->first, generation->second);
	const struct text_difference found = difference_of(expected->text, live->text);

	return is_same_difference(&known, &found);
}

static struct definition *
find_expected(struct definitions *expected, const struct generation *generation)
{
	/* What has expressions is called the same in both. */
	enum object_kind kind = object_kind_from_name(fact_kind_name(generation->kind));

	for (size_t i = 0; kind != KIND_OTHER && i < expected->objects.count; i++)
	{
		if (definition_is_of(&expected->objects.items[i], kind, generation->id))
			return &expected->objects.items[i];
	}
	return NULL;
}

void
generation_list_accept(const struct generation_list *list, const struct definitions *live,
                       struct definitions *expected, struct name_list *named)
{
	for (size_t i = 0; i < list->count; i++)
	{
		const struct generation *generation = &list->items[i];
		struct definition *object = find_expected(expected, generation);
		const struct definition *found = object != NULL ? definitions_find(live, object) : NULL;
		cleanup_text struct text name = TEXT_EMPTY;

		if (found == NULL || !differs_in_generation(generation, object, found))
			continue;
		object->hash = text_arena_copy(&expected->objects.texts, found->hash);
		object->text = text_arena_copy(&expected->objects.texts, found->text);
		text_append_format(&name, "%s %s", object->kind_name, object->identity);
		name_list_append(named, text_bytes(&name));
	}
}
