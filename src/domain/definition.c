#include "domain/definition.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"
#include "base/text.h"

/* Between an object and who has privileges on it. */
#define TO " to "

void
definitions_append(struct definitions *definitions, const struct definition_words *words)
{
	enum object_kind kind = object_kind_from_name(words->kind);
	struct definition_list *list =
		object_kind_is_access(kind) ? &definitions->access : &definitions->objects;
	const char *kind_name = object_kind_name(kind);

	*ARRAY_ADD(list->items, list->count) = (struct definition){
		.kind = kind,
		.kind_name = kind_name != NULL ? kind_name : text_arena_copy(&list->texts, words->kind),
		.identity = text_arena_copy(&list->texts, words->identity),
		.hash = text_arena_copy(&list->texts, words->hash),
		.text = text_arena_copy_or_null(&list->texts, words->text),
		.is_postponed = words->is_postponed,
	};
}

int
definition_compare(const struct definition *left, const struct definition *right)
{
	int by_kind = object_kind_compare(left->kind, left->kind_name, right->kind, right->kind_name);

	return by_kind != 0 ? by_kind : strcmp(left->identity, right->identity);
}

static int
compare_for_sort(const void *left, const void *right)
{
	return definition_compare(left, right);
}

static void
sort_list(struct definition_list *list)
{
	if (list->count > 1)
		qsort(list->items, list->count, sizeof *list->items, compare_for_sort);
}

void
definitions_sort(struct definitions *definitions)
{
	sort_list(&definitions->access);
	sort_list(&definitions->objects);
}

size_t
definitions_count(const struct definitions *definitions)
{
	return definitions->access.count + definitions->objects.count;
}

const struct definition **
definitions_in_order(const struct definitions *definitions)
{
	const struct definition_list *access = &definitions->access;
	const struct definition_list *objects = &definitions->objects;
	size_t count = definitions_count(definitions);
	/* The type is spelt out: "sizeof *all", the size of a pointer, would look like a mistake. */
	const struct definition **all =
		count > 0 ? memory_allocate(count, sizeof(const struct definition *)) : NULL;
	size_t at_access = 0;
	size_t at_object = 0;

	while (at_access + at_object < count)
	{
		bool is_access =
			at_object == objects->count ||
			(at_access < access->count &&
		     definition_compare(&access->items[at_access], &objects->items[at_object]) < 0);

		all[at_access + at_object] =
			is_access ? &access->items[at_access] : &objects->items[at_object];
		at_access += is_access;
		at_object += !is_access;
	}
	return all;
}

const struct definition *
definitions_find(const struct definitions *definitions, const struct definition *object)
{
	const struct definition_list *list =
		object_kind_is_access(object->kind) ? &definitions->access : &definitions->objects;

	return list->count > 0
	           ? bsearch(object, list->items, list->count, sizeof *list->items, compare_for_sort)
	           : NULL;
}

bool
definitions_have(const struct definitions *definitions, const struct definition *object)
{
	return definitions_find(definitions, object) != NULL;
}

void
definitions_leave_out_postponed(struct definitions *definitions)
{
	struct definition_list *objects = &definitions->objects;
	size_t kept_count = 0;

	for (size_t index = 0; index < objects->count; index++)
	{
		if (!objects->items[index].is_postponed)
			objects->items[kept_count++] = objects->items[index];
	}
	objects->count = kept_count;
}

bool
definitions_have_postponed(const struct definitions *definitions)
{
	for (size_t index = 0; index < definitions->objects.count; index++)
	{
		if (definitions->objects.items[index].is_postponed)
			return true;
	}
	return false;
}

bool
definition_is_of(const struct definition *definition, enum object_kind kind, const char *identity)
{
	return definition->kind == kind && strcmp(definition->identity, identity) == 0;
}

static void
free_list(struct definition_list *list)
{
	free(list->items);
	text_arena_free(&list->texts);
	*list = (struct definition_list){0};
}

static void
rename_in_list(struct definition_list *list, const char *from, const char *to, bool is_routine)
{
	size_t length_bytes = strlen(from);
	/* "s.f(integer)"; "s.t", "s.t.c", "s.t to reader" */
	const char *behind = is_routine ? "(" : ". ";

	for (size_t index = 0; index < list->count; index++)
	{
		const char *identity = list->items[index].identity;
		cleanup_text struct text renamed = TEXT_EMPTY;

		if (strncmp(identity, from, length_bytes) != 0 ||
		    strchr(behind, identity[length_bytes]) == NULL)
			continue;
		text_append_format(&renamed, "%s%s", to, identity + length_bytes);
		list->items[index].identity = text_arena_copy(&list->texts, text_bytes(&renamed));
	}
}

void
definitions_rename(struct definitions *definitions, const char *from, const char *to,
                   bool is_routine)
{
	rename_in_list(&definitions->objects, from, to, is_routine);
	rename_in_list(&definitions->access, from, to, is_routine);
	definitions_sort(definitions);
}

void
definitions_free(struct definitions *definitions)
{
	free_list(&definitions->access);
	free_list(&definitions->objects);
}

static bool
says_the_same(const struct definition_list *left, const struct definition_list *right)
{
	size_t index = 0;

	while (index < left->count && index < right->count &&
	       definition_compare(&left->items[index], &right->items[index]) == 0 &&
	       strcmp(left->items[index].hash, right->items[index].hash) == 0)
		index++;
	return index == left->count && index == right->count;
}

bool
definition_list_adopt(struct definition_list *list, struct definition_list *other)
{
	if (says_the_same(list, other))
		return false;
	free_list(list);
	*list = *other;
	*other = (struct definition_list){0};
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
	*ARRAY_ADD(differences->items, differences->count) =
		(struct definition_difference){class, object};
}

/* The end of the object's identity; of all of it where there is no grantee. */
static const char *
end_of_object(const char *identity)
{
	bool is_quoted = false;

	for (; *identity != '\0'; identity++)
	{
		is_quoted ^= *identity == '"';
		if (!is_quoted && strncmp(identity, TO, sizeof TO - 1) == 0)
			break;
	}
	return identity;
}

size_t
definition_object_bytes(const struct definition *privileges)
{
	return (size_t)(end_of_object(privileges->identity) - privileges->identity);
}

/* Whether somebody is expected to have privileges who has others, too. */
static bool
is_of_named_grantee(const struct definition_list *expected, const struct definition *object)
{
	if (object->kind != KIND_PRIVILEGES)
		return false;
	for (size_t index = 0; index < expected->count; index++)
	{
		if (expected->items[index].kind == KIND_PRIVILEGES &&
		    strcmp(end_of_object(expected->items[index].identity),
		           end_of_object(object->identity)) == 0)
			return true;
	}
	return false;
}

static void
compare_lists(const struct definition_list *expected, const struct definition_list *live,
              struct definition_difference_list *differences)
{
	size_t at_expected = 0;
	size_t at_live = 0;

	while (at_expected < expected->count || at_live < live->count)
	{
		const struct definition *wanted = &expected->items[at_expected];
		const struct definition *found = &live->items[at_live];
		int order = at_expected == expected->count ? 1
		            : at_live == live->count       ? -1
		                                           : definition_compare(wanted, found);

		if (order < 0)
			add_difference(differences, DEFINITION_MISSING, wanted);
		else if (order > 0)
			add_difference(differences,
			               is_of_named_grantee(expected, found) ? DEFINITION_CHANGED
			                                                    : DEFINITION_UNMANAGED,
			               found);
		else if (strcmp(wanted->hash, found->hash) != 0)
			add_difference(differences, DEFINITION_CHANGED, wanted);
		at_expected += order <= 0;
		at_live += order >= 0;
	}
}

static int
compare_differences(const void *left, const void *right)
{
	return definition_compare(((const struct definition_difference *)left)->object,
	                          ((const struct definition_difference *)right)->object);
}

void
definitions_compare(const struct definitions *expected, const struct definitions *live,
                    struct definition_difference_list *differences)
{
	*differences = (struct definition_difference_list){0};
	compare_lists(&expected->access, &live->access, differences);
	compare_lists(&expected->objects, &live->objects, differences);
	if (differences->count > 1)
		qsort(differences->items, differences->count, sizeof *differences->items,
		      compare_differences);
}

size_t
definition_difference_broken_count(const struct definition_difference_list *differences)
{
	size_t broken_count = 0;

	for (size_t index = 0; index < differences->count; index++)
		broken_count += differences->items[index].class != DEFINITION_UNMANAGED;
	return broken_count;
}
